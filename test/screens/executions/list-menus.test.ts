import test from 'ava';
import {ALL} from '../../../source/model/chosen-view.ts';
import {toView} from '../../../source/screens/executions/executions-view.ts';
import {toMenu, toMenuAction} from '../../../source/screens/executions/list-menus.ts';

const states = new Map([
  ['running', 2],
  ['in_progress', 1],
  ['debug_hold', 1],
  ['failed', 4],
  ['idle', 1],
  ['runnable', 5],
  ['done', 9],
]);

test('the counts of the states are filters, and the one that is on has its mark', (t) => {
  const {title, items} = toMenu('states', toView({...ALL, filterText: 'state:failed'}), states);
  t.is(title, 'Only');
  t.deepEqual(
    items.map(({key, label, isOn}) => `${key} ${label}${isOn ? '*' : ''}`),
    ['r 3 running', 'h 1 held', 'f 4 failed*', 'w 6 waiting', 'd 9 done', 'a all'],
  );
  t.deepEqual(toMenuAction('states', 'h'), {kind: 'filter', text: 'state:held'});
  t.deepEqual(toMenuAction('states', 'a'), {kind: 'filter', text: ''});
  t.is(toMenuAction('states', 'x'), undefined);
});

test('each of these filters is one that the list understands', (t) => {
  for (const key of ['r', 'h', 'f', 'w', 'd']) {
    const action = toMenuAction('states', key);
    if (action?.kind !== 'filter') return t.fail();
    t.deepEqual(toView({...ALL, filterText: action.text}).filter.problems, []);
  }
});
