import type {Job, Worker} from './execution.ts';

/** One machine of a job. */
export interface ClusterMember {
  /** 0 for the driver, or the only worker. */
  readonly number: number;
  /** `undefined` while its host is not known. */
  readonly worker: Worker | undefined;
}

/** Whether a machine takes connections on its SSH port, as seen from here, now. */
export type WorkerReach =
  | {readonly kind: 'answers'}
  /** With what is wrong, as a sentence. */
  | {readonly kind: 'silent'; readonly reason: string};

/** The machines of a job, the driver first; the driver alone for a job that is no cluster. */
export const toMembers = (job: Pick<Job, 'worker' | 'clusterWorkers'>): readonly ClusterMember[] =>
  [job.worker, ...job.clusterWorkers].map((worker, number) => ({number, worker}));

/** What a machine is called: `driver`, `worker 1`. */
export const nameMember = (number: number): string => (number === 0 ? 'driver' : `worker ${String(number)}`);
