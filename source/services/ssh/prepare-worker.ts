import {setTimeout as delay} from 'node:timers/promises';
import {ApiError, CancelError, SshError} from '../../model/errors.ts';
import {isTerminal, type Job, type Worker} from '../../model/execution.ts';
import type {JobId} from '../../model/ids.ts';
import type {SafeText} from '../../model/safe-text.ts';
import type {ConnectSteps} from './connect-steps.ts';
import {describeJob, type FirewallQuestion, openFirewall} from './firewall.ts';
import type {FirewallPolicy} from './firewall-policy.ts';
import {JobOverError} from './job-over-error.ts';
import type {WorkerPlatform} from './worker-platform.ts';

const WORKER_POLL_MS = 1000;

/** What it takes to have a worker that can be connected to. */
export interface PrepareOptions {
  readonly jobId: JobId;
  /** 0 for the job's worker, or a cluster's driver; 1 and up for the further workers of a cluster. */
  readonly workerNumber: number;
  readonly platform: WorkerPlatform;
  readonly steps: ConnectSteps;
  readonly signal: AbortSignal;
  readonly firewall: FirewallPolicy;
  /** Told of the job before anything is done to it; may throw `CancelError`. */
  readonly onDescribed?: ((job: Job) => Promise<void>) | undefined;
  readonly askFirewall: (question: FirewallQuestion) => Promise<boolean>;
  readonly onFirewallAdded: (address: SafeText) => void;
}

/** A worker whose host and host key are published. */
export interface ReadyWorker {
  readonly job: Job;
  readonly worker: Worker & {readonly sshHostKey: string};
}

/**
 * Describes the job, opens its firewall, and waits until the platform tells where its worker is.
 *
 * The firewall is the job's: it counts for every worker of a cluster. Throws `JobOverError` when the job has ended,
 * `SshError` (level `worker`) when the job has no worker of that number, or one whose host key nobody publishes,
 * `CancelError` when the user or the signal says so, and what the platform throws.
 */
export const prepareWorker = async (options: PrepareOptions): Promise<ReadyWorker> => {
  const {jobId, platform, steps, signal} = options;
  const described = await steps.run('describe', async () => {
    const job = await describeJob(platform, jobId, signal);
    if (isTerminal(job)) throw new JobOverError(job);
    const isRestarted = job.tryNumber !== undefined && job.tryNumber > 0;
    return {detail: isRestarted ? `${job.state}, try ${String(job.tryNumber)}` : job.state, result: job};
  });
  await options.onDescribed?.(described);
  const admitted = await steps.run('firewall', async () => {
    try {
      const {detail, job} = await openFirewall({
        job: described,
        platform,
        policy: options.firewall,
        signal,
        ask: options.askFirewall,
        onAdded: options.onFirewallAdded,
      });
      return {detail, result: job};
    } catch (error) {
      // The firewall of a job that has ended meanwhile cannot be changed: then its end is the news, not the refusal.
      if (error instanceof ApiError && error.status === 422) {
        const now = await describeJob(platform, jobId, signal);
        if (isTerminal(now)) throw new JobOverError(now);
      }

      throw error;
    }
  });
  return await awaitWorker(options, admitted);
};

/** What waiting for a worker takes. */
export type AwaitOptions = Pick<PrepareOptions, 'jobId' | 'workerNumber' | 'platform' | 'steps' | 'signal'>;

/**
 * The step that waits until the platform tells where a job's worker is.
 *
 * @param job as it was read last. Throws as `prepareWorker`.
 */
export const awaitWorker = (options: AwaitOptions, job: Job): Promise<ReadyWorker> =>
  options.steps.run('worker', async () => {
    const ready = await waitForWorker(options, job);
    return {detail: `${ready.worker.host}:${String(ready.worker.sshPort)}`, result: ready};
  });

/** The worker of that number as a job has it now; `undefined` while it cannot be connected to. Throws as above. */
export const toReadyWorker = (job: Job, workerNumber: number): ReadyWorker | undefined => {
  const isAttachable = job.state === 'running' || job.state === 'debug_hold';
  if (!isAttachable || job.worker?.sshHostKey === undefined) return undefined;
  const worker = workerNumber === 0 ? job.worker : job.clusterWorkers[workerNumber - 1];
  if (!worker) throw noSuchWorker(job, workerNumber);
  const {sshHostKey} = worker;
  if (sshHostKey === undefined) throw noHostKey(workerNumber);
  return {job, worker: {...worker, sshHostKey}};
};

const noSuchWorker = ({clusterWorkers}: Job, workerNumber: number): SshError => {
  const count = clusterWorkers.length;
  if (workerNumber <= count) {
    return new SshError(
      'worker',
      `The platform does not say where worker ${String(workerNumber)} is.`,
      'Try again in a minute, or take another worker.',
    );
  }

  return new SshError(
    'worker',
    count === 0
      ? `The job has no worker ${String(workerNumber)}: it is no cluster, or its workers are not there yet.`
      : `The job has no worker ${String(workerNumber)}.`,
    count === 0
      ? 'Leave the number out to reach the only one.'
      : `Give a number from 0 (the driver) to ${String(count)}.`,
  );
};

const noHostKey = (workerNumber: number) =>
  new SshError(
    'worker',
    `The platform publishes no host key for worker ${String(workerNumber)}.`,
    'Without it the worker cannot be told from an impostor, so dxtop does not connect. Reach it from the driver.',
  );

const waitForWorker = async (
  {jobId, workerNumber, platform, steps, signal}: AwaitOptions,
  first: Job,
): Promise<ReadyWorker> => {
  let job = first;
  for (;;) {
    const ready = toReadyWorker(job, workerNumber);
    if (ready) return ready;
    if (isTerminal(job)) throw new JobOverError(job);
    steps.note(
      'worker',
      job.worker ? 'waiting for its host key' : `job is ${job.state}, waiting for its host`,
    );
    await pause(WORKER_POLL_MS, signal);
    job = await describeJob(platform, jobId, signal);
  }
};

/** Waits. Throws `CancelError` when the signal is aborted. */
export const pause = async (ms: number, signal: AbortSignal): Promise<void> => {
  try {
    await delay(ms, undefined, {signal});
  } catch (error) {
    throw new CancelError('cancelled', {cause: error});
  }
};
