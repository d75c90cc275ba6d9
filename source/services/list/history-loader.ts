import {FIRST_SPAN, type HistorySpan, isFurther, toSinceMs} from '../../model/history-span.ts';
import type {ExecutionsFeed} from '../platform/executions-feed.ts';
import {pollDelayMs} from '../platform/retry.ts';

/** How far the history of a list has been loaded. */
export interface HistoryState {
  /** `full` when as many are there as are kept at most, `broken` when the platform's list ended before its end. */
  readonly phase: 'waiting' | 'loading' | 'whole' | 'full' | 'broken' | 'stopped' | 'failed';
  /** How far back it is wanted. */
  readonly span: HistorySpan;
  /** Whether somebody asked for it, rather than the start of the list. */
  readonly isAsked: boolean;
  /** How many executions are in the list. */
  readonly count: number;
  /** Since when all of them are; `undefined` while that is not known. Milliseconds since the Unix epoch. */
  readonly sinceMs: number | undefined;
  /** Why the last page did not come, in the phase `failed`. */
  readonly error: unknown;
}

/** Loads the history of one list in the background, further when asked. */
export interface HistoryLoader {
  /** The same object until something changes. */
  readonly getState: () => HistoryState;
  /** Calls back after changes, while pages come at most twice a second; the result ends that. */
  readonly subscribe: (listener: () => void) => () => void;
  /** Begins with what the list shows at its start; does nothing when it has begun. */
  readonly begin: () => void;
  /** Loads further back, on top of what is there; never less far than before. */
  readonly extend: (span: HistorySpan) => void;
  /** Ends the load; what has come stays. */
  readonly stop: () => void;
  /** Goes on after `stop` or a failure, from the oldest that has come. */
  readonly resume: () => void;
  /** To be told when the platform has answered: a failed load goes on by itself when enough time has passed. */
  readonly noteAnswer: () => void;
}

/** How long a state of loading stays, at least: each one is a frame. */
const PROGRESS_MS = 500;

/**
 * Makes the loader of a feed. Nothing of it rejects, and it holds no timer.
 *
 * @param firstSpan how far back the list goes at its start
 */
export const createHistoryLoader = (
  feed: Pick<ExecutionsFeed, 'loadHistory' | 'getReach'>,
  now: () => number,
  firstSpan: HistorySpan = FIRST_SPAN,
): HistoryLoader => {
  const listeners = new Set<() => void>();
  let state: HistoryState = {
    phase: 'waiting',
    span: firstSpan,
    isAsked: false,
    count: 0,
    sinceMs: undefined,
    error: undefined,
  };
  let controller: AbortController | undefined;
  let failureCount = 0;
  let againAtMs: number | undefined;
  let toldMs = 0;

  const set = (changes: Partial<HistoryState>) => {
    const {count, completeSinceMs} = feed.getReach();
    state = {...state, error: undefined, count, sinceMs: completeSinceMs, ...changes};
    toldMs = now();
    for (const listener of listeners) listener();
  };

  const run = async (): Promise<void> => {
    controller?.abort();
    const mine = new AbortController();
    controller = mine;
    set({phase: 'loading'});
    try {
      const phase = await feed.loadHistory(toSinceMs(state.span, now()), {
        signal: mine.signal,
        onPage: () => {
          failureCount = 0;
          if (!mine.signal.aborted && now() - toldMs >= PROGRESS_MS) set({});
        },
      });
      if (!mine.signal.aborted) set({phase});
    } catch (error) {
      // Whoever ended it has said what comes next.
      if (mine.signal.aborted) return;
      const delayMs = pollDelayMs(error, ++failureCount, Math.random);
      againAtMs = delayMs === undefined ? undefined : now() + delayMs;
      set({phase: 'failed', error});
    }
  };

  const resume = () => {
    if (['stopped', 'failed', 'broken'].includes(state.phase)) void run();
  };

  return {
    getState: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    begin() {
      if (state.phase === 'waiting') void run();
    },
    extend(span) {
      state = {...state, isAsked: true, span: isFurther(span, state.span) ? span : state.span};
      void run();
    },
    stop() {
      if (state.phase !== 'loading') return;
      controller?.abort();
      set({phase: 'stopped'});
    },
    resume,
    noteAnswer() {
      if (state.phase === 'failed' && againAtMs !== undefined && now() >= againAtMs) resume();
    },
  };
};
