import {useReducer} from 'react';
import {formatFooter} from '../../format/footer.ts';
import {Lines} from '../../components/lines.tsx';
import {useTheme} from '../../components/theme.ts';
import {cut, widthOf, wrapText} from '../../format/fit.ts';
import {formatMetrics} from '../../format/metrics.ts';
import {formatCoarseSpan} from '../../format/plain-lines.ts';
import {formatAge, formatSpan} from '../../format/time.ts';
import type {JobMetricsView} from '../../hooks/use-job-metrics.ts';
import {toSentence} from '../../model/errors.ts';
import {type Execution, isTerminal} from '../../model/execution.ts';
import type {MetricsWarning} from '../../model/metrics/trend.ts';
import {toFooterKeys} from '../footer-keys.ts';
import {useActions, useKeyTable} from '../use-actions.ts';
import {INITIAL_METRICS_STATE, METRICS_TABLE, reduceMetrics, toWindow} from './metrics-state.ts';
import type {TabSize} from './text-tab.tsx';

const NO_METRICS: JobMetricsView = {snapshot: undefined, error: undefined, retryNow: () => undefined};
/** Less room for keys than this has no room for one of them. */
const FEWEST_KEYS = 12;
/** Source: reference section G.6. */
const KEPT_MS = 15 * 86_400_000;

/** What a job's machine does and did: each measure in a line, and one of them as a chart over time. */
export const MetricsTab = ({
  execution,
  metrics = NO_METRICS,
  warnings,
  nowMs,
  columns,
  rows,
  isActive,
}: TabSize & {
  execution: Execution;
  metrics: JobMetricsView | undefined;
  warnings: readonly MetricsWarning[];
  nowMs: number;
}) => {
  const theme = useTheme();
  const ownKeys = useKeyTable(METRICS_TABLE);
  const [state, dispatch] = useReducer(reduceMetrics, INITIAL_METRICS_STATE);
  const samples = metrics.snapshot?.samples ?? [];
  const [first] = samples;
  const last = samples.at(-1);
  const known = {fromMs: first?.atMs ?? 0, toMs: last?.atMs ?? 0};
  useActions(
    METRICS_TABLE,
    (action) => {
      if (action === 'retry') metrics.retryNow();
      dispatch({action, known});
    },
    {isActive, isPart: true},
  );
  const inner = columns - 2;
  if (!last) {
    const lines = wrapText(toReason(execution, metrics, nowMs), inner);
    return <Lines lines={lines.slice(0, rows).map((line) => ` ${line}`)} height={rows} />;
  }

  const ageMs = nowMs - last.atMs;
  const window = toWindow(state, known);
  const picture = {samples, window, measure: state.measure, warnings, ageMs};
  const lines = formatMetrics(picture, {...theme, columns: inner, rows: rows - 1});
  const drawn = [...lines, ...Array.from({length: Math.max(0, rows - 1 - lines.length)}, () => '')];
  const status = toStatus(execution, metrics, {
    count: samples.length,
    ageMs,
    window,
    isPlain: theme.isPlain,
  });
  const room = inner - widthOf(status) - 2;
  const keys =
    room < FEWEST_KEYS
      ? ''
      : `  ${formatFooter(
          toFooterKeys(ownKeys, [
            {actions: ['next', 'previous'], label: 'measure'},
            {actions: ['zoomIn', 'zoomOut'], label: 'time'},
            {actions: ['earlier', 'later'], label: 'earlier, later'},
          ]),
          room,
          theme.palette,
        )}`;
  const footLine = theme.palette.dim(cut(status, inner)) + keys;
  return <Lines lines={[...drawn, footLine].slice(-rows).map((line) => ` ${line}`)} height={rows} />;
};

/** Why there is nothing to see. */
const toReason = (execution: Execution, {snapshot, error}: JobMetricsView, nowMs: number): string => {
  if (execution.class === 'analysis') return 'An analysis has no machine: look at one of its jobs.';
  const problem = error ?? (snapshot?.phase === 'failed' ? snapshot.error : undefined);
  if (problem !== undefined) return `${toSentence(problem)} r tries again.`;
  const {startedRunningMs} = execution;
  if (startedRunningMs === undefined && execution.reusedFrom === undefined && snapshot !== undefined)
    return isTerminal(execution)
      ? 'It never had a machine, so nothing was measured.'
      : 'It has no machine yet; measurements begin about a minute after it has one.';
  if (snapshot?.phase === 'waiting') return `${toSentence(snapshot.error)} It is tried again soon.`;
  if (snapshot?.phase === 'live')
    return 'Nothing was measured yet. A report comes every few minutes, or every minute for jobs that are run with --detailed-job-metrics.';
  if (snapshot?.phase !== 'ended') return 'Asking the platform';
  return startedRunningMs !== undefined && nowMs - startedRunningMs > KEPT_MS
    ? 'The platform keeps measurements for 15 days from the start of a job, and this one is older.'
    : 'Its log has no measurements. Jobs that are run with --detailed-job-metrics have one for each minute.';
};

const toStatus = (
  execution: Execution,
  {snapshot}: JobMetricsView,
  {
    count,
    ageMs,
    window,
    isPlain,
  }: {count: number; ageMs: number; window: {fromMs: number; toMs: number}; isPlain: boolean},
): string => {
  const isOver = snapshot?.phase === 'ended' || isTerminal(execution);
  const age = isOver ? '' : `, the last ${(isPlain ? formatCoarseSpan : formatAge)(ageMs)} ago`;
  const isCluster = execution.class === 'job' && execution.clusterWorkers.length > 0;
  return [
    `${(isPlain ? formatCoarseSpan : formatSpan)(window.toMs - window.fromMs)} shown`,
    `${String(count)} ${snapshot?.isDetailed ? 'measurement' : 'short report'}${count === 1 ? '' : 's'}${age}`,
    ...(snapshot?.phase === 'waiting' ? ['connection lost'] : []),
    ...(isCluster ? ['the log tells no workers apart'] : []),
  ].join('  ');
};
