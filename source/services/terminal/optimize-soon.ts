import {setFlagsFromString} from 'node:v8';

/** V8 prints a complaint about a flag that it does not know, so only the version that was looked at is told anything. */
export const KNOWN_V8 = '13.6.';

/**
 * After how many calls V8 makes fast code of a function, and after how many the fastest. By itself it waits for 400 and
 * 3,000, which the functions between a key and its echo, called once or twice for each, reach after thousands of keys.
 */
export const CALLS = {'invocation-count-for-maglev': 60, 'invocation-count-for-turbofan': 300} as const;

/** As many pieces of input are somebody who types, and no command that is run and looked at. */
export const KEYS = 40;

let keyCount = 0;

/** Whether V8 has been told to optimise functions sooner. */
export const isOptimizingSoon = (): boolean => keyCount >= KEYS;

/**
 * Tells V8, once somebody types into a session, to optimise functions sooner. Measured by turns, some hundred keys later
 * a key takes 0.86 of the processor's time and 0.91 of the time to its echo; until then compiling costs more. Not before
 * that: a flood of output reaches V8's own thresholds in no time, and gains nothing.
 *
 * These are thresholds, which V8 reads each time; nothing that exists is changed by another value.
 */
export const noteKey = (): void => {
  if (keyCount >= KEYS) return;
  keyCount += 1;
  if (keyCount < KEYS || !process.versions.v8.startsWith(KNOWN_V8)) return;
  for (const [flag, calls] of Object.entries(CALLS)) setFlagsFromString(`--${flag}=${String(calls)}`);
};
