import {type Execution, runningTimeMs} from '../model/execution.ts';
import type {RowMetrics} from '../model/metrics/row-metrics.ts';
import type {RowBranch} from './execution-row.ts';
import {formatMetricsWords, formatRowWarning} from './metrics-row.ts';
import {formatPrice} from './price.ts';
import {spokenState} from './state.ts';
import {formatSummary} from './tree-summary.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/**
 * Lines for a screen reader: without the blanks that make columns, and without lines that only fill or divide a screen,
 * which would be read out one sign at a time.
 */
export const toPlainLines = (lines: readonly string[]): string[] =>
  lines
    .map((line) => line.replace(/ +/g, ' ').trim())
    .filter((line) => line !== '' && !/^(?:-+|─+)$/.test(line));

/**
 * A span in words, `47 hours`, that changes once a minute at most, so that nothing is read out again for the sake of a
 * few seconds.
 */
export const formatCoarseSpan = (ms: number): string => {
  if (ms < MINUTE_MS) return 'less than a minute';
  if (ms < 2 * MINUTE_MS) return 'a minute';
  if (ms < 2 * HOUR_MS) return `${String(Math.round(ms / MINUTE_MS))} minutes`;
  if (ms < 2 * DAY_MS) return `${String(Math.round(ms / HOUR_MS))} hours`;
  return `${String(Math.round(ms / DAY_MS))} days`;
};

/**
 * The selected row of the list in words: `> 3 of 12: running, DeepVariant, for 3 min, …`. An unknown is left out.
 *
 * @param place.position from 1 to `count`
 */
export const formatPlainRow = (
  execution: Execution,
  {
    place,
    nowMs,
    seenMs = nowMs,
    branch,
    isMarked,
    metrics,
  }: {
    place: {readonly position: number; readonly count: number};
    nowMs: number;
    /** Up to when it is known to have run; `nowMs` when absent. */
    seenMs?: number | undefined;
    branch: RowBranch;
    isMarked: boolean;
    /** What was measured of its machine, where that is known. */
    metrics?: RowMetrics | undefined;
  },
): string => {
  const {failure, createdMs, name, id} = execution;
  const runningMs = runningTimeMs(execution, seenMs);
  const price = execution.price ?? branch.summary?.price;
  const tryNumber = execution.class === 'job' ? execution.tryNumber : undefined;
  const words = [
    spokenState(execution.state),
    name ?? id,
    branch.isEarlierTry || tryNumber ? `try ${String(tryNumber ?? 0)}` : undefined,
    [failure?.reason, failure?.message]
      .filter((word) => word !== undefined && word !== '')
      .join(': ')
      .replace(/\.$/, ''),
    runningMs === undefined ? undefined : `for ${formatCoarseSpan(runningMs)}`,
    createdMs === undefined ? undefined : `created ${formatCoarseSpan(nowMs - createdMs)} ago`,
    price && `cost ${formatPrice(price)}`,
    formatRowWarning(execution, metrics, nowMs),
    formatMetricsWords(metrics, nowMs),
    branch.depth > 0 ? `level ${String(branch.depth + 1)}` : undefined,
    toBelow(branch),
    isMarked ? 'marked' : undefined,
  ];
  const text = words.filter((word) => word !== undefined && word !== '').join(', ');
  return `> ${String(place.position)} of ${String(place.count)}: ${text}`;
};

const toBelow = ({fold, summary}: RowBranch): string | undefined => {
  if (fold !== 'open' && fold !== 'folded') return undefined;
  const below = summary && summary.count > 0 ? ` with ${formatSummary(summary)}` : '';
  return `${fold === 'open' ? 'unfolded' : 'folded'}${below}`;
};
