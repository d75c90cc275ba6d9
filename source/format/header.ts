import {cut, widthOf} from './fit.ts';
import type {Palette} from './palette.ts';
import {lookOf} from './state.ts';
import {formatAge} from './time.ts';

/** What the first line says besides the counts. */
export interface HeaderFacts {
  readonly source: string;
  readonly fetchedAtMs: number | undefined;
  readonly nowMs: number;
  /** Why the data is old, in one sentence. */
  readonly trouble: string | undefined;
}

const COUNTED = ['running', 'debug_hold', 'failed', 'waiting', 'done'] as const;
const STALE_MS = 15_000;

/** The first line: whose executions, how many in which state, and how old all this is. */
export const formatHeader = (
  states: ReadonlyMap<string, number>,
  {source, fetchedAtMs, nowMs, trouble}: HeaderFacts,
  {columns, palette, isAscii}: {columns: number; palette: Palette; isAscii: boolean},
): string => {
  const counts = new Map<string, number>();
  for (const [state, count] of states) {
    const counted = toCounted(state);
    counts.set(counted, (counts.get(counted) ?? 0) + count);
  }

  const age = formatDataAge(fetchedAtMs, nowMs, trouble !== undefined);
  const left = cut(`dxtop  ${source}  mine, all projects`, Math.max(5, columns - widthOf(age) - 2));
  let line = palette.bold(left);
  let width = widthOf(left);
  for (const state of COUNTED) {
    const count = counts.get(state);
    if (!count) continue;
    const look = lookOf(state === 'waiting' ? 'runnable' : state);
    const text = `  ${isAscii ? look.asciiSymbol : look.symbol} ${String(count)} ${state}`;
    if (width + widthOf(text) + widthOf(age) + 2 > columns) break;
    line += palette.colour(look.colour, text);
    width += widthOf(text);
  }

  const isStale = trouble !== undefined || (fetchedAtMs !== undefined && nowMs - fetchedAtMs > STALE_MS);
  const padding = ' '.repeat(Math.max(1, columns - width - widthOf(age)));
  return line + padding + (isStale ? palette.colour('yellow', age) : palette.dim(age));
};

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
