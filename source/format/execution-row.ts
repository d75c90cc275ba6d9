import {type Execution, isTerminal, runningTimeMs} from '../model/execution.ts';
import {cut, fit, widthOf} from './fit.ts';
import type {Palette} from './palette.ts';
import {formatPrice} from './price.ts';
import {lookOf, shortStateWord} from './state.ts';
import {formatAge, formatDuration} from './time.ts';

/** How the columns of the list share a width; 0 for a column that is not shown. */
export interface RowLayout {
  readonly name: number;
  readonly executable: number;
  readonly instanceType: number;
  readonly cost: number;
}

const STATE_COLUMNS = 14;
const AGE_COLUMNS = 5;
const TIME_COLUMNS = 12;

/** Shares a width among the columns: cost goes first when it is narrow, then the instance type and the executable. */
export const layoutRow = (columns: number): RowLayout => {
  const cost = columns >= 72 ? 9 : 0;
  const instanceType = columns >= 108 ? 18 : 0;
  const executable = columns >= 92 ? Math.min(28, Math.floor(columns / 6)) : 0;
  const fixed =
    1 + STATE_COLUMNS + AGE_COLUMNS + TIME_COLUMNS + cost + instanceType + executable + (executable ? 1 : 0);
  return {name: Math.max(4, columns - fixed), executable, instanceType, cost};
};

/** The line above the list; exactly as wide as a row. */
export const formatHeading = (layout: RowLayout): string =>
  ' ' +
  fit('STATE', STATE_COLUMNS) +
  fit('NAME', layout.name) +
  (layout.executable ? ` ${fit('EXECUTABLE', layout.executable)}` : '') +
  (layout.instanceType ? ` ${fit('INSTANCE', layout.instanceType - 1)}` : '') +
  fit('AGE', AGE_COLUMNS, 'right') +
  fit('RUNNING', TIME_COLUMNS, 'right') +
  (layout.cost ? fit('COST', layout.cost, 'right') : '');

/** One line of the list, styled, exactly as wide as its layout says. */
export const formatRow = (
  execution: Execution,
  {
    layout,
    nowMs,
    palette,
    isSelected,
    isAscii,
  }: {
    layout: RowLayout;
    nowMs: number;
    palette: Palette;
    isSelected: boolean;
    isAscii: boolean;
  },
): string => {
  const look = lookOf(execution.state);
  const symbol = isAscii ? look.asciiSymbol : look.symbol;
  const state = fit(`${symbol} ${cut(shortStateWord(execution.state), STATE_COLUMNS - 3)}`, STATE_COLUMNS);
  const runningMs = runningTimeMs(execution, nowMs);
  const instanceType = execution.class === 'job' ? (execution.instanceType ?? '') : '';
  const rest =
    (layout.executable ? ` ${fit(execution.executableName ?? '?', layout.executable)}` : '') +
    (layout.instanceType ? ` ${fit(instanceType, layout.instanceType - 1)}` : '') +
    fit(
      execution.createdMs === undefined ? '?' : formatAge(nowMs - execution.createdMs),
      AGE_COLUMNS,
      'right',
    ) +
    fit(runningMs === undefined ? '' : formatDuration(runningMs), TIME_COLUMNS, 'right') +
    (layout.cost
      ? ` ${fit(execution.price ? formatPrice(execution.price) : '', layout.cost - 1, 'right')}`
      : '');
  const {name, reason} = splitName(execution, layout.name);
  if (isSelected) return palette.inverse(`>${state}${name}${reason}${rest}`);
  const shownName = isTerminal(execution) && execution.state !== 'failed' ? palette.dim(name) : name;
  return ` ${palette.colour(look.colour, state)}${shownName}${palette.colour(look.colour, reason)}${palette.dim(rest)}`;
};

/** The name, and for failed and held executions the reason after it; together exactly `columns` wide. */
const splitName = (execution: Execution, columns: number): {name: string; reason: string} => {
  const name = execution.name ?? execution.id;
  const failure = execution.failure;
  const words = [failure?.reason, failure?.message].filter((word) => word !== undefined && word !== '');
  if (words.length === 0) return {name: fit(name, columns), reason: ''};
  const reason = words.join(': ');
  const wanted = Math.max(widthOf(failure?.reason ?? reason) + 1, Math.floor(columns * 0.45));
  const nameColumns = Math.min(widthOf(name), Math.max(6, columns - wanted - 1));
  return {name: `${fit(name, nameColumns)} `, reason: fit(reason, Math.max(0, columns - nameColumns - 1))};
};
