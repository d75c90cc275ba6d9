import {
  limitOf,
  type Measure,
  MEASURES,
  type TimeWindow,
  toParts,
  valueOf,
} from '../model/metrics/measures.ts';
import type {MetricsSample} from '../model/metrics/sample.ts';
import type {MetricsWarning} from '../model/metrics/trend.ts';
import {type ByteUnits, formatBytes} from './bytes.ts';
import {formatArea, formatSparkline, formatTimeAxis} from './chart.ts';
import {cut, fit} from './fit.ts';
import type {Palette} from './palette.ts';
import {formatSpan} from './time.ts';

/** How metrics are drawn. */
export interface MetricsStyle {
  readonly columns: number;
  readonly rows: number;
  readonly palette: Palette;
  readonly isAscii: boolean;
  readonly units: ByteUnits;
  /** Numbers only, nothing drawn. */
  readonly isPlain: boolean;
}

/** What of the measurements is looked at. */
export interface MetricsPicture {
  /** At least one. */
  readonly samples: readonly MetricsSample[];
  readonly window: TimeWindow;
  readonly measure: Measure;
  readonly warnings: readonly MetricsWarning[];
  /** How much time has gone by since the last measurement. */
  readonly ageMs: number;
}

const LABEL_COLUMNS = 11;
const SCALE_COLUMNS = 9;
/** A sparkline that is shorter says nothing. */
const SHORTEST_LINE = 12;
/** A chart with fewer rows of its own is none. */
const FEWEST_ROWS = 3;

const MEASURE_LABELS: Readonly<Record<Measure, string>> = {
  cpu: 'CPU',
  memory: 'memory',
  disk: 'disk',
  networkIn: 'net in',
  networkOut: 'net out',
};

const toLabel = (measure: Measure, sample: MetricsSample): string =>
  measure === 'disk' && sample.disk.used === undefined ? 'disk left' : MEASURE_LABELS[measure];

const formatPercent = (share: number): string => `${String(Math.round(share * 100))}%`;

const formatValue = (value: number, measure: Measure, units: ByteUnits): string => {
  if (measure === 'cpu') return formatPercent(value);
  const size = formatBytes(value, units);
  return measure === 'memory' || measure === 'disk' ? size : `${size}/s`;
};

/** What runs out when, so long after the last measurement: `disk full in about 25 min`. */
export const formatUntilFull = ({kind, untilFullMs}: MetricsWarning, ageMs: number): string => {
  const leftMs = untilFullMs - Math.max(0, ageMs);
  return `${kind} full ${leftMs < 60_000 ? 'within a minute' : `in about ${formatSpan(leftMs)}`}`;
};

/** A warning as a sentence: `disk full in about 25 min at this rate; 12 GiB of 80 GiB left`. */
export const formatMetricsWarning = (warning: MetricsWarning, ageMs: number, units: ByteUnits): string => {
  const {left, total} = warning;
  const ofTotal = total === undefined ? '' : ` of ${formatBytes(total, units)}`;
  return `${formatUntilFull(warning, ageMs)} at this rate; ${formatBytes(left, units)}${ofTotal} left`;
};

/** The scale of a measure: up to what it cannot exceed, or to its peak. */
const toHighest = (samples: readonly MetricsSample[], measure: Measure): number => {
  const limit = Math.max(...samples.map((sample) => limitOf(sample, measure) ?? 0));
  return limit > 0 ? limit : Math.max(...samples.map((sample) => valueOf(sample, measure)), 0);
};

/** What is known of a measure now and at its worst, such as `12.3 GiB 39%, peak 14 GiB of 31 GiB`. */
const formatFacts = (
  samples: readonly MetricsSample[],
  last: MetricsSample,
  measure: Measure,
  units: ByteUnits,
): string => {
  const value = valueOf(last, measure);
  const limit = limitOf(last, measure);
  const isLeft = measure === 'disk' && last.disk.used === undefined;
  const values = samples.map((sample) => valueOf(sample, measure));
  const extreme = isLeft ? Math.min(...values) : Math.max(...values);
  const share = measure === 'cpu' || !limit ? '' : ` ${formatPercent(value / limit)}`;
  const of =
    measure === 'cpu'
      ? ` of ${String(last.cores)} ${last.cores === 1 ? 'core' : 'cores'}`
      : limit
        ? ` of ${formatBytes(limit, units)}`
        : '';
  const worst = `${isLeft ? 'least' : 'peak'} ${formatValue(extreme, measure, units)}`;
  return `${formatValue(value, measure, units)}${share}, ${worst}${of}`;
};

/** How wide the facts are at most: the sparklines then stand below each other. */
const toFactColumns = (columns: number): number =>
  Math.min(42, Math.max(20, columns - LABEL_COLUMNS - 1 - SHORTEST_LINE));

/**
 * All measures, each in a line of its own with its course, and the chosen one as a chart over time where there is
 * room; at most `rows` lines of at most `columns`.
 */
export const formatMetrics = (picture: MetricsPicture, style: MetricsStyle): string[] => {
  const {samples, measure, window, warnings, ageMs} = picture;
  const {columns, rows, palette, units} = style;
  const last = samples.at(-1);
  if (!last) return [];
  const inWindow = samples.filter(({atMs}) => atMs >= window.fromMs && atMs <= window.toMs);
  const known = inWindow.length > 0 ? inWindow : samples;
  const lines = [
    ...warnings.map((warning) =>
      palette.colour('yellow', cut(`! ${formatMetricsWarning(warning, ageMs, units)}`, columns)),
    ),
    ...MEASURES.map((each) => formatMeasure(each, {samples, known, last, window, measure}, style)),
  ].slice(0, rows);
  const room = rows - lines.length - 2;
  if (style.isPlain || room < FEWEST_ROWS) return lines;
  return [...lines, ...formatChart({measure, known, samples, window}, room, style)];
};

const formatMeasure = (
  each: Measure,
  {
    samples,
    known,
    last,
    window,
    measure,
  }: Pick<MetricsPicture, 'samples' | 'window' | 'measure'> & {
    readonly known: readonly MetricsSample[];
    readonly last: MetricsSample;
  },
  {columns, palette, isAscii, isPlain, units}: MetricsStyle,
): string => {
  const label = fit(`${each === measure ? '>' : ' '}${toLabel(each, last)}`, LABEL_COLUMNS);
  const factColumns = toFactColumns(columns);
  const facts = fit(formatFacts(known, last, each, units), Math.min(factColumns, columns - LABEL_COLUMNS));
  const lineColumns = columns - LABEL_COLUMNS - factColumns - 1;
  const head = each === measure ? palette.bold(label) : label;
  if (isPlain || lineColumns < SHORTEST_LINE) return head + facts;
  const values = toParts(samples, each, window, lineColumns);
  const line = formatSparkline(values, {highest: toHighest(known, each), isAscii});
  return `${head}${facts} ${palette.colour('cyan', line)}`;
};

/** A line of its title, the area with its scale, and the axis of time: `rows` rows and two more. */
const formatChart = (
  {
    measure,
    known,
    samples,
    window,
  }: Pick<MetricsPicture, 'samples' | 'window' | 'measure'> & {readonly known: readonly MetricsSample[]},
  rows: number,
  {columns, palette, isAscii, units}: MetricsStyle,
): string[] => {
  const highest = toHighest(known, measure);
  const chartColumns = columns - SCALE_COLUMNS - 1;
  const values = toParts(samples, measure, window, chartColumns);
  const area = formatArea(values, rows, {highest, isAscii});
  const border = isAscii ? '|' : '│';
  const middle = Math.floor(rows / 2);
  const [last] = known.slice(-1);
  return [
    palette.dim(fit(last ? toLabel(measure, last) : '', columns)),
    ...area.map((line, row) => {
      // The middle row's value is that of its upper edge, as the first row's is.
      const shown = row === 0 ? highest : row === middle && rows > 4 ? highest * (1 - row / rows) : undefined;
      const scale = row === rows - 1 ? '0' : shown === undefined ? '' : formatScale(shown, measure, units);
      return `${palette.dim(`${fit(scale, SCALE_COLUMNS, 'right')}${border}`)}${palette.colour('cyan', line)}`;
    }),
    palette.dim(
      `${' '.repeat(SCALE_COLUMNS + 1)}${formatTimeAxis(window.fromMs, window.toMs, chartColumns)}`,
    ),
  ];
};

const formatScale = (value: number, measure: Measure, units: ByteUnits): string =>
  measure === 'cpu' ? formatPercent(value) : formatBytes(value, units);
