import type {JobId} from '../../model/ids.ts';
import type {MetricsSample} from '../../model/metrics/sample.ts';
import type {JobMetrics} from './job-metrics.ts';

/** The measurements of the jobs that are in sight, by their IDs; a job of which nothing is known is left out. */
export type WatchedMetrics = ReadonlyMap<JobId, readonly MetricsSample[]>;

/** Watches a few jobs at once: a store, as React wants it. Whoever makes it closes it. */
export interface MetricsWatch {
  /** Says which jobs are wanted from now on, the most wanted first; the others' connections end. */
  readonly watch: (jobIds: readonly JobId[]) => void;
  readonly subscribe: (listener: () => void) => () => void;
  readonly getSnapshot: () => WatchedMetrics;
  /** Safe to call twice. */
  readonly close: () => void;
}

/** Each job is a connection of its own, and the platform has others to serve. */
export const MAX_WATCHED = 8;

const NOTHING: WatchedMetrics = new Map();

/** Makes a watch that has nothing to watch yet. */
export const createMetricsWatch = (open: (jobId: JobId) => JobMetrics): MetricsWatch => {
  const listeners = new Set<() => void>();
  const opened = new Map<JobId, {metrics: JobMetrics; unsubscribe: () => void}>();
  let snapshot = NOTHING;

  const tell = (): void => {
    const known = [...opened].flatMap(([id, {metrics}]) => {
      const {samples} = metrics.getSnapshot();
      return samples.length === 0 ? [] : [[id, samples] as const];
    });
    snapshot = known.length === 0 ? NOTHING : new Map(known);
    for (const listener of listeners) listener();
  };
  const watch = (jobIds: readonly JobId[]): void => {
    const wanted = new Set(jobIds.slice(0, MAX_WATCHED));
    let hasChanged = false;
    for (const [id, {metrics, unsubscribe}] of opened) {
      if (wanted.has(id)) continue;
      unsubscribe();
      metrics.close();
      opened.delete(id);
      hasChanged = true;
    }
    for (const id of wanted) {
      if (opened.has(id)) continue;
      const metrics = open(id);
      opened.set(id, {metrics, unsubscribe: metrics.subscribe(tell)});
    }
    if (hasChanged) tell();
  };
  return {
    watch,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    getSnapshot: () => snapshot,
    close: () => {
      listeners.clear();
      watch([]);
    },
  };
};
