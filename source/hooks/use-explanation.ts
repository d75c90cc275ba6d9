import {useCallback} from 'react';
import useSWR from 'swr';
import {isTerminal} from '../model/execution.ts';
import type {ExecutionId} from '../model/ids.ts';
import type {LogLine} from '../model/log-line.ts';
import type {Explanation} from '../services/failure/explain-failure.ts';
import type {LastErrorLines} from '../services/log/read-last-error-lines.ts';
import {useServices} from './services.ts';

export type {Explanation} from '../services/failure/explain-failure.ts';

const NO_LINES: LastErrorLines = {lines: [], areErrors: false, isComplete: true};
/** A tree that is still alive may fail further. */
const REFRESH_INTERVAL_MS = 10_000;

/** Why an execution failed, as far as it is known by now. */
export interface ExplanationState {
  /** `undefined` until the tree has been read. */
  readonly explanation: Explanation | undefined;
  /** Why it could not be found out. */
  readonly error: unknown;
  /** The end of the first cause's log; `undefined` when it has none, or is not known yet. */
  readonly log: ExplanationLog | undefined;
}

/** The last lines of a log that may tell why its job failed. */
export interface ExplanationLog {
  /** `undefined` while they are being read. */
  readonly lines: readonly LogLine[] | undefined;
  /** Whether they are errors; false for the last lines of any kind. */
  readonly areErrors: boolean;
  /** Why they could not be read. */
  readonly error: unknown;
}

/** Finds out why an execution failed; `undefined` asks nothing. */
export const useExplanation = (id: ExecutionId | undefined, isPaused: boolean): ExplanationState => {
  const {explainFailure, readLastErrorLines} = useServices();
  // The same function each time; see `useExecution`.
  const refreshInterval = useCallback(
    (latest: Explanation | undefined) =>
      isPaused || (latest !== undefined && isTerminal(latest.asked)) ? 0 : REFRESH_INTERVAL_MS,
    [isPaused],
  );
  const {data: explanation, error} = useSWR<Explanation, unknown>(
    id === undefined ? null : ['explanation', id],
    ([, asked]: [string, ExecutionId]) => explainFailure(asked),
    {refreshInterval, isPaused: () => isPaused},
  );
  const culprit = explanation?.cause?.execution;
  const job = culprit?.class === 'job' ? culprit : undefined;
  const end = useSWR<LastErrorLines, unknown>(
    job === undefined ? null : ['last error lines', job.id, job.tryNumber, job.state],
    () => (job === undefined ? NO_LINES : readLastErrorLines(job.id, {jobTry: job.tryNumber})),
    {revalidateIfStale: false, isPaused: () => isPaused},
  );
  const log = job && {lines: end.data?.lines, areErrors: end.data?.areErrors ?? true, error: end.error};
  return {explanation, error, log};
};
