import {findJsonLine, type JsonLine, toFoldablePaths, toJsonLines} from '../../format/json-lines.ts';
import type {SafeJson} from '../../model/safe-json.ts';
import type {KeyTable} from '../keys.ts';
import {SCROLL_KEYS, type ScrollAction} from '../use-scroll.ts';

/** What a key can do on the JSON page. */
export type RawAction = ScrollAction | 'fold' | 'foldAll' | 'search' | 'next' | 'previous';

/** The keys of the JSON page. */
export const RAW_TABLE: KeyTable<RawAction> = {
  name: 'json',
  title: 'On the JSON page of an execution',
  bindings: [
    {action: 'fold', keys: [' '], shown: 'space', label: 'fold or unfold'},
    {action: 'foldAll', keys: ['f'], shown: 'f', label: 'fold or unfold everything'},
    {action: 'search', keys: ['/'], shown: '/', label: 'search'},
    {action: 'next', keys: ['n'], shown: 'n', label: 'next match'},
    {action: 'previous', keys: ['N'], shown: 'N', label: 'previous match'},
    // The space bar folds here.
    ...SCROLL_KEYS.map((binding) => ({...binding, keys: binding.keys.filter((key) => key !== ' ')})),
  ],
};

/** Where one is in a JSON value. */
export interface RawState {
  /** The paths of the values that are one line each. */
  readonly folded: ReadonlySet<string>;
  /** The line of the cursor; may be past the end when the value has become shorter. */
  readonly cursor: number;
  /** The text that was searched for last. */
  readonly query: string;
  /** The text that is being typed; `undefined` when none is. */
  readonly typed: string | undefined;
  /** What came of the last key, when there is something to say. */
  readonly note: string;
}

/** The start: everything unfolded, at the top. */
export const INITIAL_RAW_STATE: RawState = {
  folded: new Set(),
  cursor: 0,
  query: '',
  typed: undefined,
  note: '',
};

/** What happens on the page, with the value and the height that it has then. */
export type RawInput = {readonly value: SafeJson; readonly height: number} & (
  | {readonly action: RawAction}
  | {readonly typed: string}
  | {readonly sought: string | undefined}
  | {readonly pressed: number}
);

/**
 * The state after an action, after the text of the search has become another (`typed`), after that has been entered or,
 * with `undefined`, given up (`sought`), and after the mouse has pressed a line: the cursor goes there, or folds where it is.
 */
export const reduceRaw = (state: RawState, input: RawInput): RawState => {
  if ('typed' in input) return {...state, typed: input.typed};
  if ('pressed' in input) {
    const lines = toJsonLines(input.value, state.folded);
    const {pressed} = input;
    if (pressed >= lines.length) return state;
    return pressed === Math.min(state.cursor, lines.length - 1)
      ? fold({...state, note: ''}, lines[pressed], input.value)
      : {...state, note: '', cursor: pressed};
  }
  if ('action' in input) return act({...state, note: ''}, input.action, input);
  const closed = {...state, typed: undefined};
  const {sought} = input;
  if (sought === undefined || sought === '') return closed;
  return search({...closed, query: sought}, input.value, {step: 0, isBackwards: false});
};

const act = (
  state: RawState,
  action: RawAction,
  {value, height}: Pick<RawInput, 'value' | 'height'>,
): RawState => {
  const lines = toJsonLines(value, state.folded);
  const at = Math.min(state.cursor, lines.length - 1);
  const move = (to: number) => ({...state, cursor: Math.max(0, Math.min(lines.length - 1, to))});
  switch (action) {
    case 'down':
      return move(at + 1);
    case 'up':
      return move(at - 1);
    case 'first':
      return move(0);
    case 'last':
      return move(lines.length - 1);
    case 'pageDown':
      return move(at + height - 1);
    case 'pageUp':
      return move(at - height + 1);
    case 'fold':
      return fold(state, lines[at], value);
    case 'foldAll': {
      const folded = state.folded.size > 0 ? INITIAL_RAW_STATE.folded : toFoldablePaths(value);
      return {...state, folded, cursor: 0};
    }

    case 'search':
      return {...state, typed: ''};
    case 'next':
      return search(state, value, {step: 1, isBackwards: false});
    case 'previous':
      return search(state, value, {step: -1, isBackwards: true});
  }
};

/** A closing line folds what it closes, and the cursor stays on that. */
const fold = (state: RawState, line: JsonLine | undefined, value: SafeJson): RawState => {
  if (line === undefined || line.path === '') return state;
  const folded = new Set(state.folded);
  if (!folded.delete(line.path)) {
    if (!line.isFoldable && !toFoldablePaths(value).has(line.path)) return state;
    folded.add(line.path);
  }

  const cursor = toJsonLines(value, folded).findIndex(({path}) => path === line.path);
  return {...state, folded, cursor};
};

/** What is folded away is searched as well, so everything is unfolded first. */
const search = (
  state: RawState,
  value: SafeJson,
  {step, isBackwards}: {step: number; isBackwards: boolean},
): RawState => {
  if (state.query === '') return state;
  const here = toJsonLines(value, state.folded)[state.cursor]?.path;
  const all = toJsonLines(value, INITIAL_RAW_STATE.folded);
  const start = Math.max(
    0,
    state.folded.size === 0 ? state.cursor : all.findIndex(({path}) => path === here),
  );
  const found = findJsonLine(all, state.query, {from: start + step, isBackwards});
  return found === -1
    ? {...state, note: `nothing has "${state.query}" in it`}
    : {...state, folded: INITIAL_RAW_STATE.folded, cursor: found};
};
