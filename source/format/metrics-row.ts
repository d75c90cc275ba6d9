import {type Execution, isTerminal} from '../model/execution.ts';
import type {RowMetrics} from '../model/metrics/row-metrics.ts';
import {fit} from './fit.ts';
import {formatUntilFull} from './metrics.ts';

const MINUTE_MS = 60_000;
/** Older measurements are not shown as if they were of now; the short reports are minutes apart. */
const OLD_MS = 15 * MINUTE_MS;
const OLD_WARNING_MS = 5 * MINUTE_MS;
const MEGA = 1024 ** 2;

const toPercent = (share: number | undefined): string =>
  share === undefined ? '?' : `${String(Math.round(share * 100))}%`;

/**
 * CPU, memory and disk in percent and what goes over the network in MB per second, below the heading of their column:
 * ` 42%  88%  12%  210M`. Empty when nothing is known of now.
 */
export const formatMetricsCells = (metrics: RowMetrics | undefined, nowMs: number): string => {
  if (!metrics || nowMs - metrics.sample.atMs > OLD_MS) return '';
  const {cpu, memory, disk, networkIn, networkOut} = metrics.sample;
  const [memoryShare, diskShare] = [memory, disk].map(({used, total}) =>
    used === undefined || !total ? undefined : used / total,
  );
  const cells = [toPercent(cpu), toPercent(memoryShare), toPercent(diskShare)];
  const network = `${String(Math.round((networkIn + networkOut) / MEGA))}M`;
  return cells.map((cell) => fit(cell, 4, 'right')).join(' ') + fit(network, 6, 'right');
};

/** What of a job's machine runs out, for the reason on its row: `memory full in about 6 min`; `undefined` when nothing does. */
export const formatRowWarning = (
  execution: Execution,
  metrics: RowMetrics | undefined,
  nowMs: number,
): string | undefined => {
  if (!metrics?.warning || isTerminal(execution)) return undefined;
  const ageMs = Math.max(0, nowMs - metrics.sample.atMs);
  return ageMs > OLD_WARNING_MS ? undefined : formatUntilFull(metrics.warning, ageMs);
};
