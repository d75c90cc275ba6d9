import {DxtopError} from '../../model/errors.ts';
import type {Execution} from '../../model/execution.ts';
import type {ExecutionId, JobId} from '../../model/ids.ts';
import type {RetryWait} from '../platform/retry.ts';
import type {ConnectSteps} from './connect-steps.ts';

/** How a call may be cut short. */
export interface WorkerCallOptions {
  readonly signal?: AbortSignal;
  /** How often to try; the client's own number when absent. */
  readonly tries?: number;
  /** For each try, in milliseconds. */
  readonly deadlineMs?: number;
  /** Called before each wait for the next try, and with `undefined` after it. */
  readonly onWait?: (wait: RetryWait | undefined) => void;
}

/** What an attach asks of the platform; the platform client is one of these. */
export interface WorkerPlatform {
  /** Throws `ApiError` and `NetworkError`. */
  describeExecution(id: ExecutionId, options: WorkerCallOptions): Promise<Execution>;
  /** `clientIp` is the address that the platform sees. Throws as above. */
  whoami(
    options: WorkerCallOptions & {readonly clientIp?: boolean},
  ): Promise<{readonly clientIp: string | undefined}>;
  /** Replaces the job's list. Throws as above. */
  updateJob(
    id: JobId,
    change: {readonly allowSSH: readonly string[]},
    options: WorkerCallOptions,
  ): Promise<void>;
}

/** The same platform with each call tried once and soon given up: for a reconnect, which tries again by itself. */
export const toImpatient = (platform: WorkerPlatform): WorkerPlatform => {
  const limits = {tries: 1, deadlineMs: 5000};
  return {
    describeExecution: (id, options) => platform.describeExecution(id, {...options, ...limits}),
    whoami: (options) => platform.whoami({...options, ...limits}),
    updateJob: (id, change, options) => platform.updateJob(id, change, {...options, ...limits}),
  };
};

/** The same platform, of which the step that runs says why it waits before it asks again: a pause of 30 s would look hung. */
export const toNarrated = (
  platform: WorkerPlatform,
  steps: ConnectSteps,
  now: () => number,
): WorkerPlatform => {
  const onWait = (wait: RetryWait | undefined): void => {
    if (!wait) {
      steps.noteRunning('');
      return;
    }

    const why = wait.error instanceof DxtopError ? wait.error.summary : 'The platform asks to wait.';
    // The wait first: a narrow window cuts the rest.
    steps.noteRunning(`Asking again in ${String(Math.ceil((wait.untilMs - now()) / 1000))} s. ${why}`);
  };
  return {
    describeExecution: (id, options) => platform.describeExecution(id, {...options, onWait}),
    whoami: (options) => platform.whoami({...options, onWait}),
    updateJob: (id, change, options) => platform.updateJob(id, change, {...options, onWait}),
  };
};
