import {ConfigError} from '../../model/errors.ts';
import type {Execution, Job} from '../../model/execution.ts';
import type {PlatformClient} from '../platform/platform-client.ts';
import type {LogRequest} from './log-socket.ts';

/** Which log of an execution. */
export interface LogChoice {
  /** With the jobs below; always so for an analysis. */
  readonly isTree: boolean;
  /** An older try; the latest when absent. */
  readonly jobTry: number | undefined;
}

/** Each is a connection of its own. */
const MAX_CONNECTIONS = 8;

/**
 * Finds out what to ask for: a job has one log, with or without the jobs below it, and one that took over another one's
 * output has the log there; an analysis has those of its stages' jobs, the newest eight.
 *
 * Throws what the platform client throws; `ConfigError` for an analysis that has no jobs yet.
 */
export const toLogRequests = async (
  platform: Pick<PlatformClient, 'findTree' | 'describeExecution'>,
  execution: Execution,
  {isTree, jobTry}: LogChoice,
): Promise<Omit<LogRequest, 'recentCount'>[]> => {
  if (execution.class === 'job') {
    if (isTree) return [{jobId: execution.id, isTree}];
    // The list does not tell of reuse, and a finished job without a worker is the only one that can be.
    const mayBeReused = execution.startedRunningMs === undefined && execution.state === 'done';
    const described = mayBeReused ? await platform.describeExecution(execution.id, {}) : execution;
    const reusedFrom = described.class === 'job' ? described.reusedFrom : undefined;
    return [{jobId: reusedFrom ?? execution.id, ...(jobTry !== undefined && {jobTry})}];
  }
  const {executions} = await platform.findTree(execution.rootExecution ?? execution.id);
  const below = new Set<string>([execution.id]);
  // Newest first, so that whoever is below comes before its analysis: the oldest first tells who belongs to whom.
  for (const each of executions.toReversed())
    if (each.parentAnalysis && below.has(each.parentAnalysis)) below.add(each.id);
  const jobs = executions.filter(
    (each): each is Job => each.class === 'job' && each.parentJob === undefined && below.has(each.id),
  );
  const ids = [...new Set(jobs.map(({id}) => id))].slice(0, MAX_CONNECTIONS);
  if (ids.length === 0)
    throw new ConfigError('This analysis has no jobs yet, and so no log.', 'Come back when a stage runs.');
  return ids.map((jobId) => ({jobId, isTree: true}));
};
