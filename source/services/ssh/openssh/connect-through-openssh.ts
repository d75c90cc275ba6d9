import {SshError} from '../../../model/errors.ts';
import {formatSshProxy} from '../../settings/ssh-proxy.ts';
import type {ConnectedWorker, ConnectRequest} from '../connect-to-worker.ts';
import {type HostKeyPin, parseHostKey} from '../host-key.ts';
import {pause, type PrepareOptions, prepareWorker, type ReadyWorker} from '../prepare-worker.ts';
import {type ReachOptions, refuseThisComputer} from '../reach-worker.ts';
import {openShellSession} from '../shell-session.ts';
import {findOpenSsh, type OpenSsh} from './find-openssh.ts';
import type {OpenSshConnection} from './openssh-connection.ts';
import {type OpenSshPlaces, removeOpenSshFiles, writeOpenSshFiles} from './openssh-files.ts';
import {openProxyWire, type ProxyWire} from './proxy-wire.ts';
import {startMaster} from './start-master.ts';

const REACH_PAUSE_MS = 1500;

/** The request, without a key: ssh reads its own, and asks. */
export type OpenSshRequest = Omit<ConnectRequest, 'readPrivateKey'> &
  Pick<PrepareOptions, 'firewall'> &
  Pick<ReachOptions, 'proxy'>;

/**
 * Goes the same way as `connectToWorker`, with the user's own OpenSSH as the client: for agents, hardware keys,
 * certificates and jumps. Throws as that does, and `ConfigError` where ssh or node-pty is not installed.
 */
export const connectThroughOpenSsh = async (
  request: OpenSshRequest,
  places: OpenSshPlaces,
): Promise<ConnectedWorker> => {
  const {steps} = request;
  const openSsh = await findOpenSsh(places.environment);
  const ready = await prepareWorker(request);
  refuseThisComputer(ready.worker.host, request.isPlatformLocal);
  const pin = parseHostKey(ready.worker.sshHostKey);
  const connection = await reach(request, places, openSsh, ready, pin);
  steps.begin('host-key');
  steps.end('host-key', `as published, ${pin.fingerprint}`);
  steps.begin('login');
  try {
    const known = request.knownPersistence(pin.fingerprint);
    const session = await openShellSession(connection, request.size(), request.term, known);
    steps.end(
      'login',
      session.persistence === 'none' ? 'not resumable: no tmux on the worker' : 'session is open',
    );
    return {job: ready.job, host: ready.worker.host, connection, session, fingerprint: pin.fingerprint};
  } catch (error) {
    connection.close();
    steps.fail(error);
    throw error;
  }
};

const reach = async (
  request: OpenSshRequest,
  places: OpenSshPlaces,
  openSsh: OpenSsh,
  ready: ReadyWorker,
  pin: HostKeyPin,
): Promise<OpenSshConnection> => {
  const {steps, signal, reachLimitMs, proxy} = request;
  const deadlineMs = performance.now() + reachLimitMs;
  return await steps.run('reach', async () => {
    for (let tryNumber = 1; ; tryNumber += 1) {
      const {directory, configPath} = writeOpenSshFiles(ready, pin, places, proxy !== undefined);
      let wire: ProxyWire | undefined;
      try {
        wire = proxy && (await openProxyWire(directory, {...ready, proxy, signal}));
        const result = await startMaster({
          openSsh,
          directory,
          configPath,
          pin,
          steps,
          signal,
          ask: request.askForSsh,
        });
        // The link lives as long as ssh does.
        void result.lost.then(() => wire?.close());
        return {detail: `by your own ssh${proxy ? ` through ${formatSshProxy(proxy)}` : ''}`, result};
      } catch (caught) {
        wire?.close();
        removeOpenSshFiles(directory);
        // ssh only knows that the way has ended, the wire why.
        const error = signal.aborted ? caught : (wire?.failure() ?? caught);
        const isWorkers = error instanceof SshError && error.level === 'client-socket';
        if (!isWorkers || performance.now() + REACH_PAUSE_MS > deadlineMs) throw error;
        steps.note('reach', `${error.summary} Trying again (${String(tryNumber)}).`);
        await pause(REACH_PAUSE_MS, signal);
      }
    }
  });
};
