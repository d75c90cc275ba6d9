import {useEffect, useMemo, useState, useSyncExternalStore} from 'react';
import {isJobId, type JobId} from '../model/ids.ts';
import {type RowMetrics, toRowMetrics} from '../model/metrics/row-metrics.ts';
import type {MetricsWatch, WatchedMetrics} from '../services/log/metrics-watch.ts';
import {useServices} from './services.ts';
import {useSettled} from './use-settled.ts';

/** The measurements of what the list shows, and the way to say what that is. */
export interface ListMetrics {
  /** By the ID of the job. */
  readonly metrics: ReadonlyMap<string, RowMetrics>;
  /** Gets the jobs in sight, the most wanted first; none while the list shows no measurements. */
  readonly onVisible: (jobIds: readonly JobId[]) => void;
}

/** How long the list rests before connections are opened: who scrolls by wants none. */
const REST_MS = 400;
const NOTHING: WatchedMetrics = new Map();
const noSubscription = () => () => undefined;
const toNothing = () => NOTHING;

/** Follows the measurements of a few running jobs in sight; all connections end with the screen that uses it. */
export const useListMetrics = (): ListMetrics => {
  const {watchMetrics} = useServices();
  const [visible, setVisible] = useState('');
  const [watch, setWatch] = useState<MetricsWatch | undefined>(undefined);
  const wanted = useSettled(visible, REST_MS);
  const isWanted = wanted !== '';
  useEffect(() => {
    if (!isWanted) return undefined;
    let made: MetricsWatch | undefined;
    let isLeft = false;
    void watchMetrics().then((ready) => {
      made = ready;
      if (isLeft) ready.close();
      else setWatch(ready);
    });
    return () => {
      isLeft = true;
      setWatch(undefined);
      made?.close();
    };
  }, [watchMetrics, isWanted]);
  useEffect(() => {
    watch?.watch(wanted.split(' ').filter(isJobId));
  }, [watch, wanted]);
  const known = useSyncExternalStore(watch?.subscribe ?? noSubscription, watch?.getSnapshot ?? toNothing);
  const metrics = useMemo(() => toRowMetrics(known), [known]);
  const onVisible = useMemo(
    () => (jobIds: readonly JobId[]) => {
      setVisible(jobIds.join(' '));
    },
    [],
  );
  return {metrics, onVisible};
};
