import {attachObstacle, isTerminal, type Job} from './execution.ts';
import type {JobId} from './ids.ts';
import {isResumable, type SessionRecord, toTargetKey} from './session.ts';
import {findWorkerChange, type WorkerChange} from './worker-change.ts';

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
  /** Why its job has another worker now, so that it is over; `undefined` where that is not known to be so. */
  readonly change: WorkerChange | undefined;
  readonly standing: SessionStanding;
}

/** A remembered session with what the platform says of its job. */
export const toListedSession = (record: SessionRecord, job: KnownJob): ListedSession => {
  const change = typeof job === 'object' ? findWorkerChange(record, job) : undefined;
  return {key: toTargetKey(record), record, job, change, standing: toStanding(record, job, change)};
};

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
  const sessions = records.map((record) => toListedSession(record, findJob(record.jobId)));
  const isFirst = ({record, standing}: ListedSession) => standing !== 'over' && isResumable(record);
  return [...sessions.filter(isFirst), ...sessions.filter((session) => !isFirst(session))];
};

/** How many sessions can be picked up. */
export const countAlive = (sessions: readonly ListedSession[]): number =>
  sessions.filter(({standing}) => standing === 'alive').length;

/**
 * The session to offer: the latest that can be picked up. Where there is none, the latest that is gone although its job
 * goes on, because nobody knows yet; `undefined` without either.
 *
 * @param sessions in the order of `toListedSessions`
 */
export const toLastSession = (sessions: readonly ListedSession[]): ListedSession | undefined =>
  sessions.find(({standing}) => standing === 'alive') ?? sessions.find(isReplaced);

/** Whether a session could be gone back to, had its job, which goes on, not another worker now. */
export const isReplaced = ({record, job, change}: ListedSession): boolean =>
  change !== undefined && isResumable(record) && typeof job === 'object' && !isTerminal(job);

const toStanding = (
  record: SessionRecord,
  job: KnownJob,
  change: WorkerChange | undefined,
): SessionStanding => {
  if (record.outcome === 'exited' || record.outcome === 'job-over' || job === 'gone') return 'over';
  if (job === undefined) return 'unknown';
  // A job that waits again has lost the worker that the session was on.
  if (attachObstacle(job) !== undefined || change) return 'over';
  // Refused on the way back: the worker may hold it still.
  if (record.outcome === 'refused') return 'unknown';
  return record.persistence === 'none' ? 'unkept' : 'alive';
};
