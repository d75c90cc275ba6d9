import {useEffect, useMemo} from 'react';
import type {AttentionLimits} from '../model/attention/alert.ts';
import {type Attention, createAttentionBook} from '../model/attention/attention-book.ts';
import type {ExecutionTree} from '../model/execution-tree.ts';
import {HOLD_MS} from '../model/happening.ts';
import {toLastSessions} from '../model/idle.ts';
import type {SessionRecord} from '../model/session.ts';
import {useServices} from './services.ts';
import {useNow} from './use-now.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** How often the time alone can make something need attention. */
const TURN_MS = 10_000;

/** From when on something needs attention, as the settings say. */
export const useAttentionLimits = (): AttentionLimits => {
  const {attention, notifications} = useServices().settings;
  return useMemo(
    () => ({
      failedMs: attention.failedHours * HOUR_MS,
      waitingMs: attention.waitingHours * HOUR_MS,
      limitShare: attention.limitPercent / 100,
      idleMs: notifications.idleHours * HOUR_MS,
      holdMs: HOLD_MS,
      unused: {cpuShare: attention.unusedPercent / 100, unusedMs: attention.unusedMinutes * MINUTE_MS},
    }),
    [attention, notifications],
  );
};

/**
 * What needs attention, looked at anew with each change of the tree and every ten seconds; for what something costs now
 * the ten seconds are soon enough.
 *
 * @param shape the tree's
 * @param isAway a session has the terminal, and nobody looks
 * @param records the remembered sessions, latest first
 */
export const useAttention = (
  {tree, shape}: {readonly tree: ExecutionTree; readonly shape: number},
  isAway: boolean,
  records: readonly SessionRecord[],
): Attention => {
  const {now, knownMetrics} = useServices();
  const limits = useAttentionLimits();
  const book = useMemo(() => createAttentionBook(tree, limits), [tree, limits]);
  useEffect(
    () => () => {
      book.close();
    },
    [book],
  );
  const lastSession = useMemo(() => toLastSessions(records), [records]);
  const turn = useNow(isAway, TURN_MS);
  return useMemo(
    () => book.read({nowMs: now(), lastSession, metricsOf: knownMetrics}),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the tree changes in place, with its shape; time, with its turn
    [book, shape, turn, lastSession, now, knownMetrics],
  );
};
