import type {Price} from '../model/execution.ts';
import type {Spend} from '../model/spend.ts';
import {cut, widthOf} from './fit.ts';
import type {Palette} from './palette.ts';
import {formatPrice} from './price.ts';
import {lookOf} from './state.ts';
import {formatAge} from './time.ts';

/** What the first line says besides the counts. */
export interface HeaderFacts {
  readonly source: string;
  readonly fetchedAtMs: number | undefined;
  readonly nowMs: number;
  /** What it all costs; left out where the platform tells no price. */
  readonly spend?: Pick<Spend, 'total' | 'perHour'> | undefined;
  /** Why the data is old, in one sentence. */
  readonly trouble: string | undefined;
}

const COUNTED = ['running', 'debug_hold', 'failed', 'waiting', 'done'] as const;
const STALE_MS = 15_000;
/** From here on what it costs is worth more than the last of the counts. */
const COLUMNS_WITH_MONEY = 100;

/** The first line: whose executions, how many in which state, and how old all this is. */
export const formatHeader = (
  states: ReadonlyMap<string, number>,
  {source, fetchedAtMs, nowMs, trouble, spend}: HeaderFacts,
  {columns, palette, isAscii}: {columns: number; palette: Palette; isAscii: boolean},
): string => {
  const counts = new Map<string, number>();
  for (const [state, count] of states) {
    const counted = toCounted(state);
    counts.set(counted, (counts.get(counted) ?? 0) + count);
  }

  const age = formatDataAge(fetchedAtMs, nowMs, trouble !== undefined);
  const money = spend && columns >= COLUMNS_WITH_MONEY ? formatSpend(spend) : '';
  const rightColumns = widthOf(age) + (money === '' ? 0 : widthOf(money) + 2);
  const left = cut(`dxtop  ${source}  mine, all projects`, Math.max(5, columns - rightColumns - 2));
  let line = palette.bold(left);
  let width = widthOf(left);
  for (const state of COUNTED) {
    const count = counts.get(state);
    if (!count) continue;
    const look = lookOf(state === 'waiting' ? 'runnable' : state);
    const text = `  ${isAscii ? look.asciiSymbol : look.symbol} ${String(count)} ${state}`;
    if (width + widthOf(text) + rightColumns + 2 > columns) break;
    line += palette.colour(look.colour, text);
    width += widthOf(text);
  }

  const isStale = trouble !== undefined || (fetchedAtMs !== undefined && nowMs - fetchedAtMs > STALE_MS);
  const padding = ' '.repeat(Math.max(1, columns - width - rightColumns));
  const shownMoney = money === '' ? '' : `${money}  `;
  return line + padding + shownMoney + (isStale ? palette.colour('yellow', age) : palette.dim(age));
};

/** What it has cost so far and costs per hour now: `$12.30, $1.20/h`; less than a cent is not worth the room. */
const formatSpend = ({total, perHour}: NonNullable<HeaderFacts['spend']>): string =>
  [
    ...(isWorthSaying(total) ? [formatPrice(total)] : []),
    ...(isWorthSaying(perHour) ? [`${formatPrice(perHour)}/h`] : []),
  ].join(', ');

const isWorthSaying = (price: Price | undefined): price is Price =>
  price !== undefined && price.amount >= 0.005;

const toCounted = (state: string): string => {
  if (state === 'idle' || state === 'runnable' || state === 'waiting_on_input') return 'waiting';
  if (state === 'in_progress' || state === 'waiting_on_output') return 'running';
  return state === 'partially_failed' ? 'failed' : state;
};

const formatDataAge = (fetchedAtMs: number | undefined, nowMs: number, hasTrouble: boolean): string => {
  if (fetchedAtMs === undefined) return hasTrouble ? 'no data' : 'loading';
  const ageMs = Math.max(0, nowMs - fetchedAtMs);
  return ageMs < STALE_MS && !hasTrouble ? 'live' : `${formatAge(ageMs)} old`;
};
