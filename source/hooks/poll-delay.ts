import type {SWRConfiguration} from 'swr';
import {pollDelayMs} from '../services/platform/retry.ts';

/** When each failed question is asked again, by its error; entries vanish with their errors. */
const nextTries = new WeakMap<object, number>();

/** When the question that failed with this error is asked again, in milliseconds since the Unix epoch. */
export const toNextTryMs = (error: unknown): number | undefined =>
  typeof error === 'object' && error !== null ? nextTries.get(error) : undefined;

/**
 * SWR's way of asking again after an error: when `pollDelayMs` says, or not before the user asks. While an entry holds an
 * error SWR's own interval skips its turns, so this alone keeps polling alive.
 */
export const retryPolling: NonNullable<SWRConfiguration['onErrorRetry']> = (
  error: unknown,
  _key,
  _configuration,
  revalidate,
  {retryCount},
) => {
  const delayMs = pollDelayMs(error, retryCount, Math.random);
  if (delayMs === undefined) return;
  if (typeof error === 'object' && error !== null) nextTries.set(error, Date.now() + delayMs);
  setTimeout(() => {
    void revalidate({retryCount});
  }, delayMs);
};
