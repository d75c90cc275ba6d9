import test from 'ava';
import {ALL, toChosenView} from '../../source/model/chosen-view.ts';

test('a view that was kept is as it was', (t) => {
  const view = {
    filterText: 'state:failed',
    isFlat: true,
    sort: {by: 'cost', isReversed: true},
    columns: ['id', 'cost'],
  } as const;
  t.deepEqual(toChosenView(JSON.parse(JSON.stringify(view))), view);
  t.deepEqual(toChosenView(JSON.parse(JSON.stringify(ALL))), ALL);
});

test('what cannot be read of a view is as if nothing was chosen', (t) => {
  t.deepEqual(toChosenView(undefined), ALL);
  t.deepEqual(toChosenView('flat'), ALL);
  t.deepEqual(
    toChosenView({filterText: 7, isFlat: 'yes', sort: {by: 'colour'}, columns: ['cost', 'colour', 7]}),
    {...ALL, columns: ['cost']},
  );
  t.is(toChosenView({filterText: 'a\u001B[2Jb'}).filterText.includes('\u001B'), false);
});

test('anything may have been kept in any of its places', (t) => {
  const things = [undefined, null, true, 7, '', 'age', [], ['age', null], {}, {by: 'age'}, {by: ['age']}];
  for (const thing of things) {
    for (const place of ['filterText', 'isFlat', 'sort', 'columns']) {
      const view = toChosenView({...ALL, [place]: thing});
      t.is(typeof view.filterText, 'string');
      t.deepEqual(toChosenView(JSON.parse(JSON.stringify(view))), view, `${place}: ${JSON.stringify(thing)}`);
    }
  }
});
