import {cut, fit} from '../../format/fit.ts';
import type {Palette} from '../../format/palette.ts';
import {formatPrice} from '../../format/price.ts';
import {
  lookOf,
  shortStateWord,
  type SignStyle,
  spokenState,
  toSign,
  toStateSign,
} from '../../format/state.ts';
import type {ChangeItem, ChangeRunSnapshot} from '../../hooks/use-changes.ts';
import {type Change, changeObstacle} from '../../model/change.ts';
import type {Execution} from '../../model/execution.ts';

const STATE_COLUMNS = 14;
const COST_COLUMNS = 10;

/** How lines are drawn. */
interface Drawing extends SignStyle {
  readonly columns: number;
  readonly palette: Palette;
}

/** Which executions a change would be made of, and which it leaves out, with the reasons. */
export const divideTargets = (
  change: Pick<Change, 'kind'>,
  executions: readonly Execution[],
): {
  readonly targets: readonly Execution[];
  readonly leftOut: readonly {readonly execution: Execution; readonly reason: string}[];
} => {
  const targets: Execution[] = [];
  const leftOut: {execution: Execution; reason: string}[] = [];
  for (const execution of executions) {
    const reason = changeObstacle(change.kind === 'terminate' ? {kind: 'terminate'} : EMPTY, execution);
    if (reason === undefined) targets.push(execution);
    else leftOut.push({execution, reason});
  }

  return {targets, leftOut};
};

const EMPTY: Change = {kind: 'metadata', addTags: [], removeTags: [], properties: {}};

/** `1 execution`, `3 executions`. */
export const countExecutions = (count: number): string =>
  `${count} ${count === 1 ? 'execution' : 'executions'}`;

/** What the executions have cost so far, by currency, such as `$12.50`; `unknown` when the platform told of none. */
export const formatTotal = (executions: readonly Execution[]): string => {
  const sums = new Map<string, NonNullable<Execution['price']>>();
  for (const {price} of executions) {
    if (price)
      sums.set(price.symbol, {...price, amount: (sums.get(price.symbol)?.amount ?? 0) + price.amount});
  }

  return sums.size === 0 ? 'unknown' : [...sums.values()].map(formatPrice).join(' + ');
};

/** One execution of a plan: its state, its cost, its name, and what is to be known of it. */
export const formatTarget = (
  execution: Execution,
  note: string,
  {columns, palette, ...signs}: Drawing,
): string => {
  const name = execution.name ?? execution.id;
  if (signs.isPlain) {
    const words = [spokenState(execution.state), name, execution.price && formatPrice(execution.price), note];
    return words.filter((word) => word !== undefined && word !== '').join(', ');
  }
  const look = lookOf(execution.state);
  const state = fit(
    `${toStateSign(execution.state, signs)}${shortStateWord(execution.state)}`,
    STATE_COLUMNS,
  );
  const cost = fit(execution.price ? formatPrice(execution.price) : '', COST_COLUMNS, 'right');
  const room = columns - STATE_COLUMNS - COST_COLUMNS - 3;
  return ` ${palette.colour(look.colour, state)}${cost}  ${cut(note === '' ? name : `${name}  (${note})`, room)}`;
};

/** One execution of a change that was confirmed, and how far it is. */
export const formatItem = (
  {name, progress, detail}: ChangeItem,
  doneWord: string,
  {columns, palette, ...signs}: Drawing,
): string => {
  const symbols = {
    planned: ['·', ' '],
    acting: ['›', '>'],
    done: ['✓', '+'],
    skipped: ['–', '-'],
    failed: ['✗', 'x'],
  } as const;
  const colours = {planned: 'grey', acting: 'cyan', done: 'green', skipped: 'yellow', failed: 'red'} as const;
  const words = {
    planned: 'waiting',
    acting: 'sending',
    done: doneWord,
    skipped: 'left out',
    failed: 'failed',
  };
  const [sign, asciiSign] = symbols[progress];
  const word = fit(toSign(sign, asciiSign, signs) + words[progress], STATE_COLUMNS);
  const text = detail === '' ? name : `${name}  (${detail})`;
  return ` ${palette.colour(colours[progress], word)} ${cut(text, columns - STATE_COLUMNS - 2)}`;
};

/** A change that waits or is being made, for the line above the list. */
export const formatChangeUnderWay = (
  {change, phase, actsAtMs, items}: ChangeRunSnapshot,
  nowMs: number,
  isPlain: boolean,
): string => {
  const what = `${change.kind === 'terminate' ? 'Terminating' : 'Changing'} ${countExecutions(items.length)}`;
  if (phase === 'waiting' && isPlain) return `${what} in a few seconds. :undo takes it back.`;
  if (phase === 'waiting')
    return `${what} in ${Math.max(0, Math.ceil((actsAtMs - nowMs) / 1000))} s. :undo takes it back.`;
  const over = items.filter(({progress}) => progress !== 'planned' && progress !== 'acting').length;
  return `${what}: ${over} of ${items.length}.`;
};
