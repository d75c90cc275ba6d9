import type {WorkerTarget} from '../model/session.ts';
import {toStateDirectory} from '../services/settings/state-directory.ts';
import {parseHostKey} from '../services/ssh/host-key.ts';
import {toKnownHostsDirectory, writeKnownHosts} from '../services/ssh/known-hosts.ts';
import {prepareWorker} from '../services/ssh/prepare-worker.ts';
import {reachWorker} from '../services/ssh/reach-worker.ts';
import {toWorkerWay, type WayWishes} from '../services/ssh/worker-way.ts';
import {carryBytes} from './carry-bytes.ts';
import type {CommandContext} from './command-context.ts';
import {tellNoConnection, toPlainOptions} from './connect-plainly.ts';
import {openServices} from './open-services.ts';

/** Which worker to carry bytes to. */
export interface ProxyOptions extends WayWishes {
  /** As ssh was given it; it names the known-hosts file that ssh reads. */
  readonly name: string;
  readonly target: WorkerTarget;
}

/**
 * Opens the job's firewall, waits for its worker, and then is a wire between our standard streams and the worker's SSH
 * port. Before the first byte passes, the worker's published host key is where ssh looks for it: ssh reads its
 * known-hosts files once the other side has spoken. Answers the exit status.
 *
 * Throws `ConfigError` when dxtop cannot begin, or the key cannot be written.
 */
export const runProxy = async (context: CommandContext, options: ProxyOptions): Promise<number> => {
  const services = await openServices(context);
  const way = toWorkerWay(options, context.environment, services);
  try {
    const connect = toPlainOptions(services, options.target, way);
    const {worker} = await prepareWorker(connect);
    const pin = parseHostKey(worker.sshHostKey);
    const socket = await reachWorker(connect, worker);
    writeKnownHosts(
      toKnownHostsDirectory(toStateDirectory({...context, platform: process.platform})),
      options.name,
      pin,
    );
    await carryBytes(socket, worker.host);
    return 0;
  } catch (error) {
    return tellNoConnection(error, options.name);
  } finally {
    services.close();
  }
};
