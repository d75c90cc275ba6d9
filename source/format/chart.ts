import {fit, widthOf} from './fit.ts';
import {formatClock, formatMoment} from './time.ts';

const EIGHTHS = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
/** Filled to a quarter or less, a half, three quarters, wholly. */
const ASCII_PARTS = [' ', '.', ':', '|', '#'];
const ASCII_LEVELS = ['_', '.', '-', '=', '+', '*', '#'];

/** How a course is drawn; values are drawn up to `highest`. */
export interface ChartStyle {
  readonly highest: number;
  readonly isAscii: boolean;
}

const toShare = (value: number, highest: number): number =>
  highest > 0 ? Math.min(1, Math.max(0, value / highest)) : 0;

/** A course in one row, a sign for each value: blank where there is none, the lowest sign for zero. */
export const formatSparkline = (
  values: readonly (number | undefined)[],
  {highest, isAscii}: ChartStyle,
): string => {
  const levels = isAscii ? ASCII_LEVELS : EIGHTHS.slice(1);
  return values
    .map((value) =>
      value === undefined ? ' ' : levels[Math.round(toShare(value, highest) * (levels.length - 1))],
    )
    .join('');
};

/** A course as an area, top row first: one column for each value, in which something is seen of all but nothing. */
export const formatArea = (
  values: readonly (number | undefined)[],
  rows: number,
  {highest, isAscii}: ChartStyle,
): string[] => {
  const signs = isAscii ? ASCII_PARTS : EIGHTHS;
  const steps = signs.length - 1;
  const heights = values.map((value) =>
    value === undefined ? 0 : Math.max(1, Math.round(toShare(value, highest) * rows * steps)),
  );
  return Array.from({length: rows}, (_, row) => {
    const below = (rows - 1 - row) * steps;
    return heights.map((height) => signs[Math.min(steps, Math.max(0, height - below))]).join('');
  });
};

const DAY_MS = 86_400_000;

/** The line below a chart: when it begins and ends, and its middle where there is room; exactly `columns` wide. */
export const formatTimeAxis = (fromMs: number, toMs: number, columns: number): string => {
  const format = (ms: number): string =>
    toMs - fromMs > DAY_MS / 2 ? formatMoment(ms).slice(5, 16) : formatClock(ms).slice(0, 5);
  const [first, middle, last] = [fromMs, (fromMs + toMs) / 2, toMs].map((ms) => format(ms)) as [
    string,
    string,
    string,
  ];
  if (columns < widthOf(first) + widthOf(last) + 1) return fit('', columns);
  const start = Math.floor(columns / 2 - widthOf(middle) / 2);
  const hasMiddle = start > widthOf(first) + 1 && start + widthOf(middle) + 1 < columns - widthOf(last);
  const left = hasMiddle ? fit(first, start) + middle : first;
  return left + fit(last, columns - widthOf(left), 'right');
};
