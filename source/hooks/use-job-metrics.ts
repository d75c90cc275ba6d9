import {useEffect, useRef, useState, useSyncExternalStore} from 'react';
import type {Execution} from '../model/execution.ts';
import type {JobMetrics, JobMetricsSnapshot} from '../services/log/job-metrics.ts';
import {useServices} from './services.ts';

export type {JobMetricsSnapshot} from '../services/log/job-metrics.ts';

/** A job's measurements, while they are looked at. */
export interface JobMetricsView {
  /** `undefined` until it is known where to read them, and when they are not wanted. */
  readonly snapshot: JobMetricsSnapshot | undefined;
  /** Why they cannot be had at all. */
  readonly error: unknown;
  readonly retryNow: () => void;
}

const noSubscription = () => () => undefined;
const noSnapshot = () => undefined;

/** Follows the measurements of a job from its start; an analysis has none, and a job that is not wanted costs nothing. */
export const useJobMetrics = (execution: Execution, isWanted: boolean): JobMetricsView => {
  const {openMetrics} = useServices();
  const [metrics, setMetrics] = useState<JobMetrics | undefined>(undefined);
  const [error, setError] = useState<unknown>(undefined);
  const [attempt, setAttempt] = useState(0);
  const latest = useRef(execution);
  useEffect(() => {
    latest.current = execution;
  });
  const {id} = execution;
  useEffect(() => {
    const job = latest.current;
    if (!isWanted || job.class !== 'job') return undefined;
    let opened: JobMetrics | undefined;
    let isLeft = false;
    openMetrics(job).then(
      (ready) => {
        opened = ready;
        if (isLeft) ready.close();
        else setMetrics(ready);
      },
      (problem: unknown) => {
        if (!isLeft) setError(problem);
      },
    );
    return () => {
      isLeft = true;
      setMetrics(undefined);
      setError(undefined);
      opened?.close();
    };
  }, [openMetrics, id, isWanted, attempt]);
  const snapshot = useSyncExternalStore(
    metrics?.subscribe ?? noSubscription,
    metrics?.getSnapshot ?? noSnapshot,
  );
  return {
    snapshot,
    error,
    retryNow: () => {
      if (error === undefined) metrics?.retryNow();
      else setAttempt((count) => count + 1);
    },
  };
};
