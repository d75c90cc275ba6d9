import test from 'ava';
import {
  INITIAL_RAW_STATE,
  type RawAction,
  type RawState,
  reduceRaw,
} from '../../../source/screens/execution/raw-state.ts';
import {toSafeJson} from '../../../source/services/platform/to-safe-json.ts';

const value = toSafeJson({state: 'done', stages: [{id: 'a'}, {id: 'b'}], output: {bam: 'file-1'}});
const page = {value, height: 5};

const act = (actions: readonly RawAction[], state: RawState = INITIAL_RAW_STATE): RawState =>
  actions.reduce((last, action) => reduceRaw(last, {action, ...page}), state);
const seek = (sought: string | undefined, state: RawState = INITIAL_RAW_STATE): RawState =>
  reduceRaw(state, {sought, ...page});

test('the cursor stays within the value', (t) => {
  t.is(act(['up']).cursor, 0);
  t.is(act(['down', 'down']).cursor, 2);
  t.is(act(['last', 'down']).cursor, act(['last']).cursor);
  t.is(act(['last', 'first']).cursor, 0);
  t.is(act(['pageDown']).cursor, 4);
  t.is(act(['pageDown', 'pageUp']).cursor, 0);
});

test('what begins or ends at the cursor can be folded, and nothing else', (t) => {
  t.deepEqual([...act(['down', 'down', 'fold']).folded], ['/stages']);
  t.deepEqual([...act(['down', 'down', 'fold', 'fold']).folded], []);
  t.deepEqual([...act(['down', 'fold']).folded], [], 'a plain value');
  t.deepEqual([...act(['fold']).folded], [], 'the whole');
  const closing = act(['down', 'down', 'down', 'down', 'down', 'fold']);
  t.deepEqual([...closing.folded], ['/stages/0']);
  t.is(closing.cursor, 3);
});

test('everything can be folded, and unfolded', (t) => {
  t.deepEqual([...act(['foldAll']).folded], ['/stages', '/stages/0', '/stages/1', '/output']);
  t.is(act(['foldAll', 'foldAll']).folded.size, 0);
});

test('a search finds what is folded away, the next and the one before, round the end', (t) => {
  const found = seek('id', act(['foldAll']));
  t.is(found.cursor, 4);
  t.is(found.folded.size, 0);
  t.is(act(['next'], found).cursor, 7);
  t.is(act(['next', 'next'], found).cursor, 4);
  t.is(act(['previous'], found).cursor, 7);
});

test('a search that was given up, or has no text, searches nothing', (t) => {
  const typing = reduceRaw(act(['search']), {typed: 'id', ...page});
  t.is(typing.typed, 'id');
  t.deepEqual(seek(undefined, typing), {...typing, typed: undefined});
  t.is(seek('', typing).cursor, 0);
  t.is(act(['next'], seek(undefined, typing)).cursor, 0);
});

test('a search without a match says so, and moves nothing', (t) => {
  const state = seek('zzz', act(['down']));
  t.is(state.note, 'nothing has "zzz" in it');
  t.is(state.cursor, 1);
  t.is(act(['down'], state).note, '');
});

test('the mouse moves the cursor, folds where it is, and does nothing below the end', (t) => {
  const press = (pressed: number, state = INITIAL_RAW_STATE) => reduceRaw(state, {pressed, ...page});
  t.is(press(2).cursor, 2);
  t.is(press(2).folded.size, 0);
  t.deepEqual([...press(2, press(2)).folded], ['/stages']);
  t.is(press(500, press(2)).cursor, 2);
});
