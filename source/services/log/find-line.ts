import {setImmediate as nextTurn} from 'node:timers/promises';
import type {JobLog} from './job-log.ts';

/** What to look for, and where. */
export interface LineSearch {
  /** Capitals count only where there are any. */
  readonly query: string;
  /** The position from which on, or before which, to look; it is not looked at itself. */
  readonly from: number;
  readonly direction: 'forwards' | 'backwards';
  readonly signal?: AbortSignal | undefined;
}

/** Takes a few milliseconds, also from the disk. */
const LINES_AT_ONCE = 500;

/** Whether a text has the query in it; the index of each place. */
export const findMatches = (text: string, query: string): number[] => {
  if (query === '') return [];
  const isExact = query !== query.toLowerCase();
  const place = isExact ? text : text.toLowerCase();
  // A letter whose small form has another length would shift the places after it.
  if (place.length !== text.length) return [];
  const found: number[] = [];
  for (let index = place.indexOf(query); index !== -1; index = place.indexOf(query, index + query.length))
    found.push(index);
  return found;
};

/**
 * Finds the next line with a text among those that are shown, a few hundred at a time so that keys are not kept
 * waiting; goes on at the other end where there is none. Shape: its position, `undefined` when no line has it, or when
 * `signal` is aborted.
 */
export const findLine = async (
  log: Pick<JobLog, 'read' | 'rankOf' | 'getSnapshot'>,
  {query, from, direction, signal}: LineSearch,
): Promise<number | undefined> => {
  const {count} = log.getSnapshot();
  const isForwards = direction === 'forwards';
  const origin = isForwards ? log.rankOf(from + 1) : log.rankOf(from);
  // Each part as a range of ranks; the second one is the way around, the line itself at its end.
  const parts = isForwards
    ? [
        [origin, count],
        [0, origin],
      ]
    : [
        [0, origin],
        [origin, count],
      ];
  for (const [first = 0, end = 0] of parts) {
    for (let done = 0; done < end - first; done += LINES_AT_ONCE) {
      const size = Math.min(LINES_AT_ONCE, end - first - done);
      const start = isForwards ? first + done : end - done - size;
      const lines = log.read(start, start + size);
      const found = (isForwards ? lines : lines.reverse()).find(
        ({line}) => findMatches(line.text, query).length > 0,
      );
      if (found) return found.position;
      await nextTurn();
      if (signal?.aborted) return undefined;
    }
  }
  return undefined;
};
