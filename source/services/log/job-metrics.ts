import {METRICS_LEVELS, type MetricsSample, toMetricsSample} from '../../model/metrics/sample.ts';
import {MetricsSeries} from '../../model/metrics/series.ts';
import {type Clock, systemClock} from '../platform/clock.ts';
import type {LogConnector, LogRequest} from './log-socket.ts';
import {createLogStream, type LogPhase, type LogStreamState} from './log-stream.ts';

/** What is known of a job's measurements; a new object after each change, at most every 100 ms. */
export interface JobMetricsSnapshot {
  readonly phase: LogPhase;
  /** Why it waits or has failed. */
  readonly error: unknown;
  /** Milliseconds since the Unix epoch; while waiting for another try. */
  readonly nextTryMs: number | undefined;
  /** Of the newest try that measured anything, oldest first. */
  readonly samples: readonly MetricsSample[];
  /** False while all there is are the short reports. */
  readonly isDetailed: boolean;
}

/** The measurements of one job while somebody looks at them: a store, as React wants it. Whoever makes it closes it. */
export interface JobMetrics {
  readonly subscribe: (listener: () => void) => () => void;
  readonly getSnapshot: () => JobMetricsSnapshot;
  readonly retryNow: () => void;
  /** Ends its connection. Safe to call twice. */
  readonly close: () => void;
}

/** What a job's measurements are read from. */
export interface JobMetricsOptions {
  readonly connector: Pick<LogConnector, 'open' | 'place'>;
  readonly request: Pick<LogRequest, 'jobId' | 'recentCount'>;
  readonly isJobOver: () => Promise<boolean>;
  readonly clock?: Clock;
}

const CHANGE_MS = 100;

/** Reads the measurements in a job's log, from as far back as was asked for, and goes on with what comes. */
export const createJobMetrics = ({
  connector,
  request,
  isJobOver,
  clock = systemClock,
}: JobMetricsOptions): JobMetrics => {
  const listeners = new Set<() => void>();
  let series = new MetricsSeries();
  let tryNumber = -1;
  let hasChanged = false;
  let state: LogStreamState | undefined;
  let cancelTell: (() => void) | undefined;
  let snapshot: JobMetricsSnapshot = {
    phase: 'connecting',
    error: undefined,
    nextTryMs: undefined,
    samples: [],
    isDetailed: false,
  };

  const tell = (): void => {
    cancelTell = undefined;
    snapshot = {
      phase: state?.phase ?? 'connecting',
      error: state?.error,
      nextTryMs: state?.nextTryMs,
      samples: hasChanged ? series.toSamples() : snapshot.samples,
      isDetailed: series.isDetailed,
    };
    hasChanged = false;
    for (const listener of listeners) listener();
  };
  const plan = (): void => {
    cancelTell ??= clock.setTimer(tell, CHANGE_MS);
  };
  const stream = createLogStream({
    connector,
    request: {...request, levels: METRICS_LEVELS},
    isJobOver,
    clock,
    onLine: (line) => {
      const sample = toMetricsSample(line);
      const lineTry = line.jobTry ?? 0;
      // Another try has another machine, and nothing in common with this one.
      if (!sample || lineTry < tryNumber) return;
      if (lineTry > tryNumber) series = new MetricsSeries();
      tryNumber = lineTry;
      if (!series.add(sample)) return;
      hasChanged = true;
      plan();
    },
    onChange: (changed) => {
      state = changed;
      plan();
    },
  });
  return {
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    getSnapshot: () => snapshot,
    retryNow: () => {
      stream.retryNow();
    },
    close: () => {
      cancelTell?.();
      stream.close();
    },
  };
};
