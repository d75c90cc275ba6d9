import {toMembers} from './cluster.ts';
import type {Job} from './execution.ts';
import type {SessionRecord} from './session.ts';

/** Why the worker that a session was on is not the one that its job has now: everything on it is gone. */
export type WorkerChange =
  | {readonly kind: 'restarted'; readonly tryNumber: number}
  /** The same try, as far as is known, with another host key. */
  | {readonly kind: 'other-worker'};

/**
 * What tells that a job has another worker now than when a session was on it; `undefined` when nothing does: the worker is
 * the same, or nobody knows.
 */
export const findWorkerChange = (
  {tryNumber, fingerprint, workerNumber}: Pick<SessionRecord, 'tryNumber' | 'fingerprint' | 'workerNumber'>,
  job: Pick<Job, 'tryNumber' | 'worker' | 'clusterWorkers'>,
): WorkerChange | undefined => {
  // A list may be older than the session.
  if (tryNumber !== undefined && job.tryNumber !== undefined && job.tryNumber > tryNumber)
    return {kind: 'restarted', tryNumber: job.tryNumber};
  const now = toMembers(job)[workerNumber]?.worker?.fingerprint;
  return fingerprint === undefined || now === undefined || now === fingerprint
    ? undefined
    : {kind: 'other-worker'};
};
