import type {JobId} from '../../model/ids.ts';
import type {MetricsSample} from '../../model/metrics/sample.ts';
import {type Clock, systemClock} from '../platform/clock.ts';
import type {JobMetrics} from './job-metrics.ts';

/** The measurements of jobs, with one connection for each job however many look at it. */
export interface SharedMetrics {
  /**
   * Follows a job from so many of its last lines on, with all others who do. Whoever wants more of the past than is there
   * gets it for all. The caller closes what it gets.
   */
  readonly open: (jobId: JobId, recentCount: number) => JobMetrics;
  /** What was last known of a job, also when nobody looks at it any more; `[]` when nothing is. */
  readonly samplesOf: (jobId: JobId) => readonly MetricsSample[];
  /** Ends all connections. Safe to call twice. */
  readonly close: () => void;
}

/** From one screen to the next nobody looks for a moment: the connection outlives that. */
const LINGER_MS = 3000;
/** Of more jobs than these nothing is remembered, and of each no more than this: enough for every warning. */
const MAX_REMEMBERED = 200;
const MAX_SAMPLES = 200;

/** One job's connection, and who looks at it. */
class Shared {
  readonly listeners = new Set<() => void>();
  users = 0;
  cancelEnd: () => void = () => undefined;
  recentCount: number;
  metrics: JobMetrics;
  snapshot: ReturnType<JobMetrics['getSnapshot']>;
  #unsubscribe: () => void = () => undefined;
  readonly #onSamples: (samples: readonly MetricsSample[]) => void;

  constructor(
    metrics: JobMetrics,
    recentCount: number,
    onSamples: (samples: readonly MetricsSample[]) => void,
  ) {
    this.metrics = metrics;
    this.recentCount = recentCount;
    this.snapshot = metrics.getSnapshot();
    this.#onSamples = onSamples;
    this.#follow();
  }

  /** Goes on with another connection, which has more of the past. */
  replace(metrics: JobMetrics, recentCount: number): void {
    this.end();
    this.metrics = metrics;
    this.recentCount = recentCount;
    this.#follow();
  }

  end(): void {
    this.cancelEnd();
    this.#unsubscribe();
    this.metrics.close();
  }

  #follow(): void {
    this.#unsubscribe = this.metrics.subscribe(() => {
      const next = this.metrics.getSnapshot();
      const last = this.snapshot.samples.at(-1);
      const hasCaughtUp = (next.samples.at(-1)?.atMs ?? -Infinity) >= (last?.atMs ?? -Infinity);
      // Until another connection has come as far as the one before, what that one knew is newer.
      this.snapshot = hasCaughtUp ? next : {...next, samples: this.snapshot.samples};
      this.#onSamples(this.snapshot.samples);
      for (const listener of this.listeners) listener();
    });
  }
}

/** Makes the store; `create` makes a connection. */
export const createSharedMetrics = (
  create: (jobId: JobId, recentCount: number) => JobMetrics,
  clock: Clock = systemClock,
): SharedMetrics => {
  const lines = new Map<JobId, Shared>();
  const remembered = new Map<JobId, readonly MetricsSample[]>();

  const remember = (jobId: JobId, samples: readonly MetricsSample[]): void => {
    if (samples.length === 0) return;
    remembered.delete(jobId);
    remembered.set(jobId, samples.length > MAX_SAMPLES ? samples.slice(-MAX_SAMPLES) : samples);
    const [oldest] = remembered.keys();
    if (remembered.size > MAX_REMEMBERED && oldest !== undefined) remembered.delete(oldest);
  };
  const find = (jobId: JobId, recentCount: number): Shared => {
    let shared = lines.get(jobId);
    if (!shared) {
      shared = new Shared(create(jobId, recentCount), recentCount, (samples) => {
        remember(jobId, samples);
      });
      lines.set(jobId, shared);
    } else if (shared.recentCount < recentCount) shared.replace(create(jobId, recentCount), recentCount);
    shared.cancelEnd();
    return shared;
  };
  const leave = (jobId: JobId, shared: Shared): void => {
    shared.users -= 1;
    if (shared.users > 0) return;
    shared.cancelEnd = clock.setTimer(() => {
      shared.end();
      lines.delete(jobId);
    }, LINGER_MS);
  };
  return {
    open(jobId, recentCount) {
      const shared = find(jobId, recentCount);
      shared.users += 1;
      const own = new Set<() => void>();
      let isClosed = false;
      return {
        subscribe: (listener) => {
          // A listener of its own each time: the same function may be given by two who look.
          const tell = () => {
            listener();
          };
          own.add(tell);
          shared.listeners.add(tell);
          return () => {
            own.delete(tell);
            shared.listeners.delete(tell);
          };
        },
        getSnapshot: () => shared.snapshot,
        retryNow: () => {
          shared.metrics.retryNow();
        },
        close: () => {
          if (isClosed) return;
          isClosed = true;
          for (const tell of own) shared.listeners.delete(tell);
          leave(jobId, shared);
        },
      };
    },
    samplesOf: (jobId) => remembered.get(jobId) ?? [],
    close: () => {
      for (const shared of lines.values()) shared.end();
      lines.clear();
    },
  };
};
