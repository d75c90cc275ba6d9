import {once} from 'node:events';
import type {Socket} from 'node:net';
import {createServices} from '../create-services.ts';
import {SshError} from '../model/errors.ts';
import {clean, type SafeText} from '../model/safe-text.ts';
import type {WorkerTarget} from '../model/session.ts';
import {toStateDirectory} from '../services/settings/state-directory.ts';
import {parseHostKey} from '../services/ssh/host-key.ts';
import {toKnownHostsDirectory, writeKnownHosts} from '../services/ssh/known-hosts.ts';
import {prepareWorker} from '../services/ssh/prepare-worker.ts';
import {reachWorker} from '../services/ssh/reach-worker.ts';
import {toWorkerWay, type WayWishes} from '../services/ssh/worker-way.ts';
import type {CommandContext} from './command-context.ts';
import {tellNoConnection, toPlainOptions} from './connect-plainly.ts';

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
  const services = await createServices(context);
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
    await carry(socket, worker.host);
    return 0;
  } catch (error) {
    return tellNoConnection(error, options.name);
  } finally {
    services.close();
  }
};

/** Passes bytes both ways until the worker's side is closed. Rejects with `SshError` when the network fails. */
const carry = async (socket: Socket, host: SafeText): Promise<void> => {
  // ssh has gone: nobody is left to carry for, and a worker that is silent would be waited for in vain.
  process.stdout.once('error', () => socket.destroy());
  process.stdin.once('end', () => socket.destroySoon());
  process.stdin.pipe(socket, {end: false});
  socket.pipe(process.stdout, {end: false});
  try {
    await once(socket, 'close');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? clean(String(error.code)) : 'unknown error';
    throw new SshError('client-socket', `The connection to ${host} was lost (${code}).`, 'Try again.', {
      cause: error,
    });
  }
};
