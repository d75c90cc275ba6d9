import type {Summary} from '../model/execution-tree.ts';
import {type Execution, isTerminal, runningTimeMs} from '../model/execution.ts';
import type {RowMetrics} from '../model/metrics/row-metrics.ts';
import type {ListColumn} from '../model/list-columns.ts';
import {cut, fit, toOneLine, widthOf} from './fit.ts';
import {formatMetricsCells, formatMetricsCourses, formatRowWarning} from './metrics-row.ts';
import type {Palette} from './palette.ts';
import {formatPrice} from './price.ts';
import {fitColumn, hasCourses, type RowLayout, STATE_COLUMNS} from './row-layout.ts';
import {lookOf, shortStateWord} from './state.ts';
import {formatAge, formatDuration} from './time.ts';
import {formatSummary, worstOf} from './tree-summary.ts';

/** Where a row stands in the tree, and what is below it. */
export interface RowBranch {
  /** 0 for a root, and in a flat list. */
  readonly depth: number;
  /** `none` where nothing is below; `flat` where the list shows no tree. */
  readonly fold: 'open' | 'folded' | 'none' | 'flat';
  readonly isEarlierTry: boolean;
  readonly summary: Summary | undefined;
  /** What it costs per hour now, with all below, in whole units of its currency. */
  readonly perHour: number | undefined;
}

const LONE: RowBranch = {
  depth: 0,
  fold: 'flat',
  isEarlierTry: false,
  summary: undefined,
  perHour: undefined,
};
/** A deeper row is not indented further, so that its name can be read. */
const DEEPEST_INDENTATION = 8;

interface RowStyle {
  readonly layout: RowLayout;
  readonly nowMs: number;
  /** Up to when it is known to have run; `nowMs` when absent. */
  readonly seenMs?: number | undefined;
  readonly palette: Palette;
  readonly isSelected: boolean;
  /** The user has marked it: a `+` stands before it. */
  readonly isMarked?: boolean;
  readonly isAscii: boolean;
  readonly branch?: RowBranch;
  /** What was measured of its machine, where that is known. */
  readonly metrics?: RowMetrics | undefined;
}

/** One line of the list, styled, exactly as wide as its layout says. */
export const formatRow = (
  execution: Execution,
  {
    layout,
    nowMs,
    seenMs = nowMs,
    palette,
    isSelected,
    isMarked = false,
    isAscii,
    branch = LONE,
    metrics,
  }: RowStyle,
): string => {
  const look = lookOf(execution.state);
  const symbol = isAscii ? look.asciiSymbol : look.symbol;
  const state = fit(`${symbol} ${cut(shortStateWord(execution.state), STATE_COLUMNS - 3)}`, STATE_COLUMNS);
  const rest = layout.columns
    .map((laid) =>
      fitColumn(
        laid.column === 'metrics'
          ? hasCourses(laid)
            ? formatMetricsCourses(metrics, nowMs, isAscii)
            : formatMetricsCells(metrics, nowMs)
          : toValue(laid.column, execution, branch, {nowMs, seenMs}),
        laid,
      ),
    )
    .join('');
  const warning = formatRowWarning(execution, metrics, nowMs);
  const {name, hint, reason} = divideName(execution, branch, {columns: layout.name, isAscii, warning});
  if (isSelected) return palette.inverse(`${isMarked ? '+' : '>'}${state}${name}${hint}${reason}${rest}`);
  const isQuiet = branch.isEarlierTry || (isTerminal(execution) && execution.state !== 'failed');
  const worst = branch.summary && worstOf(branch.summary);
  const shownHint = worst ? palette.colour(lookOf(worst).colour, hint) : palette.dim(hint);
  return (
    `${isMarked ? '+' : ' '}${palette.colour(look.colour, state)}${isQuiet ? palette.dim(name) : name}${shownHint}` +
    `${palette.colour(warning === undefined ? look.colour : 'yellow', reason)}${palette.dim(rest)}`
  );
};

const toValue = (
  column: Exclude<ListColumn, 'metrics'>,
  execution: Execution,
  branch: RowBranch,
  {nowMs, seenMs}: {readonly nowMs: number; readonly seenMs: number},
): string => {
  switch (column) {
    case 'executable':
      return execution.executableName ?? '?';
    case 'instance':
      return execution.class === 'job' ? (execution.instanceType ?? '') : '';
    case 'user':
      return execution.launchedBy?.replace(/^user-/, '') ?? '?';
    case 'project':
      return execution.project ?? '?';
    case 'tags':
      return execution.tags.join(' ');
    case 'id':
      return execution.id;
    case 'age':
      return execution.createdMs === undefined ? '?' : formatAge(nowMs - execution.createdMs);
    case 'running': {
      const runningMs = runningTimeMs(execution, seenMs);
      return runningMs === undefined ? '' : formatDuration(runningMs);
    }

    case 'rate': {
      const price = execution.price ?? branch.summary?.price;
      return price && branch.perHour !== undefined ? formatPrice({...price, amount: branch.perHour}) : '';
    }

    case 'cost': {
      const price = execution.price ?? branch.summary?.price;
      return price ? formatPrice(price) : '';
    }
  }
};

/** What of a row's first column its name may have in any case: rows that are told apart by their reasons alone are none. */
const NAME_SHARE = 0.55;

/** The name after its place in the tree, what is below, and the reason of a failure, or what runs out; together exactly `columns` wide. */
const divideName = (
  execution: Execution,
  branch: RowBranch,
  {columns, isAscii, warning}: {columns: number; isAscii: boolean; warning: string | undefined},
): {name: string; hint: string; reason: string} => {
  const place = cut(toPlace(branch, isAscii), Math.floor(columns / 2));
  const room = columns - widthOf(place);
  const name = toName(execution, branch);
  const failure = execution.failure;
  const words = [failure?.reason, failure?.message, warning].filter(
    (word) => word !== undefined && word !== '',
  );
  const reason = toOneLine(words.join(': '));
  const wantedReason =
    words.length === 0 ? 0 : Math.max(widthOf(failure?.reason ?? reason) + 2, Math.floor(room * 0.45));
  // The name comes first, then why it failed, then what is below.
  const nameShare = Math.min(widthOf(name), Math.max(8, Math.floor(room * NAME_SHARE)));
  // Where the whole hint has no room, how many there are is better than nothing.
  const hint =
    toHints(execution, branch).find((text) => room - wantedReason - widthOf(text) - 1 >= nameShare) ?? '';
  const hintColumns = hint === '' ? 0 : widthOf(hint) + 1;
  if (words.length === 0 && hintColumns === 0) return {name: place + fit(name, room), hint: '', reason: ''};
  const nameColumns = Math.min(
    widthOf(name),
    room,
    Math.max(6, Math.floor(room * NAME_SHARE), room - hintColumns - wantedReason),
  );
  const shownHint = hintColumns > 0 ? ` ${hint}` : '';
  const left = Math.max(0, room - nameColumns - hintColumns);
  return {
    name: place + fit(name, nameColumns),
    hint: shownHint,
    reason: left === 0 ? '' : ` ${fit(reason, left - 1)}`,
  };
};

const toPlace = ({depth, fold}: RowBranch, isAscii: boolean): string => {
  if (fold === 'flat') return '';
  const signs = isAscii ? {open: '- ', folded: '+ ', none: '  '} : {open: '▾ ', folded: '▸ ', none: '  '};
  return '  '.repeat(Math.min(depth, DEEPEST_INDENTATION)) + signs[fold];
};

/** Whether a column of a row is at the sign that folds and unfolds what is below it. */
export const isAtFold = (column: number, {depth, fold}: RowBranch, {name}: RowLayout): boolean => {
  const indentation = 2 * Math.min(depth, DEEPEST_INDENTATION);
  const start = 1 + STATE_COLUMNS + indentation;
  const isThere = (fold === 'open' || fold === 'folded') && indentation < Math.floor(name / 2);
  return isThere && column >= start && column <= start + 1;
};

const toName = (execution: Execution, {isEarlierTry}: RowBranch): string =>
  isEarlierTry && execution.class === 'job'
    ? `try ${String(execution.tryNumber ?? 0)}`
    : (execution.name ?? execution.id);

/** What is told of what is below, the longest first; none is empty. */
const toHints = (execution: Execution, {summary, isEarlierTry}: RowBranch): readonly string[] => {
  const tries =
    !isEarlierTry && execution.class === 'job' && execution.tryNumber
      ? `try ${String(execution.tryNumber)}`
      : '';
  const below =
    summary && summary.count > 0 ? [`[${formatSummary(summary)}]`, `[${String(summary.count)}]`] : [''];
  return below
    .map((text) => [tries, text].filter((part) => part !== '').join(' '))
    .filter((text) => text !== '');
};
