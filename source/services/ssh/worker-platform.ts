import type {Execution} from '../../model/execution.ts';
import type {ExecutionId, JobId} from '../../model/ids.ts';

/** How a call may be cut short. */
export interface WorkerCallOptions {
  readonly signal?: AbortSignal;
  /** How often to try; the client's own number when absent. */
  readonly tries?: number;
  /** For each try, in milliseconds. */
  readonly deadlineMs?: number;
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
