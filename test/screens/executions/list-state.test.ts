import test from 'ava';
import {createRandom} from '../../../source/emulator/random.ts';
import {
  INITIAL_LIST_STATE,
  type ListMove,
  type ListState,
  moveInList,
  toListView,
} from '../../../source/screens/executions/list-state.ts';

const toRows = (keys: readonly string[]) => keys.map((key) => ({key}));
const KEYS = Array.from('abcdefghijklmnopqrstuvwxyz');
const ROWS = toRows(KEYS);
const HEIGHT = 5;

const move = (state: ListState, ...moves: readonly ListMove[]): ListState =>
  moves.reduce((last, next) => moveInList(last, {move: next, rows: ROWS, height: HEIGHT}), state);

test('at first the cursor is on the first row', (t) => {
  t.deepEqual(toListView(INITIAL_LIST_STATE, ROWS, HEIGHT), {selectedKey: 'a', index: 0, offset: 0});
  t.deepEqual(toListView(INITIAL_LIST_STATE, [], HEIGHT), {selectedKey: undefined, index: 0, offset: 0});
});

const MOVES: readonly (readonly [title: string, moves: readonly ListMove[], id: string, offset: number])[] = [
  ['down and up again', [1, 1, -1], 'b', 0],
  ['up from the first row', [-1], 'a', 0],
  ['to the last row', ['last'], 'z', 21],
  ['down from the last row', ['last', 1], 'z', 21],
  ['to the last row and to the first', ['last', 'first'], 'a', 0],
  ['down over the lower edge', [1, 1, 1, 1, 1], 'f', 1],
  ['down over the edge and up inside the window', [6, -1], 'f', 2],
  ['a page down', [4], 'e', 0],
  ['a page further than there is', [400], 'z', 21],
];
for (const [title, moves, id, offset] of MOVES) {
  test(`moving ${title} selects ${id}, with row ${offset} on top`, (t) => {
    t.like(move(INITIAL_LIST_STATE, ...moves), {selectedKey: id, offset});
  });
}

test('with the window at the top new rows come into view, and the cursor goes down with its row', (t) => {
  const state = move(INITIAL_LIST_STATE, 2);
  t.deepEqual(toListView(state, toRows(['1', '2', ...KEYS]), HEIGHT), {
    selectedKey: 'c',
    index: 4,
    offset: 0,
  });
  t.deepEqual(toListView(state, toRows(['1', '2', '3', ...KEYS]), HEIGHT), {
    selectedKey: 'c',
    index: 5,
    offset: 1,
  });
});

test('with the window further down the selected row stays on its line of the screen', (t) => {
  const state = move(INITIAL_LIST_STATE, 10, -2);
  const before = toListView(state, ROWS, HEIGHT);
  const after = toListView(state, toRows(['1', '2', '3', ...KEYS]), HEIGHT);
  t.is(after.selectedKey, before.selectedKey);
  t.is(after.index - after.offset, before.index - before.offset);
  const without = toListView(state, ROWS.slice(3), HEIGHT);
  t.is(without.index - without.offset, before.index - before.offset);
});

test('rows that come or go below change nothing', (t) => {
  const state = move(INITIAL_LIST_STATE, 10, -2);
  const before = toListView(state, ROWS, HEIGHT);
  t.deepEqual(toListView(state, toRows([...KEYS, '1', '2']), HEIGHT), before);
  t.deepEqual(toListView(state, ROWS.slice(0, 15), HEIGHT), before);
});

test('when the selected row is gone the cursor takes the one in its place, or the last', (t) => {
  const state = move(INITIAL_LIST_STATE, 2);
  t.like(toListView(state, toRows(['a', 'b', 'd', 'e', 'f']), HEIGHT), {selectedKey: 'd', index: 2});
  t.like(toListView(state, toRows(['a', 'b']), HEIGHT), {selectedKey: 'b', index: 1});
  t.like(toListView(state, [], HEIGHT), {selectedKey: undefined, index: 0, offset: 0});
});

test('a row that is gone after others came above it is replaced by its neighbour', (t) => {
  const before = move(INITIAL_LIST_STATE, 2);
  const longer = ['1', '2', '3', ...KEYS];
  // The screen takes the change over with a move by no row.
  const state = moveInList(before, {move: 0, rows: toRows(longer), height: HEIGHT});
  t.like(toListView(state, toRows(longer.filter((key) => key !== 'c')), HEIGHT), {
    selectedKey: 'd',
    index: 5,
  });
});

test('in 20,000 random changes the cursor keeps its row, and the window shows it', (t) => {
  const random = createRandom(7);
  let keys: string[] = [...KEYS];
  let state = INITIAL_LIST_STATE;
  let count = 0;
  for (let round = 0; round < 20_000; round++) {
    const height = random.int(1, 12);
    const before = toListView(state, toRows(keys), height);
    if (random.chance(0.5)) {
      state = moveInList(state, {
        move: random.pick<ListMove>([1, -1, 5, -5, 'first', 'last', 0]),
        rows: toRows(keys),
        height,
      });
    } else {
      const at = random.int(0, keys.length);
      const shrinks = random.chance(keys.length > 40 ? 0.7 : 0.4);
      keys = shrinks ? keys.toSpliced(at, random.int(1, 6)) : keys.toSpliced(at, 0, `new ${count++}`);
      const after = toListView(state, toRows(keys), height);
      if (state.selectedKey !== undefined && keys.includes(state.selectedKey)) {
        t.is(after.selectedKey, state.selectedKey);
      } else if (state.selectedKey === undefined) {
        t.is(after.index, 0);
      }
    }
    const view = toListView(state, toRows(keys), height);
    t.is(view.selectedKey, keys[view.index]);
    t.true(keys.length === 0 ? view.index === 0 : view.index < keys.length);
    t.true(view.offset >= 0 && view.offset <= view.index && view.index < view.offset + height);
    t.true(
      view.offset <= Math.max(0, keys.length - height),
      'no blank rows below while there are rows above',
    );
    t.true(before.offset >= 0);
  }
});
