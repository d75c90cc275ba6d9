import type {JobId} from './ids.ts';
import type {SafeText} from './safe-text.ts';
import type {StyledText} from './styled-text.ts';

/** One line of a job's log. */
export interface LogLine extends StyledText {
  readonly jobId: JobId;
  /** The try that wrote it; `undefined` for jobs from before tries had numbers. */
  readonly jobTry: number | undefined;
  /** Counts up in the log of one try of one job; with job and try it names the line. `undefined` when the platform sent none. */
  readonly number: number | undefined;
  /** Milliseconds since the Unix epoch. */
  readonly atMs: number | undefined;
  /** `APP` for the job's own output, `DX_APP` for the worker's, `SYSTEM` for the platform's. */
  readonly source: SafeText;
  /** One of `LOG_LEVELS`, or a word that nobody documented. */
  readonly level: SafeText;
}

/** All levels that are documented, in the official client's order. */
export const LOG_LEVELS = [
  'EMERG',
  'ALERT',
  'CRITICAL',
  'ERROR',
  'WARNING',
  'NOTICE',
  'INFO',
  'DEBUG',
  'STDERR',
  'STDOUT',
  'METRICS',
] as const;

/** Levels that tell of an error by themselves. */
export const ERROR_LEVELS: readonly string[] = ['EMERG', 'ALERT', 'CRITICAL', 'ERROR'];

/** Whether a line is one of the platform's own measurements, of which nobody reads the text. */
export const isMeasurement = ({level, source, text}: Pick<LogLine, 'level' | 'source' | 'text'>): boolean =>
  level === 'METRICS' || (source !== 'APP' && level === 'INFO' && /^CPU: \d/.test(text));

/** What a line is written with. */
export interface PlainLineOptions {
  readonly hasTime: boolean;
  readonly hasJob: boolean;
}

/** A line as plain text, for files and pipes: time in UTC, job, level, text, without styles. */
export const toPlainLine = (line: LogLine, {hasTime, hasJob}: PlainLineOptions): string =>
  [
    ...(hasTime ? [line.atMs === undefined ? '?' : new Date(line.atMs).toISOString()] : []),
    ...(hasJob ? [line.jobId] : []),
    line.level,
    line.text,
  ].join(' ');
