import {ApiError, CancelError, ConfigError, HostKeyError, SshError, toSentence} from '../../model/errors.ts';
import {clean, type SafeText} from '../../model/safe-text.ts';
import {WakeWatch} from '../wake/wake-watch.ts';
import type {ConnectedWorker} from './connect-to-worker.ts';
import {JobOverError} from './job-over-error.ts';

const DELAYS_MS = [500, 1000, 2000, 4000, 8000];
const LONGEST_DELAY_MS = 15_000;
const TICK_MS = 100;
/** A stalled link that was heard of within this time is alive again. */
const ALIVE_MS = 1000;

/** How far the way back has come. Times are milliseconds since the Unix epoch. */
export interface ReconnectProgress {
  /** The number of the try that runs, or ran last; 1 for the first. */
  readonly tryNumber: number;
  /** When the next try begins; `undefined` while one runs. */
  readonly nextTryMs: number | undefined;
  readonly lastError: SafeText | undefined;
}

/** How the way back ended. */
export type ReconnectResult =
  | {readonly kind: 'connected'; readonly worker: ConnectedWorker}
  /** The old link came back to life; nothing was lost, but the screen must be drawn again. */
  | {readonly kind: 'revived'; readonly worker: ConnectedWorker}
  /** Trying again could only end the same way. */
  | {readonly kind: 'impossible'; readonly error: unknown}
  | {readonly kind: 'stopped'};

/** How long to wait before try 2, 3, … (`triesSoFar` 1, 2, …) to come back, in milliseconds. */
export const reconnectDelayMs = (triesSoFar: number): number => DELAYS_MS[triesSoFar - 1] ?? LONGEST_DELAY_MS;

/**
 * The way back to a worker after its link was lost: tries at once, then with growing pauses, until there is a session
 * again or none to be had. A stalled link is watched meanwhile, and whichever is first, it or a new connection, wins.
 */
export class Reconnect {
  readonly #connect: (signal: AbortSignal) => Promise<ConnectedWorker>;
  readonly #now: () => number;
  readonly #onProgress: (progress: ReconnectProgress) => void;
  readonly #stop = new AbortController();
  #progress: ReconnectProgress = {tryNumber: 1, nextTryMs: undefined, lastError: undefined};
  #try = new AbortController();
  #endWait: () => void = () => undefined;

  constructor({
    connect,
    now,
    onProgress,
  }: {
    /** One try; its signal ends it early. Throws what a connect throws. */
    connect: (signal: AbortSignal) => Promise<ConnectedWorker>;
    now: () => number;
    onProgress: (progress: ReconnectProgress) => void;
  }) {
    this.#connect = connect;
    this.#now = now;
    this.#onProgress = onProgress;
  }

  /** Goes the way. Never throws. The caller owns the worker in the result, and closes a stalled one that lost. */
  async run(stalled: ConnectedWorker | undefined): Promise<ReconnectResult> {
    const revived = stalled ? this.#watch(stalled) : undefined;
    const tried = this.#tryAgainAndAgain();
    const first = await Promise.race(revived ? [revived.promise, tried] : [tried]);
    revived?.cancel();
    if (first.kind === 'revived') {
      this.stop();
      void tried.then((late) => {
        if (late.kind === 'connected') late.worker.connection.close();
      });
    }

    return first;
  }

  /** Tries at once, in place of a try or a pause that is under way. */
  retryNow(): void {
    this.#try.abort();
    this.#endWait();
  }

  /** Gives up; `run` then ends. Safe to call twice. */
  stop(): void {
    this.#stop.abort();
    this.#endWait();
  }

  async #tryAgainAndAgain(): Promise<ReconnectResult> {
    while (!this.#isStopped()) {
      this.#try = new AbortController();
      try {
        const worker = await this.#tryOnce();
        if (!this.#isStopped()) return {kind: 'connected', worker};
        worker.connection.close();
        break;
      } catch (error) {
        if (this.#isStopped()) break;
        const wasCutShort = this.#try.signal.aborted;
        if (!wasCutShort && isFinal(error)) return {kind: 'impossible', error};
        if (!wasCutShort) {
          this.#report({lastError: clean(toSentence(error))});
          await this.#wait(reconnectDelayMs(this.#progress.tryNumber));
        }

        this.#report({tryNumber: this.#progress.tryNumber + 1, nextTryMs: undefined});
      }
    }

    return {kind: 'stopped'};
  }

  /** One try; cut short by the end of the computer's sleep, because what it has begun before leads nowhere after it. */
  async #tryOnce(): Promise<ConnectedWorker> {
    const wake = new WakeWatch(this.#now);
    const ticker = setInterval(() => {
      if (wake.hasSlept()) this.#try.abort();
    }, TICK_MS);
    try {
      return await this.#connect(AbortSignal.any([this.#stop.signal, this.#try.signal]));
    } finally {
      clearInterval(ticker);
    }
  }

  #isStopped(): boolean {
    return this.#stop.signal.aborted;
  }

  #report(change: Partial<ReconnectProgress>): void {
    if (this.#isStopped()) return;
    this.#progress = {...this.#progress, ...change};
    this.#onProgress(this.#progress);
  }

  /** Waits for a time, a key, or the end of a computer's sleep. */
  async #wait(delayMs: number): Promise<void> {
    if (this.#isStopped()) return;
    const endMs = this.#now() + delayMs;
    this.#report({nextTryMs: endMs});
    await new Promise<void>((resolve) => {
      const wake = new WakeWatch(this.#now);
      const ticker = setInterval(() => {
        if (wake.hasSlept() || this.#now() >= endMs) this.#endWait();
      }, TICK_MS);
      this.#endWait = () => {
        clearInterval(ticker);
        this.#endWait = () => undefined;
        resolve();
      };
    });
  }

  #watch(stalled: ConnectedWorker): {promise: Promise<ReconnectResult>; cancel: () => void} {
    const {promise, resolve} = Promise.withResolvers<ReconnectResult>();
    const ticker = setInterval(() => {
      if (stalled.connection.isDown || this.#isStopped()) clearInterval(ticker);
      else if (stalled.connection.silenceMs() < ALIVE_MS) resolve({kind: 'revived', worker: stalled});
    }, TICK_MS);
    return {
      promise,
      cancel() {
        clearInterval(ticker);
      },
    };
  }
}

const FINAL_LEVELS = [
  'client-authentication',
  'host-key',
  'describe',
  'worker',
  'key',
  'openssh-key',
  'firewall',
  'proxy-refusal',
  'proxy-target',
];

/** Whether trying again could only end the same way. */
const isFinal = (error: unknown): boolean =>
  error instanceof JobOverError ||
  error instanceof CancelError ||
  error instanceof ConfigError ||
  error instanceof HostKeyError ||
  (error instanceof ApiError && error.status >= 400 && error.status < 500 && error.status !== 429) ||
  (error instanceof SshError && FINAL_LEVELS.includes(error.level));
