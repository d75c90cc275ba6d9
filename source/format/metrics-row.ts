import {type Execution, isTerminal} from '../model/execution.ts';
import type {RowMetrics} from '../model/metrics/row-metrics.ts';
import {fit} from './fit.ts';
import {formatSparkline} from './chart.ts';
import {formatUntilFull} from './metrics.ts';

const MINUTE_MS = 60_000;
/** Older measurements are not shown as if they were of now; the short reports are minutes apart. */
const OLD_MS = 15 * MINUTE_MS;
const OLD_WARNING_MS = 5 * MINUTE_MS;
const MEGA = 1024 ** 2;

const toPercent = (share: number | undefined): string =>
  share === undefined ? '?' : `${String(Math.round(share * 100))}%`;

/** What is above the cells, and above the cells with their courses before them. */
export const METRICS_HEADING = ' CPU  MEM DISK   NET';
export const COURSES_HEADING = `CPU    MEM    ${METRICS_HEADING}`;

/** The same with what processor and memory did in the last half hour before them, each a sign for five minutes. */
export const formatMetricsCourses = (
  metrics: RowMetrics | undefined,
  nowMs: number,
  isAscii: boolean,
): string => {
  const cells = formatMetricsCells(metrics, nowMs);
  if (!metrics || cells === '') return '';
  const style = {highest: 1, isAscii};
  const {cpu, memory} = metrics.courses;
  return `${formatSparkline(cpu, style)} ${formatSparkline(memory, style)} ${cells}`;
};

/** The same in words, for a screen reader; empty when nothing is known of now. */
export const formatMetricsWords = (metrics: RowMetrics | undefined, nowMs: number): string => {
  if (!metrics || nowMs - metrics.sample.atMs > OLD_MS) return '';
  const {cpu, memory, disk} = metrics.sample;
  const parts = [
    ['processor', cpu],
    ['memory', memory.total && memory.used !== undefined ? memory.used / memory.total : undefined],
    ['disk', disk.total && disk.used !== undefined ? disk.used / disk.total : undefined],
  ] as const;
  return parts
    .flatMap(([word, share]) => (share === undefined ? [] : `${word} ${toPercent(share)}`))
    .join(', ');
};

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
