import type {Clock} from '../../../source/services/platform/clock.ts';

/** A clock that stands until it is moved. */
export interface ManualClock extends Clock {
  /** Moves it, calling back whatever becomes due on the way, in order; lets promises settle in between. */
  advance(durationMs: number): Promise<void>;
  /** How many timers are set. */
  timerCount(): number;
}

/** Lets everything that is already decided happen. */
export const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Makes a clock at an arbitrary moment. */
export const createManualClock = (startMs = 1_760_000_000_000): ManualClock => {
  let nowMs = startMs;
  const timers = new Set<{dueMs: number; callback: () => void}>();
  return {
    now: () => nowMs,
    setTimer(callback, delayMs) {
      const timer = {dueMs: nowMs + delayMs, callback};
      timers.add(timer);
      return () => timers.delete(timer);
    },
    async advance(durationMs) {
      const endMs = nowMs + durationMs;
      for (;;) {
        await settle();
        const [next] = [...timers].filter(({dueMs}) => dueMs <= endMs).sort((a, b) => a.dueMs - b.dueMs);
        if (!next) break;
        timers.delete(next);
        nowMs = Math.max(nowMs, next.dueMs);
        next.callback();
      }
      nowMs = endMs;
    },
    timerCount: () => timers.size,
  };
};
