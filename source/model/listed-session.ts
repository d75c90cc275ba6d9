import {attachObstacle, type Job} from './execution.ts';
import type {JobId} from './ids.ts';
import {isResumable, type SessionRecord, toTargetKey} from './session.ts';

/**
 * What is known of a session now: `alive` when it can be picked up; `unkept` when nothing on its worker keeps it, so that
 * it lives only in the dxtop that has detached from it; `over` when it has ended; `unknown` when nobody can tell.
 */
export type SessionStanding = 'alive' | 'unkept' | 'unknown' | 'over';

/** What the platform says of a job: `gone` when it shows none of that ID, `undefined` until it has said something. */
export type KnownJob = Job | 'gone' | undefined;

/** A session that is remembered, with what became of its job. */
export interface ListedSession {
  /** No other session has it. */
  readonly key: string;
  readonly record: SessionRecord;
  readonly job: KnownJob;
  readonly standing: SessionStanding;
}

/**
 * The remembered sessions with the jobs they are on: first those that may be gone back to, each part in the order that the
 * records have.
 *
 * @param records latest first, as the registry has them
 */
export const toListedSessions = (
  records: readonly SessionRecord[],
  findJob: (id: JobId) => KnownJob,
): readonly ListedSession[] => {
  const sessions = records.map((record) => {
    const job = findJob(record.jobId);
    return {key: toTargetKey(record), record, job, standing: toStanding(record, job)};
  });
  const isFirst = ({record, standing}: ListedSession) => standing !== 'over' && isResumable(record);
  return [...sessions.filter(isFirst), ...sessions.filter((session) => !isFirst(session))];
};

/** How many sessions can be picked up. */
export const countAlive = (sessions: readonly ListedSession[]): number =>
  sessions.filter(({standing}) => standing === 'alive').length;

const toStanding = (record: SessionRecord, job: KnownJob): SessionStanding => {
  if (record.outcome === 'exited' || record.outcome === 'job-over' || job === 'gone') return 'over';
  if (job === undefined) return 'unknown';
  // A job that waits again has lost the worker that the session was on.
  if (attachObstacle(job) !== undefined) return 'over';
  // Refused on the way back: the worker may hold it still.
  if (record.outcome === 'refused') return 'unknown';
  return record.persistence === 'none' ? 'unkept' : 'alive';
};
