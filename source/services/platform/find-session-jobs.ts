import type {Job} from '../../model/execution.ts';
import type {JobId} from '../../model/ids.ts';
import type {KnownJob} from '../../model/listed-session.ts';
import {WORKER_FIELDS} from './described-fields.ts';
import type {CallOptions, PlatformClient} from './platform-client.ts';

/** More than are ever remembered. */
const MOST_JOBS = 1000;

/** What one question about the jobs of several sessions has told. */
export interface SessionJobs {
  readonly asked: ReadonlySet<JobId>;
  readonly found: ReadonlyMap<string, Job>;
  /** Whether those that were not found do not exist. */
  readonly isWhole: boolean;
}

/**
 * Asks in one request what became of jobs, and which workers they have now: at most 1000 of them.
 *
 * Throws what the platform client throws.
 */
export const findSessionJobs = async (
  client: Pick<PlatformClient, 'findExecutionsPage'>,
  ids: readonly JobId[],
  options: CallOptions = {},
): Promise<SessionJobs> => {
  const {executions, next} = await client.findExecutionsPage(
    {ids},
    {...options, limit: MOST_JOBS, fields: WORKER_FIELDS},
  );
  const jobs = executions.filter((execution) => execution.class === 'job');
  return {
    asked: new Set(ids),
    found: new Map(jobs.map((job) => [job.id, job])),
    isWhole: next === undefined || next === null,
  };
};

/** What was told of one job. */
export const toKnownJob = ({asked, found, isWhole}: SessionJobs, id: JobId): KnownJob =>
  found.get(id) ?? (isWhole && asked.has(id) ? 'gone' : undefined);
