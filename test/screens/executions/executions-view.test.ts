import test from 'ava';
import {ALL} from '../../../source/model/chosen-view.ts';
import {createExecutionTree} from '../../../source/model/execution-tree.ts';
import {arrange, toRows} from '../../../source/model/list-rows.ts';
import {changeView, toView, type ViewAction} from '../../../source/screens/executions/executions-view.ts';
import {toPlace} from '../../../source/screens/executions/use-execution-list.ts';
import {createJob, NOW_MS, toTestJobId} from '../../helpers/executions.ts';

const HEIGHT = 10;
const names = ['root', 'first', 'second', 'leaf', 'other'] as const;
const idOf = (name: (typeof names)[number]) => toTestJobId(names.indexOf(name));

/** root > (first > leaf, second), and other, which is older. */
const createTree = () => {
  const tree = createExecutionTree();
  const add = (name: (typeof names)[number], parent?: (typeof names)[number]) =>
    tree.set(
      createJob({id: idOf(name), parentJob: parent && idOf(parent), createdMs: NOW_MS - names.indexOf(name)}),
      1,
    );
  add('root');
  add('second', 'root');
  add('first', 'root');
  add('leaf', 'first');
  add('other');
  return tree;
};

type Key = 'left' | 'right' | 'up' | 'down' | 't';

const press = (...keys: readonly Key[]) => {
  const tree = createTree();
  let view = toView(ALL);
  const toList = () => {
    const {folds, filter, sort} = view;
    const facts = {nowMs: NOW_MS, hourly: new Map()};
    const arrangement = arrange(tree, {isFlat: folds.isFlat, filter: filter.filter, sort}, facts);
    const spend = {total: undefined, perHour: undefined, hourly: facts.hourly};
    return {tree, rows: toRows(arrangement, folds), arrangement, isArranging: false, spend, view};
  };
  for (const key of keys) {
    const list = toList();
    const {rows, arrangement} = list;
    const selected = rows[toPlace(list, HEIGHT).index];
    const actions: Record<Key, ViewAction> = {
      left: {kind: 'fold', selected, arrangement, rows, height: HEIGHT},
      right: {kind: 'unfold', selected, arrangement, rows, height: HEIGHT},
      up: {kind: 'move', move: -1, rows, height: HEIGHT},
      down: {kind: 'move', move: 1, rows, height: HEIGHT},
      t: {kind: 'flat', selected},
    };
    view = changeView(view, actions[key]);
  }
  const list = toList();
  const nameOf = (key: string | undefined) => names.find((name) => idOf(name) === key);
  return {
    rows: list.rows.map(({key}) => nameOf(key)),
    selected: nameOf(list.rows[toPlace(list, HEIGHT).index]?.key),
  };
};

const CASES: readonly (readonly [keys: readonly Key[], selected: string, rows: string])[] = [
  [[], 'root', 'root other'],
  [['right'], 'root', 'root second first other'],
  [['right', 'right'], 'second', 'root second first other'],
  [['right', 'down', 'down', 'right'], 'first', 'root second first leaf other'],
  [['right', 'down', 'down', 'right', 'down', 'left'], 'first', 'root second first leaf other'],
  [['right', 'down', 'left'], 'root', 'root second first other'],
  [['right', 'left'], 'root', 'root other'],
  [['down', 'right'], 'other', 'root other'],
  [['t'], 'root', 'root first second leaf other'],
  [['t', 'down', 'down', 'down', 't'], 'leaf', 'root second first leaf other'],
  [['t', 'right', 'left'], 'root', 'root first second leaf other'],
];
for (const [keys, selected, rows] of CASES) {
  test(`after ${keys.join(', ') || 'nothing'} the cursor is on ${selected} in: ${rows}`, (t) => {
    t.deepEqual(press(...keys), {rows: rows.split(' ') as never, selected: selected as never});
  });
}
