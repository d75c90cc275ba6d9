import type {LogLine} from '../../model/log-line.ts';
import type {Clock} from '../platform/clock.ts';

/** Puts lines of several jobs in the order of their times. */
export interface TimeOrder {
  add(line: LogLine): void;
  /** Whether a log is still being opened: what it brings is waited for. */
  expect(isComing: boolean): void;
  /** Hands on what is held back. */
  flush(): void;
  /** Forgets it. */
  close(): void;
}

const QUIET_MS = 300;
const LONGEST_MS = 3000;
const MAX_HELD = 20_000;

/**
 * Histories of several jobs arrive one beside the other, so they are held back until all logs are open and nothing has
 * come for a moment (at most 3 s, or 20,000 lines) and handed on by time. From then on lines go on as they come, for they
 * are new.
 *
 * @param options.isMixed false when all lines come from one log, which is in order already
 * @param options.onHandedOn what was held back has gone to `onLine` by itself, after a moment of quiet
 */
export const orderByTime = ({
  onLine,
  onHandedOn,
  isMixed,
  clock,
}: {
  onLine: (line: LogLine) => void;
  onHandedOn: () => void;
  isMixed: boolean;
  clock: Clock;
}): TimeOrder => {
  let held: LogLine[] | undefined = isMixed ? [] : undefined;
  let isExpecting = false;
  let cancelQuiet = (): void => undefined;
  let cancelLongest: (() => void) | undefined;

  const stop = (): void => {
    cancelQuiet();
    cancelLongest?.();
  };
  const flush = (): void => {
    if (held === undefined) return;
    stop();
    const lines = held;
    held = undefined;
    // Stable, so that lines of the same millisecond stay as they came.
    lines.sort((left, right) => (left.atMs ?? 0) - (right.atMs ?? 0));
    for (const line of lines) onLine(line);
  };
  const handOn = (): void => {
    flush();
    onHandedOn();
  };
  const awaitQuiet = (): void => {
    cancelQuiet();
    if (!isExpecting) cancelQuiet = clock.setTimer(handOn, QUIET_MS);
  };
  return {
    add: (line) => {
      if (held === undefined) {
        onLine(line);
        return;
      }
      held.push(line);
      if (held.length >= MAX_HELD) {
        flush();
        return;
      }
      cancelLongest ??= clock.setTimer(handOn, LONGEST_MS);
      awaitQuiet();
    },
    expect: (isComing) => {
      isExpecting = isComing;
      if (held !== undefined && held.length > 0) awaitQuiet();
    },
    flush,
    close: () => {
      stop();
      held = undefined;
    },
  };
};
