import {isTerminal, type ExecutionRecord} from '../execution-record.ts';
import {InvalidState} from '../errors.ts';
import type {ExecutionStore} from '../execution-store.ts';
import type {Action} from './action.ts';
import {jobUpdate} from './job-update.ts';

/** The jobs of an analysis that still live, those of nested analyses and subjobs included. */
const findLiveJobs = (executions: ExecutionStore, record: ExecutionRecord): ExecutionRecord[] =>
  executions.children(record.id).flatMap((child) => {
    const below = findLiveJobs(executions, child);
    return child.class === 'job' && !isTerminal(child) ? [child, ...below] : below;
  });

/**
 * `/analysis-xxxx/update`: `allowSSH` replaces the list of every job of the analysis that is not over.
 *
 * Footing: assumed throughout; the official client has no such call.
 */
export const analysisUpdate: Action = (call) => {
  const {subject, userId, state} = call;
  const record = state.requireExecution(subject, userId);
  if (isTerminal(record)) {
    throw new InvalidState(
      `${subject} is in terminal state ${String(record.wire.state)} and cannot be updated`,
    );
  }
  for (const {id} of findLiveJobs(state.executions, record)) jobUpdate({...call, subject: id});
  return {id: subject};
};
