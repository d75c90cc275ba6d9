import {useEffect, useMemo} from 'react';
import useSWR from 'swr';
import {findSpendingWarnings, type SpendingLimit, type SpendingWarning} from '../model/spending.ts';
import type {Executions} from './use-executions.ts';
import {useServices} from './services.ts';

const REFRESH_INTERVAL_MS = 300_000;
const NONE: readonly SpendingLimit[] = [];

/** The spending limits that are near or reached: asked for every five minutes, told to the user once. */
export const useSpending = (
  {tree, spend, fetchedAtMs}: Pick<Executions, 'tree' | 'spend' | 'fetchedAtMs'>,
  isPaused: boolean,
): readonly SpendingWarning[] => {
  const {spendingLimits, notifier, settings} = useServices();
  const {data = NONE} = useSWR<readonly SpendingLimit[], unknown>(
    fetchedAtMs === undefined ? null : 'spending',
    () => spendingLimits.find(tree),
    {refreshInterval: isPaused ? 0 : REFRESH_INTERVAL_MS, isPaused: () => isPaused},
  );
  const share = settings.attention.limitPercent / 100;
  const {perHour} = spend;
  const warnings = useMemo(() => findSpendingWarnings(data, perHour, share), [data, perHour, share]);
  useEffect(() => {
    notifier.warn(warnings);
  }, [notifier, warnings]);
  return warnings;
};
