import type {InputTimers} from '../../../source/services/terminal/terminal-input.ts';

/** Timers that run when they are told to. */
export interface ManualTimers extends InputTimers {
  advance(ms: number): void;
}

/** Makes timers that start at 0. */
export const createManualTimers = (): ManualTimers => {
  let nowMs = 0;
  const waiting = new Set<{readonly atMs: number; readonly run: () => void}>();
  return {
    now: () => nowMs,
    after: (ms, run) => {
      const timer = {atMs: nowMs + ms, run};
      waiting.add(timer);
      return () => waiting.delete(timer);
    },
    advance: (ms) => {
      nowMs += ms;
      for (const timer of [...waiting]) {
        if (timer.atMs > nowMs) continue;
        waiting.delete(timer);
        timer.run();
      }
    },
  };
};
