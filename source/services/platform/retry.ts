import {ApiError, CancelError, ConfigError, NetworkError} from '../../model/errors.ts';
import {type Clock, systemClock, wait} from './clock.ts';

/** Chance, from 0 up to but not including 1; `Math.random` outside tests. */
export type Random = () => number;

const MAX_BACK_OFF_MS = 30_000;
/** After how many failures in a row the back-off is 4 s, and 30 s. */
const SECOND_LOOK = 3;
const SLOWLY = 6;

/** 1, 2, 4 … 30 s for the first, second, third failure in a row, each up to a quarter shorter by chance. */
export const backOffMs = (failures: number, random: Random): number =>
  Math.min(MAX_BACK_OFF_MS, 1000 * 2 ** (Math.max(1, failures) - 1)) * (1 - random() / 4);

/**
 * How long to wait after a failure before asking the same thing once more; `undefined` when asking again cannot help.
 *
 * Refusals (4xx) are final, 422 above all; overload is waited out as the platform asks; server faults and the network
 * get the back-off. An answer that is too large, a redirect or an unproven certificate would only come again.
 */
export const retryDelayMs = (error: unknown, failures: number, random: Random): number | undefined => {
  if (error instanceof ApiError) {
    if (error.status === 429 || error.status === 503)
      return error.retryAfterMs ?? backOffMs(failures, random);
    return error.status >= 500 ? backOffMs(failures, random) : undefined;
  }
  if (!(error instanceof NetworkError)) return undefined;
  return ['size', 'redirect', 'tls'].includes(error.kind) ? undefined : backOffMs(failures, random);
};

/**
 * How long something that asks again and again should wait after a failure; `undefined` when it should stop until the
 * user has done something: the token is refused, the settings are wrong, or the request itself is (422).
 *
 * What would not be worth a second try at once, such as a redirect, is looked at once more after 4 s, as it may have been
 * a single answer, and slowly from then on; an unproven certificate slowly from the start.
 */
export const pollDelayMs = (error: unknown, failures: number, random: Random): number | undefined => {
  if (error instanceof CancelError || error instanceof ConfigError) return undefined;
  if (error instanceof ApiError && (error.isAuthentication || error.status === 422)) return undefined;
  const isUnproven = error instanceof NetworkError && error.kind === 'tls';
  const slowly = backOffMs(failures === 1 && !isUnproven ? SECOND_LOOK : SLOWLY, random);
  return retryDelayMs(error, failures, random) ?? slowly;
};

/** The platform is asked twice a second on average, not more. */
const CALL_MS = 500;
/** How many executions one call asks for, and how many calls a list takes at most. */
const PAGE = 1000;
const MOST_PAGES = 10;

/**
 * How long a list rests between two refreshes: as long as is wished, or as its calls need to stay within two a second.
 *
 * @param activeCount how many executions have not ended: each refresh asks for all of them
 */
export const refreshDelayMs = (wishedMs: number, activeCount: number): number =>
  Math.max(wishedMs, Math.min(Math.ceil(activeCount / PAGE), MOST_PAGES) * CALL_MS);

/** A wait before the next try, for whoever counts it down. */
export interface RetryWait {
  readonly untilMs: number;
  /** The number of the try that failed, from 1; 0 when another call was refused, and the platform asked to wait. */
  readonly failures: number;
  readonly error: unknown;
}

/** How `withRetries` goes about it. */
export interface RetryOptions {
  /** How often to try in all; 4 by default. */
  readonly tries?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly clock?: Clock;
  readonly random?: Random;
  /** Called before each wait, and with `undefined` after it. */
  readonly onWait?: ((retryWait: RetryWait | undefined) => void) | undefined;
}

/**
 * Tries a harmless call until it succeeds, is refused for good, or `tries` are used up.
 *
 * Throws: what the last try threw; `CancelError` when `signal` is aborted during a wait.
 */
export const withRetries = async <Result>(
  call: () => Promise<Result>,
  {tries = 4, signal, clock = systemClock, random = Math.random, onWait}: RetryOptions = {},
): Promise<Result> => {
  for (let failures = 1; ; failures++) {
    try {
      return await call();
    } catch (error) {
      const delayMs = retryDelayMs(error, failures, random);
      if (delayMs === undefined || failures >= tries) throw error;
      onWait?.({untilMs: clock.now() + delayMs, failures, error});
      try {
        await wait(clock, delayMs, signal);
      } finally {
        onWait?.(undefined);
      }
    }
  }
};
