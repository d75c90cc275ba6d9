import {HostKeyError} from '../../model/errors.ts';
import type {LoginKey} from './agent-key.ts';
import {Connection} from './connection.ts';
import {describeJob} from './firewall.ts';
import {parseHostKey} from './host-key.ts';
import {type PrepareOptions, type ReadyWorker, toReadyWorker} from './prepare-worker.ts';
import {type ReachOptions, reachWorker} from './reach-worker.ts';
import {createSshClient} from './ssh-client.ts';

/** A connection to a worker that has shown the published host key. Its owner closes the connection. */
export interface LoggedInWorker extends ReadyWorker {
  readonly connection: Connection;
  /** The worker's identity: another one means another machine. */
  readonly fingerprint: string;
}

/** What a login needs: `PrepareOptions` because a job may be restarted at this very moment. */
export type LogInOptions = ReachOptions & Pick<PrepareOptions, 'jobId' | 'workerNumber' | 'platform'>;

/**
 * Reaches a worker and logs in. The step `login` runs on when it is done, for what the caller does on the connection.
 *
 * Throws `SshError`, `HostKeyError` and `CancelError`; what was opened on the way is closed then.
 */
export const logInToWorker = async (
  options: LogInOptions,
  ready: ReadyWorker,
  privateKey: LoginKey,
): Promise<LoggedInWorker> => {
  try {
    return await logIn(options, ready, privateKey);
  } catch (error) {
    if (!(error instanceof HostKeyError)) throw error;
    // The job may have been restarted between our reading it and the handshake: once more with what is published now.
    const job = await describeJob(options.platform, options.jobId, options.signal);
    const again = toReadyWorker(job, options.workerNumber);
    if (!again || again.worker.sshHostKey === ready.worker.sshHostKey) throw error;
    return await logIn(options, again, privateKey);
  }
};

const logIn = async (
  options: LogInOptions,
  ready: ReadyWorker,
  privateKey: LoginKey,
): Promise<LoggedInWorker> => {
  const {steps, signal} = options;
  const pin = parseHostKey(ready.worker.sshHostKey);
  const socket = await reachWorker(options, ready.worker);
  steps.begin('host-key');
  try {
    const client = await createSshClient({
      socket,
      pin,
      privateKey,
      signal,
      onHostVerified() {
        steps.end('host-key', `as published, ${pin.fingerprint}`);
        steps.begin('login');
      },
    });
    return {...ready, connection: new Connection(client, socket), fingerprint: pin.fingerprint};
  } catch (error) {
    steps.fail(error);
    throw error;
  }
};
