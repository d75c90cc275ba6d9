import type {AttentionCause, AttentionMember} from '../model/attention/attention-book.ts';
import type {Price} from '../model/execution.ts';
import {ALERT_STATES, formatAlert, formatCause} from './attention.ts';
import {cut, fit, toOneLine, widthOf} from './fit.ts';
import {formatPrice} from './price.ts';
import type {RowStyle} from './row-style.ts';
import {lookOf, shortStateWord} from './state.ts';
import {formatAge} from './time.ts';

/** How a line of this list is drawn. */
export interface AttentionRowStyle extends RowStyle {
  /** The user has marked all of it: a `+` stands before it. */
  readonly isMarked: boolean;
}

const COUNT_COLUMNS = 6;
const AGE_COLUMNS = 6;
const RATE_COLUMNS = 11;
const STATE_COLUMNS = 14;
/** Narrower than this there is no column for money. */
const COLUMNS_WITH_RATE = 72;

const rateColumns = (columns: number): number => (columns >= COLUMNS_WITH_RATE ? RATE_COLUMNS : 0);

/** The line above the list; exactly as wide as a row. */
export const formatAttentionHeading = (columns: number): string => {
  const rate = rateColumns(columns);
  const room = columns - COUNT_COLUMNS - 3 - AGE_COLUMNS - rate;
  return `   ${fit('COUNT', COUNT_COLUMNS)}${fit('CAUSE', room)}${fit('SINCE', AGE_COLUMNS, 'right')}${fit('PER HOUR', rate, 'right')}`;
};

const formatRate = (price: Price | undefined, columns: number): string =>
  fit(price && price.amount >= 0.005 ? formatPrice(price) : '', rateColumns(columns), 'right');

const formatSince = (sinceMs: number | undefined, nowMs: number): string =>
  fit(sinceMs === undefined ? '?' : formatAge(nowMs - sinceMs), AGE_COLUMNS, 'right');

/** The columns of a cause's row up to the sign that folds and unfolds it, that of its mark among them. */
export const FOLD_COLUMNS = 2;

/** A cause: how many need attention for it, since when the newest, and what they cost per hour together. */
export const formatCauseRow = (
  cause: AttentionCause,
  perHour: Price | undefined,
  isOpen: boolean,
  {columns, nowMs, palette, isAscii, isSelected, isMarked}: AttentionRowStyle,
): string => {
  const {members, kind} = cause;
  const [newest] = members;
  const look = lookOf(ALERT_STATES[kind]);
  const fold = isAscii ? (isOpen ? '-' : '+') : isOpen ? '▾' : '▸';
  const symbol = isAscii ? look.asciiSymbol : look.symbol;
  const count = fit(String(members.length), COUNT_COLUMNS - 2, 'right');
  const room = columns - COUNT_COLUMNS - 3 - AGE_COLUMNS - rateColumns(columns);
  // Whoever is alone is named: nobody has to unfold for that.
  const only = members.length === 1 ? newest : undefined;
  const name = only ? (only.node.execution.name ?? only.node.execution.id) : '';
  const text = only
    ? `${cut(name, Math.floor(room / 2))}: ${kind === 'failed' ? '' : `${formatCause(cause)}, `}${formatAlertOrCause(only, cause, nowMs)}`
    : formatCause(cause);
  const rest = formatSince(newest?.alert.sinceMs, nowMs) + formatRate(perHour, columns);
  const start = `${fold} ${symbol} ${count} `;
  const shown = fit(toOneLine(text), room - 1);
  if (isSelected)
    return palette.inverse(`${isMarked ? '+' : '>'}${fit(start, COUNT_COLUMNS + 3)}${shown}${rest}`);
  return `${isMarked ? '+' : ' '}${palette.colour(look.colour, fit(start, COUNT_COLUMNS + 3))}${shown}${palette.dim(rest)}`;
};

const formatAlertOrCause = (member: AttentionMember, cause: AttentionCause, nowMs: number): string =>
  member.alert.kind === 'failed' ? formatCause(cause) : formatAlert(member, nowMs);

/** One execution below its cause: its state, its name, and what is known of it. */
export const formatMemberRow = (
  member: AttentionMember,
  perHour: Price | undefined,
  {columns, nowMs, palette, isAscii, isSelected, isMarked}: AttentionRowStyle,
): string => {
  const {node, alert} = member;
  const {execution} = node;
  const look = lookOf(execution.state);
  const symbol = isAscii ? look.asciiSymbol : look.symbol;
  const state = fit(
    `    ${symbol} ${cut(shortStateWord(execution.state), STATE_COLUMNS - 3)}`,
    STATE_COLUMNS + 4,
  );
  const rest = formatSince(alert.sinceMs, nowMs) + formatRate(perHour, columns);
  const room = Math.max(0, columns - 1 - STATE_COLUMNS - 4 - AGE_COLUMNS - rateColumns(columns));
  const name = execution.name ?? execution.id;
  const fact = toOneLine(formatAlert(member, nowMs));
  const nameColumns = Math.min(widthOf(name), Math.max(Math.floor(room * 0.45), room - widthOf(fact) - 2));
  const shownName = fit(name, nameColumns);
  const shownFact = fit(fact === '' ? '' : `  ${fact}`, room - nameColumns);
  if (isSelected) return palette.inverse(`${isMarked ? '+' : '>'}${state}${shownName}${shownFact}${rest}`);
  return `${isMarked ? '+' : ' '}${palette.colour(look.colour, state)}${shownName}${palette.dim(shownFact + rest)}`;
};
