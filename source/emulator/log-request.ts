import {InvalidInput} from './errors.ts';
import {
  isHash,
  readOptionalBoolean,
  readOptionalInteger,
  readOptionalString,
  readOptionalStrings,
} from './input.ts';
import {logLevels} from './logs.ts';

/** More recent messages than this are none at all. Footing: observed by the official client's authors. */
export const maximumRecentMessages = 262_144;

/** The first frame of a log's reader, checked. */
export interface LogRequest {
  /** `Bearer` and the token, as a header would have it; undefined when there is none. */
  readonly authorization: string | undefined;
  readonly numRecentMessages: number;
  readonly recurseJobs: boolean;
  readonly tail: boolean;
  /** The try to read; the latest when undefined. */
  readonly try: number | undefined;
  /** The levels to send; all when undefined. */
  readonly levels: ReadonlySet<string> | undefined;
  readonly metrics: 'none' | 'text' | 'csv';
}

const readMetrics = (frame: Record<string, unknown>): LogRequest['metrics'] => {
  const isExcluded = readOptionalBoolean(frame, 'excludeMetrics');
  const format = readOptionalString(frame, 'metricsFormat');
  // Footing: documented, the two exclude each other.
  if (isExcluded === true && format !== undefined) {
    throw new InvalidInput('Expected key "metricsFormat" of input not to be given with "excludeMetrics"');
  }
  if (isExcluded === true) return 'none';
  if (format === undefined || format === 'text') return 'text';
  if (format === 'csv') return 'csv';
  throw new InvalidInput('Expected key "metricsFormat" of input to be one of "text", "csv"');
};

const readLevels = (frame: Record<string, unknown>): ReadonlySet<string> | undefined => {
  const levels = readOptionalStrings(frame, 'levels');
  const known: readonly string[] = logLevels;
  const unknown = levels?.find((level) => !known.includes(level));
  if (unknown !== undefined)
    throw new InvalidInput(`Expected key "levels" of input to hold known levels only`);
  return levels && new Set(levels);
};

/**
 * Reads the first frame; throws `InvalidInput`. A frame with nothing but the token is fine.
 *
 * Footing: documented fields (reference section G.2); the checks of their types are assumed.
 */
export const readLogRequest = (text: string): LogRequest => {
  let frame: unknown;
  try {
    frame = JSON.parse(text);
  } catch {
    throw new InvalidInput('Expected the first message to be JSON');
  }
  if (!isHash(frame)) throw new InvalidInput('Expected input to be a hash');
  const token = readOptionalString(frame, 'access_token');
  const type = readOptionalString(frame, 'token_type') ?? 'Bearer';
  const recurseJobs = readOptionalBoolean(frame, 'recurseJobs') ?? false;
  const tryNumber = readOptionalInteger(frame, 'try', 0, Number.MAX_SAFE_INTEGER);
  // Footing: documented, the official client refuses both together before it asks.
  if (recurseJobs && tryNumber !== undefined) {
    throw new InvalidInput('Expected key "try" of input not to be given with "recurseJobs"');
  }
  return {
    authorization: token === undefined ? undefined : `${type} ${token}`,
    numRecentMessages:
      readOptionalInteger(frame, 'numRecentMessages', 0, Number.MAX_SAFE_INTEGER) ?? maximumRecentMessages,
    recurseJobs,
    tail: readOptionalBoolean(frame, 'tail') ?? true,
    try: tryNumber,
    levels: readLevels(frame),
    metrics: readMetrics(frame),
  };
};
