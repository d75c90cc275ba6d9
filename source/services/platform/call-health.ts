import {toSentence} from '../../model/errors.ts';
import {clean, type SafeText} from '../../model/safe-text.ts';

/** How the calls to the platform went since the start. Times are milliseconds since the Unix epoch. */
export interface CallHealth {
  readonly answeredCount: number;
  readonly failedCount: number;
  readonly lastAnswerMs: number | undefined;
  /** How long the last answer took, in milliseconds. */
  readonly lastDurationMs: number | undefined;
  /** The last failure, also when answers came after it. */
  readonly lastFailure: {readonly atMs: number; readonly sentence: SafeText} | undefined;
}

/** Hears of each call, and answers how they went. */
export interface CallHealthRecord {
  /** Runs one call, and remembers how it went. Throws what the call throws. */
  readonly observe: <Result>(call: () => Promise<Result>) => Promise<Result>;
  readonly getHealth: () => CallHealth;
}

/** Makes an empty record; `now` answers milliseconds since the Unix epoch. */
export const createCallHealth = (now: () => number): CallHealthRecord => {
  let health: CallHealth = {
    answeredCount: 0,
    failedCount: 0,
    lastAnswerMs: undefined,
    lastDurationMs: undefined,
    lastFailure: undefined,
  };
  return {
    getHealth: () => health,
    async observe(call) {
      const startedMs = now();
      try {
        const result = await call();
        const lastAnswerMs = now();
        const lastDurationMs = Math.max(0, lastAnswerMs - startedMs);
        health = {...health, answeredCount: health.answeredCount + 1, lastAnswerMs, lastDurationMs};
        return result;
      } catch (error) {
        const lastFailure = {atMs: now(), sentence: clean(toSentence(error), 300)};
        health = {...health, failedCount: health.failedCount + 1, lastFailure};
        throw error;
      }
    },
  };
};
