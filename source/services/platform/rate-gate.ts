import {CancelError} from '../../model/errors.ts';
import {type Clock, systemClock} from './clock.ts';

/** Whether, and until when, calls wait at the gate. */
export interface GateState {
  /** Milliseconds since the Unix epoch; `undefined` when the next call may go at once. */
  readonly waitsUntilMs: number | undefined;
  /** `platform` when it asked us to wait, `budget` when we keep to our own limit. */
  readonly reason: 'platform' | 'budget' | undefined;
}

/** The budget, and what is used of it. */
export interface GateFigures {
  readonly callsPerSecond: number;
  readonly burst: number;
  /** How many calls may go at once now, in whole calls. */
  readonly available: number;
  readonly waitingCount: number;
  readonly lastMinuteCount: number;
  /** Since the start. */
  readonly totalCount: number;
}

/** The one place where all calls to the platform pass (threat-model H-3). */
export interface RateGate {
  /** Waits for a turn, first come, first served. Throws: `CancelError` as soon as `signal` is aborted. */
  enter(signal?: AbortSignal): Promise<void>;
  /** Keeps every call back for so long, because the platform asked for it; a shorter pause never cuts a longer one. */
  pause(durationMs: number): void;
  /** The same object until something changes. */
  getState(): GateState;
  /** The figures as of now. */
  getFigures(): GateFigures;
  /** Calls back after each change; the result ends that. */
  subscribe(listener: () => void): () => void;
}

/** The budget, and the clock. */
export interface RateGateOptions {
  readonly callsPerSecond?: number;
  readonly burst?: number;
  readonly clock?: Clock;
}

const MINUTE_MS = 60_000;
const OPEN: GateState = {waitsUntilMs: undefined, reason: undefined};

/** Makes a gate that lets 2 calls per second through on average and 10 at once. It holds a timer only while calls wait. */
export const createRateGate = ({
  callsPerSecond = 2,
  burst = 10,
  clock = systemClock,
}: RateGateOptions = {}): RateGate => {
  const waiting = new Set<() => void>();
  const listeners = new Set<() => void>();
  let tokens = burst;
  let filledAtMs = clock.now();
  let pausedUntilMs = 0;
  let state = OPEN;
  let cancelTimer: (() => void) | undefined;
  let totalCount = 0;
  /** When the calls of the last minute went; as few as the budget allows. */
  let passedMs: number[] = [];

  const setState = (next: GateState) => {
    if (next.waitsUntilMs === state.waitsUntilMs && next.reason === state.reason) return;
    state = next;
    for (const listener of listeners) listener();
  };

  const fill = (nowMs: number) => {
    // A clock that was set back must not empty the bucket.
    tokens = Math.min(burst, tokens + (Math.max(0, nowMs - filledAtMs) / 1000) * callsPerSecond);
    filledAtMs = nowMs;
  };

  /** Lets through whoever may go now, and comes back when the next one may. */
  const advance = () => {
    cancelTimer?.();
    cancelTimer = undefined;
    const nowMs = clock.now();
    fill(nowMs);
    const isPaused = pausedUntilMs > nowMs;
    for (const admit of waiting) {
      // The tolerance is for the sum of many small fills.
      if (isPaused || tokens < 1 - 1e-6) break;
      tokens--;
      totalCount++;
      passedMs = [...passedMs.filter((atMs) => atMs > nowMs - MINUTE_MS), nowMs];
      waiting.delete(admit);
      admit();
    }
    if (!isPaused && waiting.size === 0) {
      setState(OPEN);
      return;
    }
    const untilMs = isPaused ? pausedUntilMs : nowMs + Math.ceil(((1 - tokens) / callsPerSecond) * 1000);
    setState({waitsUntilMs: untilMs, reason: isPaused ? 'platform' : 'budget'});
    // With nobody to tell, a timer would only keep the program from ending.
    if (waiting.size > 0 || listeners.size > 0) cancelTimer = clock.setTimer(advance, untilMs - nowMs);
  };

  return {
    async enter(signal) {
      const {promise, resolve, reject} = Promise.withResolvers<undefined>();
      const onAbort = () => {
        waiting.delete(admit);
        advance();
        reject(new CancelError('Cancelled.'));
      };
      const admit = () => {
        signal?.removeEventListener('abort', onAbort);
        resolve(undefined);
      };
      if (signal?.aborted) throw new CancelError('Cancelled.');
      signal?.addEventListener('abort', onAbort, {once: true});
      waiting.add(admit);
      advance();
      await promise;
    },
    pause(durationMs) {
      pausedUntilMs = Math.max(pausedUntilMs, clock.now() + durationMs);
      advance();
    },
    getState: () => state,
    getFigures() {
      const nowMs = clock.now();
      fill(nowMs);
      return {
        callsPerSecond,
        burst,
        available: Math.floor(tokens + 1e-6),
        waitingCount: waiting.size,
        lastMinuteCount: passedMs.filter((atMs) => atMs > nowMs - MINUTE_MS).length,
        totalCount,
      };
    },
    subscribe(listener) {
      listeners.add(listener);
      if (state !== OPEN) advance();
      return () => listeners.delete(listener);
    },
  };
};
