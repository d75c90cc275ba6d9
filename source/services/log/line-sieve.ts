import type {LogLine} from '../../model/log-line.ts';

/** What to do with a line that came: show it, or leave it out as one that was here already, or as older than asked for. */
export type SieveVerdict = 'new' | 'repeated' | 'older';

/** Finds the lines of a log that are new, over all connections to it. */
export interface LineSieve {
  /** To be called when another connection begins, for it sends the history again. */
  beginConnection(): void;
  judge(line: LogLine): SieveVerdict;
  /** How many numbers were skipped where a later connection went on: lines that the platform no longer gave out. */
  readonly missingCount: number;
}

/** Numbers that were seen, as ranges in order: `[1, 7, 9, 9]` is 1 to 7, and 9. */
type Ranges = number[];
/** Numbers come in order, so that one range is the rule; a server that skips about costs no more than this. */
const MAX_RANGE_ENDS = 20_000;
/** Lines without a number are remembered by their text; so many of them. */
const MAX_UNNUMBERED = 20_000;

/** Where in the ranges a number is or would be: the index of the first range's end that is not below it. */
const findRange = (ranges: Ranges, number: number): number => {
  let low = 0;
  let high = ranges.length / 2;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ranges[2 * middle + 1] ?? 0) < number) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** Adds a number; false when it was there. */
const addNumber = (ranges: Ranges, number: number): boolean => {
  const last = ranges.length - 1;
  if (last >= 1 && number === (ranges[last] ?? 0) + 1) {
    ranges[last] = number;
    return true;
  }
  const index = findRange(ranges, number);
  const start = ranges[2 * index];
  if (start !== undefined && start <= number) return false;
  const touchesBefore = index > 0 && ranges[2 * index - 1] === number - 1;
  const touchesAfter = start === number + 1;
  if (touchesBefore && touchesAfter) ranges.splice(2 * index - 1, 2);
  else if (touchesBefore) ranges[2 * index - 1] = number;
  else if (touchesAfter) ranges[2 * index] = number;
  else ranges.splice(2 * index, 0, number, number);
  // The two oldest become one: what was missing between them is then taken for seen.
  if (ranges.length > MAX_RANGE_ENDS) ranges.splice(1, 2);
  return true;
};

/**
 * Makes a sieve. The platform has no way to go on from a line: each connection gets the history again, and the lines
 * that were here are told by job, try and number, or by time, level and text where there is no number.
 *
 * Source: reference section G.4, from the official client, which shows them twice.
 */
export const createLineSieve = (): LineSieve => {
  const seen = new Map<string, Ranges>();
  /** How often each unnumbered line has come, in all and over this connection. */
  const unnumbered = new Map<string, {total: number; now: number; connection: number}>();
  let connection = 0;
  let earliestMs = Number.POSITIVE_INFINITY;
  let missingCount = 0;
  /** Logs that have gone on over this connection, so that what it skipped was counted. */
  let resumed = new Set<string>();

  const isOlder = (line: LogLine): boolean => connection > 1 && (line.atMs ?? earliestMs) < earliestMs;

  const judgeUnnumbered = (key: string, line: LogLine): SieveVerdict => {
    const name = `${key} ${line.atMs ?? ''} ${line.level} ${line.text}`;
    const entry = unnumbered.get(name) ?? {total: 0, now: 0, connection};
    if (entry.connection !== connection) {
      entry.connection = connection;
      entry.now = 0;
    }
    entry.now++;
    const isRepeated = entry.now <= entry.total;
    entry.total = Math.max(entry.total, entry.now);
    // The one used last is at the end, and the first is the one to forget.
    unnumbered.delete(name);
    unnumbered.set(name, entry);
    for (const oldest of unnumbered.keys()) {
      if (unnumbered.size <= MAX_UNNUMBERED) break;
      unnumbered.delete(oldest);
    }
    if (isRepeated) return 'repeated';
    return isOlder(line) ? 'older' : 'new';
  };

  return {
    get missingCount() {
      return missingCount;
    },
    beginConnection: () => {
      connection++;
      resumed = new Set();
    },
    judge: (line) => {
      if (connection <= 1 && line.atMs !== undefined) earliestMs = Math.min(earliestMs, line.atMs);
      const key = `${line.jobId} ${line.jobTry ?? ''}`;
      if (line.number === undefined) return judgeUnnumbered(key, line);
      const ranges = seen.get(key);
      if (ranges === undefined) {
        if (isOlder(line)) return 'older';
        seen.set(key, [line.number, line.number]);
        return 'new';
      }
      if (connection > 1 && line.number < (ranges[0] ?? 0)) return 'older';
      const last = ranges.at(-1) ?? 0;
      if (!addNumber(ranges, line.number)) return 'repeated';
      if (connection > 1 && !resumed.has(key) && line.number > last) {
        resumed.add(key);
        missingCount += line.number - last - 1;
      }
      return 'new';
    },
  };
};
