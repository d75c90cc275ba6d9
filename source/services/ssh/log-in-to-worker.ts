import {HostKeyError} from '../../model/errors.ts';
import type {Job} from '../../model/execution.ts';
import type {LoginKey} from './agent-key.ts';
import {Connection} from './connection.ts';
import {describeJob} from './firewall.ts';
import {parseHostKey} from './host-key.ts';
import {awaitWorker, type PrepareOptions, type ReadyWorker, toReadyWorker} from './prepare-worker.ts';
import {type ReachOptions, reachWorker} from './reach-worker.ts';
import {createSshClient} from './ssh-client.ts';
import {toImpatient} from './worker-platform.ts';

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
 * A job may end or be restarted at this very moment: then a worker that shows another host key, or does not answer, is looked
 * for once more. Throws `JobOverError`, `SshError`, `HostKeyError` and `CancelError`; what was opened on the way is closed then.
 */
export const logInToWorker = async (
  options: LogInOptions,
  ready: ReadyWorker,
  privateKey: LoginKey,
): Promise<LoggedInWorker> => {
  let now: Job | undefined;
  const isStillThere = async (): Promise<boolean> => {
    const {jobId, signal} = options;
    try {
      now = await describeJob(toImpatient(options.platform), jobId, signal);
    } catch {
      // Nobody knows. The worker is tried for as long as it is worth trying.
      now = undefined;
    }

    return now === undefined || isSameWorker(now, ready, options.workerNumber);
  };

  try {
    return await logIn(options, ready, privateKey, isStillThere);
  } catch (error) {
    if (error instanceof HostKeyError) await isStillThere();
    if (!now || isSameWorker(now, ready, options.workerNumber)) throw error;
    return await logIn(options, await awaitWorker(options, now), privateKey);
  }
};

/** Whether a job still has this worker, so that there is nothing to look for. */
const isSameWorker = (job: Job, {worker}: ReadyWorker, workerNumber: number): boolean => {
  const now = toReadyWorker(job, workerNumber)?.worker;
  return now?.host === worker.host && now.sshPort === worker.sshPort && now.sshHostKey === worker.sshHostKey;
};

const logIn = async (
  options: LogInOptions,
  ready: ReadyWorker,
  privateKey: LoginKey,
  isStillThere?: () => Promise<boolean>,
): Promise<LoggedInWorker> => {
  const {steps, signal} = options;
  const pin = parseHostKey(ready.worker.sshHostKey);
  const socket = await reachWorker(options, ready.worker, isStillThere);
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
