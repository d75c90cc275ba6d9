import type {Price} from '../model/execution.ts';
import type {Spend} from '../model/spend.ts';
import {cut, widthOf} from './fit.ts';
import type {Colour, Palette} from './palette.ts';
import {formatPrice} from './price.ts';
import {lookOf} from './state.ts';
import {formatAge, formatStoredAge} from './time.ts';

/** What the first line says besides the counts. */
export interface HeaderFacts {
  readonly source: string;
  /** Whose executions these are, and from where; `mine, all projects` for instance. */
  readonly scope: string;
  /** Whether that is another one than usual, which must not be overlooked. */
  readonly isScopeChosen?: boolean | undefined;
  /** How many executions are there while history loads by itself; `undefined` otherwise. */
  readonly loadingCount?: number | undefined;
  readonly fetchedAtMs: number | undefined;
  /** Whether it is from the last run, for nothing else is known yet. */
  readonly isStored?: boolean | undefined;
  readonly nowMs: number;
  /** What it all costs; left out where the platform tells no price. */
  readonly spend?: Pick<Spend, 'total' | 'perHour'> | undefined;
  /** How many causes need attention. */
  readonly alertCount?: number | undefined;
  /** How many sessions can be gone back to. */
  readonly sessionCount?: number | undefined;
  /** Why the data is old, in one sentence. */
  readonly trouble: string | undefined;
}

const COUNTED = ['running', 'debug_hold', 'failed', 'waiting', 'done'] as const;
/** What a narrow line leaves out, the first of these first; what has failed is there for as long as anything is. */
const GIVES_WAY = [
  'loading',
  'done',
  'sessions',
  'scope',
  'waiting',
  'running',
  'debug_hold',
  'chosenScope',
  'alerts',
] as const;
/** A project's name may be long; what follows counts as well. */
const SCOPE_COLUMNS = 32;
/** From this age on, in milliseconds, what is shown is not called live. */
export const STALE_MS = 15_000;
/** The name of the platform is cut when it is longer than this, and to less when the most important counts have no room. */
const USUAL_NAME = 28;
const SHORTEST_NAME = 12;
/** From this one of `GIVES_WAY` on, the name is cut before it goes. */
const FIRST_IMPORTANT = 'running';
/** From here on what it costs is worth more than the last of the counts. */
const COLUMNS_WITH_MONEY = 100;

/** One piece of the line, with the blanks before it. */
interface Piece {
  readonly name: string;
  readonly text: string;
  readonly colour: Colour | undefined;
}

/** The first line: whose executions, what needs attention, how many in which state, and how old all this is. */
export const formatHeader = (
  states: ReadonlyMap<string, number>,
  facts: HeaderFacts,
  {columns, palette, isAscii}: {columns: number; palette: Palette; isAscii: boolean},
): string => {
  const {source, fetchedAtMs, isStored = false, nowMs, trouble, spend} = facts;
  const age = isStored
    ? formatStoredAge(nowMs - (fetchedAtMs ?? nowMs), {isLoading: trouble === undefined})
    : formatDataAge(fetchedAtMs, nowMs, trouble !== undefined);
  const money = spend && columns >= COLUMNS_WITH_MONEY ? formatSpend(spend) : '';
  const rightColumns = widthOf(age) + (money === '' ? 0 : widthOf(money) + 2);
  const room = Math.max(5, columns - rightColumns - 2);
  const name = `dxtop  ${source}`;
  const pieces = fitPieces(toPieces(states, facts, isAscii), room, widthOf(name));
  const piecesColumns = pieces.reduce((sum, {text}) => sum + widthOf(text), 0);
  const left = cut(name, Math.max(5, room - piecesColumns));
  const line = pieces.map(({text, colour}) =>
    colour === undefined ? palette.bold(text) : palette.colour(colour, text),
  );
  const isStale =
    isStored || trouble !== undefined || (fetchedAtMs !== undefined && nowMs - fetchedAtMs > STALE_MS);
  const padding = ' '.repeat(Math.max(1, columns - widthOf(left) - piecesColumns - rightColumns));
  const shownMoney = money === '' ? '' : `${money}  `;
  const shownAge = isStale ? palette.colour('yellow', age) : palette.dim(age);
  return palette.bold(left) + line.join('') + padding + shownMoney + shownAge;
};

const toPieces = (
  states: ReadonlyMap<string, number>,
  {scope, isScopeChosen = false, loadingCount, alertCount = 0, sessionCount = 0}: HeaderFacts,
  isAscii: boolean,
): Piece[] => {
  const counts = countStates(states);
  return [
    {
      name: isScopeChosen ? 'chosenScope' : 'scope',
      text: `  ${cut(scope, SCOPE_COLUMNS)}`,
      colour: isScopeChosen ? 'cyan' : undefined,
    },
    ...(loadingCount === undefined
      ? []
      : [{name: 'loading', text: `  ${String(loadingCount)} so far`, colour: 'cyan' as const}]),
    ...(alertCount > 0
      ? [{name: 'alerts', text: `  ! ${String(alertCount)}`, colour: 'yellow' as const}]
      : []),
    ...COUNTED.flatMap((state): Piece[] => {
      const count = counts.get(state);
      if (!count) return [];
      const look = lookOf(state === 'waiting' ? 'runnable' : state);
      const symbol = isAscii ? look.asciiSymbol : look.symbol;
      return [{name: state, text: `  ${symbol} ${String(count)} ${state}`, colour: look.colour}];
    }),
    ...(sessionCount > 0
      ? [
          {
            name: 'sessions',
            text: `  ${sessionCount === 1 ? '1 session' : `${String(sessionCount)} sessions`}`,
            colour: 'cyan' as const,
          },
        ]
      : []),
  ];
};

/** How many are in which state, with states that ask the same of the user counted as one; in the header's order. */
export const countStates = (states: ReadonlyMap<string, number>): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const [state, count] of states) {
    const counted = toCounted(state);
    counts.set(counted, (counts.get(counted) ?? 0) + count);
  }

  return new Map(
    COUNTED.flatMap((state) => {
      const count = counts.get(state);
      return count ? [[state, count] as const] : [];
    }),
  );
};

/** Leaves out what there is no room for. */
const fitPieces = (pieces: readonly Piece[], room: number, nameColumns: number): readonly Piece[] => {
  let kept = pieces;
  let left = room - Math.min(nameColumns, USUAL_NAME);
  const fits = () => kept.reduce((sum, {text}) => sum + widthOf(text), 0) <= left;
  for (const name of GIVES_WAY) {
    if (name === FIRST_IMPORTANT) left = room - Math.min(nameColumns, SHORTEST_NAME);
    if (fits()) return kept;
    kept = kept.filter((piece) => piece.name !== name);
  }

  return fits() ? kept : [];
};

/**
 * What it has cost so far and costs per hour now: `$12.30, $1.20/h`, or with other words for each hour; less than a cent
 * is not worth the room.
 */
export const formatSpend = ({total, perHour}: NonNullable<HeaderFacts['spend']>, eachHour = '/h'): string =>
  [
    ...(isWorthSaying(total) ? [formatPrice(total)] : []),
    ...(isWorthSaying(perHour) ? [`${formatPrice(perHour)}${eachHour}`] : []),
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
