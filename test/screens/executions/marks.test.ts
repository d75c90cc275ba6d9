import test from 'ava';
import {
  changeMarks,
  type MarkAction,
  NO_MARKS,
  toggleMarks,
  withoutMarks,
} from '../../../source/screens/executions/marks.ts';

const ids = ['a', 'b', 'c', 'd', 'e'];

/** What is marked after some keys, each with the cursor on a row. */
const press = (...keys: ReadonlyArray<readonly [MarkAction, string | undefined]>) => {
  let marks = NO_MARKS;
  for (const [action, selectedId] of keys) marks = changeMarks(marks, action, {ids, selectedId});
  return [...marks.ids].sort().join('');
};

test('a row is marked, and unmarked by the same key', (t) => {
  t.is(press(['mark', 'b'], ['mark', 'd']), 'bd');
  t.is(press(['mark', 'b'], ['mark', 'd'], ['mark', 'b']), 'd');
});

test('a range goes from the last marked row to the cursor, up or down', (t) => {
  t.is(press(['mark', 'b'], ['markRange', 'd']), 'bcd');
  t.is(press(['mark', 'd'], ['markRange', 'a']), 'abcd');
  t.is(press(['markRange', 'c']), 'c');
});

test('a range whose beginning is not shown any more is the cursor’s row', (t) => {
  const marks = {ids: new Set(['x']), anchorId: 'x'};
  t.deepEqual([...changeMarks(marks, 'markRange', {ids, selectedId: 'b'}).ids], ['x', 'b']);
});

test('all that is shown is marked, beside what was; and nothing at all', (t) => {
  const marks = changeMarks({ids: new Set(['x']), anchorId: undefined}, 'markAll', {ids, selectedId: 'a'});
  t.is([...marks.ids].sort().join(''), 'abcdex');
  t.is(press(['markAll', 'a'], ['unmark', 'a']), '');
});

test('a cause is marked as a whole, until all of it is', (t) => {
  const [a, b] = [{id: 'a'}, {id: 'b'}];
  const both = toggleMarks(toggleMarks(NO_MARKS, [a]), [a, b]);
  t.deepEqual([...both.ids], ['a', 'b']);
  t.is(toggleMarks(both, [a, b]), NO_MARKS);
});

test('an empty list has nothing to mark', (t) => {
  t.is(press(['mark', undefined], ['markRange', undefined]), '');
});

test('what was changed is not marked any more, the rest is', (t) => {
  const marks = {ids: new Set(['a', 'b', 'c']), anchorId: 'c'};
  t.deepEqual([...withoutMarks(marks, [{id: 'a'}, {id: 'c'}, {id: 'x'}]).ids], ['b']);
  t.is(withoutMarks(marks, [{id: 'a'}, {id: 'b'}, {id: 'c'}]), NO_MARKS);
});
