import {ConfigError, SshError} from '../../model/errors.ts';
import {cleanLines, type SafeText} from '../../model/safe-text.ts';
import type {SessionRecord} from '../../model/session.ts';
import type {Transport} from './choose-transport.ts';
import {ConnectSteps} from './connect-steps.ts';
import {logInToWorker} from './log-in-to-worker.ts';
import {prepareWorker} from './prepare-worker.ts';
import type {PrivateKeyReader} from './private-key.ts';
import {readRemoteScreen} from './shell-session.ts';
import {toImpatient, type WorkerPlatform} from './worker-platform.ts';
import type {WorkerWay} from './worker-way.ts';

const LIMIT_MS = 10_000;
/** More than any terminal is high, and wide. */
const MOST_LINES = 300;
const LONGEST_LINE = 1000;
const ATTACH = 'Enter attaches, and asks what is to be asked.';

/** What a peek needs from outside. */
export interface PeekServices {
  readonly platform: WorkerPlatform;
  readonly way: WorkerWay;
  readonly isPlatformLocal: boolean;
  readonly readPrivateKey: PrivateKeyReader;
  readonly findTransport: (signal: AbortSignal) => Promise<Transport>;
}

/**
 * Reads what is on the remote screen of a session, without attaching to it: over a connection of its own, which is closed
 * again.
 *
 * It asks nothing and changes nothing: where an attach would ask to open a firewall or for a passphrase, and where the
 * user's own ssh connects, it throws `SshError` or `ConfigError` with what to do instead. Otherwise it throws what
 * `connectToWorker` throws, and `SshError` when it takes over 10 s or there is no tmux session.
 *
 * Shape: the lines from the top, cleaned, without the empty ones at the end; `[]` for an empty screen.
 */
export const peekSession = async (
  {jobId, workerNumber, persistence}: Pick<SessionRecord, 'jobId' | 'workerNumber' | 'persistence'>,
  services: PeekServices,
): Promise<readonly SafeText[]> => {
  const {way, isPlatformLocal} = services;
  const signal = AbortSignal.timeout(LIMIT_MS);
  const platform = toImpatient(services.platform);
  const steps = new ConnectSteps(Date.now, () => undefined);
  try {
    if ((await services.findTransport(signal)) === 'openssh') {
      throw new ConfigError('Your own ssh connects to the workers, and it may ask something.', ATTACH);
    }

    const privateKey = await services.readPrivateKey(() =>
      Promise.reject(new ConfigError('Your SSH key has a passphrase.', ATTACH)),
    );
    const ready = await prepareWorker({
      jobId,
      workerNumber,
      platform,
      steps,
      signal,
      // Also where the user lets every address in unasked: who only looks changes nothing.
      firewall: {...way.firewall, mode: way.firewall.mode === 'never' ? 'never' : 'ask'},
      askFirewall: ({address}) =>
        Promise.reject(new SshError('firewall', `${address} is not in this job's firewall.`, ATTACH)),
      onFirewallAdded: () => undefined,
    });
    const {connection} = await logInToWorker(
      {jobId, workerNumber, platform, steps, signal, reachLimitMs: 0, isPlatformLocal, proxy: way.proxy},
      ready,
      privateKey,
    );
    try {
      return cleanLines(
        (await readRemoteScreen(connection, persistence)).trimEnd(),
        MOST_LINES,
        LONGEST_LINE,
      );
    } finally {
      connection.close();
    }
  } catch (error) {
    if (!signal.aborted) throw error;
    throw new SshError('peek', 'The worker did not show its screen within 10 s.', 'p tries again.', {
      cause: error,
    });
  }
};
