import {CancelError} from '../../model/errors.ts';

/** Time as the services see it, so that tests need not wait for it. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Calls back once after `delayMs`; the result takes it back. */
  setTimer(callback: () => void, delayMs: number): () => void;
}

/** The computer's own clock. Its timers keep the program alive while somebody waits for them. */
export const systemClock: Clock = {
  now: Date.now,
  setTimer(callback, delayMs) {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
};

/** Waits for `delayMs`. Throws: `CancelError` as soon as `signal` is aborted. */
export const wait = (clock: Clock, delayMs: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const onAbort = () => {
      cancel();
      reject(new CancelError('Cancelled.'));
    };
    const cancel = clock.setTimer(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    }, delayMs);
    if (signal?.aborted) onAbort();
    else signal?.addEventListener('abort', onAbort, {once: true});
  });
