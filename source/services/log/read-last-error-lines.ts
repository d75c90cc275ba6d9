import type {JobId} from '../../model/ids.ts';
import {ERROR_LEVELS, isMeasurement, type LogLine} from '../../model/log-line.ts';
import type {LogConnector} from './log-socket.ts';
import {type ReadLinesOptions, readRecentLines} from './read-recent-lines.ts';

/** The end of a log, as far as it may tell why the job failed. */
export interface LastErrorLines {
  /** Oldest first; `[]` for a log without lines. */
  readonly lines: readonly LogLine[];
  /** Whether they are errors or standard error; false when there are none, and these are the last lines of any kind. */
  readonly areErrors: boolean;
  /** False when the deadline came before the end of the log. */
  readonly isComplete: boolean;
}

/** What to read of which job. */
export interface LastErrorLinesOptions {
  /** How many lines at most; 10 by default. */
  readonly limit?: number;
  /** An older try; the latest when absent. */
  readonly jobTry?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** For all of it; 8 s by default. */
  readonly deadlineMs?: number;
}

const LEVELS = [...ERROR_LEVELS, 'STDERR'];
/** Between the last words and the end the platform may have measured the worker a few times. */
const SPARE_COUNT = 40;

/**
 * Reads the last lines of a job's log that may tell why it failed: error levels and standard error; where there are
 * none, the last lines of any kind but measurements.
 *
 * Throws as `readRecentLines`.
 */
export const readLastErrorLines = async (
  connector: LogConnector,
  jobId: JobId,
  {limit = 10, jobTry, signal, deadlineMs = 8000}: LastErrorLinesOptions = {},
): Promise<LastErrorLines> => {
  const endMs = performance.now() + deadlineMs;
  const toOptions = (share: number): ReadLinesOptions => ({
    signal,
    deadlineMs: Math.max(1, share * (endMs - performance.now())),
  });
  // Asked for by level, because there may be a hundred thousand lines of standard output behind the last error.
  const errors = await readRecentLines(
    connector,
    {jobId, jobTry, recentCount: limit, levels: LEVELS},
    toOptions(0.6),
  );
  if (errors.lines.length > 0) return {...errors, areErrors: true};
  const any = await readRecentLines(
    connector,
    {jobId, jobTry, recentCount: limit + SPARE_COUNT},
    toOptions(1),
  );
  const lines = any.lines.filter((line) => !isMeasurement(line)).slice(-limit);
  return {lines, areErrors: false, isComplete: any.isComplete};
};
