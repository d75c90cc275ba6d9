import {type Execution, isTerminal} from '../model/execution.ts';
import {fit} from './fit.ts';
import type {Palette} from './palette.ts';
import {formatCoarseSpan} from './plain-lines.ts';
import {lookOf, type SignStyle, toStateSign} from './state.ts';
import {formatDuration, formatMoment} from './time.ts';

/** A stay in one state. Times in milliseconds since the Unix epoch. */
export interface Stay {
  readonly state: string;
  readonly fromMs: number;
  /** `undefined` while it is still in that state, or in one that it never leaves. */
  readonly toMs: number | undefined;
}

/** What the platform never lists: the time between its creation and the first state that is told. */
const CREATED = 'idle';

/**
 * The states that an execution went through, in order.
 *
 * Shape: `[]` when nothing of it is known. Moments that run backwards are kept, for they are what the platform said.
 */
export const toStays = (execution: Execution): Stay[] => {
  const steps = execution.stateTransitions.map(({state, atMs}) => ({state: String(state), atMs}));
  // Of one that has ended, the time of its creation alone would look as if it had never begun.
  if (steps.length === 0 && isTerminal(execution)) return [];
  if (execution.createdMs !== undefined && steps[0]?.atMs !== execution.createdMs)
    steps.unshift({state: CREATED, atMs: execution.createdMs});
  return steps.map(({state, atMs}, index) => ({state, fromMs: atMs, toMs: steps[index + 1]?.atMs}));
};

const STATE_COLUMNS = 20;
const MOMENT_COLUMNS = 21;
const DURATION_COLUMNS = 14;

/** The states of an execution with when, how long, and how long in comparison; lines of at most `columns`. */
export const formatTimeline = (
  execution: Execution,
  {
    columns,
    nowMs,
    palette,
    isAscii,
    isPlain = false,
  }: SignStyle & {readonly columns: number; readonly nowMs: number; readonly palette: Palette},
): string[] => {
  const stays = toStays(execution);
  if (stays.length === 0) return [palette.dim('The platform has told no times.')];
  const isOver = isTerminal(execution);
  const durations = stays.map(({fromMs, toMs}, index) =>
    toMs === undefined && isOver && index === stays.length - 1 ? 0 : Math.max(0, (toMs ?? nowMs) - fromMs),
  );
  const longestMs = Math.max(...durations, 1);
  const format = isPlain ? formatCoarseSpan : formatDuration;
  const barColumns = isPlain ? -1 : columns - STATE_COLUMNS - MOMENT_COLUMNS - DURATION_COLUMNS - 2;
  const totalMs = durations.reduce((sum, ms) => sum + ms, 0);
  return [
    ...stays.map(({state, fromMs}, index) => {
      const look = lookOf(state);
      const durationMs = durations[index] ?? 0;
      const isLast = index === stays.length - 1;
      const duration = isLast && isOver ? '' : format(durationMs);
      const length = barColumns < 4 ? 0 : Math.round((durationMs / longestMs) * barColumns);
      const bar = (isAscii ? '#' : '█').repeat(durationMs > 0 ? Math.max(barColumns < 4 ? 0 : 1, length) : 0);
      const symbol = toStateSign(state, {isAscii, isPlain});
      return (
        palette.colour(look.colour, fit(`${symbol}${state}`, STATE_COLUMNS)) +
        palette.dim(fit(formatMoment(fromMs), MOMENT_COLUMNS)) +
        fit(duration, DURATION_COLUMNS, 'right') +
        (bar === '' ? '' : `  ${palette.colour(look.colour, bar)}`)
      );
    }),
    '',
    palette.bold(fit(isOver ? 'in all' : 'so far', STATE_COLUMNS + MOMENT_COLUMNS)) +
      fit(format(totalMs), DURATION_COLUMNS, 'right'),
  ];
};
