import type {Job} from './execution.ts';
import type {JobId} from './ids.ts';
import type {SessionRecord} from './session.ts';
import {findWorkerChange} from './worker-change.ts';

/**
 * When the last session from this computer on the worker that a job has now ended; `open` while there may be one,
 * `undefined` if there was none.
 */
export type LastSession = number | 'open' | undefined;

/** Finds the last session on a job. */
export type FindLastSession = (
  job: Pick<Job, 'id' | 'tryNumber' | 'worker' | 'clusterWorkers'>,
) => LastSession;

/** The one executable that is there to be used in sessions. Source: reference of the platform, H.4. */
const WORKSTATION = 'cloud_workstation';

/**
 * Since when a job that is there to be used over SSH is paid for without anybody there: a workstation, or a job that is
 * held for debugging. In milliseconds since the Unix epoch; `undefined` for all others, because what a program does with
 * its worker is not known here, and while there is a session. Sessions from other computers are not known either.
 *
 * @param heldSinceMs since when it is held
 */
export const idleSinceMs = (
  job: Job,
  lastSession: LastSession,
  heldSinceMs: number | undefined,
): number | undefined => {
  if (lastSession === 'open') return undefined;
  const isWorkstation = job.state === 'running' && job.executableName === WORKSTATION;
  const begunMs = isWorkstation ? job.startedRunningMs : job.state === 'debug_hold' ? heldSinceMs : undefined;
  return begunMs === undefined ? undefined : Math.max(begunMs, lastSession ?? 0);
};

/** Finds the last session on each job in what is remembered, in any order. */
export const toLastSessions = (records: readonly SessionRecord[]): FindLastSession => {
  const byJob = new Map<JobId, SessionRecord[]>();
  for (const record of records) byJob.set(record.jobId, [...(byJob.get(record.jobId) ?? []), record]);
  return (job) => {
    // An earlier try's worker is gone, and each session on it, also one that never said how it ended.
    const here = byJob.get(job.id)?.filter((record) => findWorkerChange(record, job) === undefined) ?? [];
    if (here.length === 0) return undefined;
    // A session that never said how it ended may be there still: nothing is idle then.
    if (here.some(({outcome}) => outcome === 'attached')) return 'open';
    return Math.max(...here.map(({lastSeenMs}) => lastSeenMs));
  };
};
