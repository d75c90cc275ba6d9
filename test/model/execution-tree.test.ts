import test from 'ava';
import {createRandom} from '../../source/emulator/random.ts';
import {
  createExecutionTree,
  depthOf,
  type ExecutionTree,
  type TreeNode,
} from '../../source/model/execution-tree.ts';
import type {Analysis, Execution} from '../../source/model/execution.ts';
import type {AnalysisId} from '../../source/model/ids.ts';
import {arrange, toRows} from '../../source/model/list-rows.ts';
import {clean} from '../../source/model/safe-text.ts';
import {createJob, NOW_MS, toTestJobId} from '../helpers/executions.ts';

const ANALYSIS_ID: AnalysisId = `analysis-${'0'.repeat(24)}`;

const analysis = (changes: Partial<Analysis> = {}): Analysis => ({
  class: 'analysis',
  id: ANALYSIS_ID,
  state: clean('in_progress'),
  name: clean('cohort'),
  executableName: undefined,
  createdMs: NOW_MS - 1000,
  modifiedMs: NOW_MS,
  launchedBy: undefined,
  project: undefined,
  rootExecution: undefined,
  parentJob: undefined,
  parentAnalysis: undefined,
  stateTransitions: [],
  failure: undefined,
  tags: [],
  properties: [],
  price: undefined,
  ...changes,
});

const stage = (number: number, changes: object = {}) =>
  createJob({id: toTestJobId(number), parentAnalysis: ANALYSIS_ID, createdMs: NOW_MS + number, ...changes});

const listOf = (tree: ExecutionTree, isFlat = false, open: ReadonlySet<string> = new Set()) => {
  const facts = {nowMs: NOW_MS, hourly: new Map<TreeNode, number>()};
  const arrangement = arrange(tree, {isFlat, filter: undefined, sort: undefined}, facts);
  return toRows(arrangement, {isFlat, open, closed: new Set()});
};

const keysOf = (nodes: readonly TreeNode[]): string[] => nodes.map(({key}) => key);

test('stages stand below their analysis, whichever becomes known first', (t) => {
  for (const executions of [
    [analysis(), stage(1), stage(2)],
    [stage(2), stage(1), analysis()],
  ] as Execution[][]) {
    const tree = createExecutionTree();
    executions.forEach((execution, index) => tree.set(execution, index));
    t.deepEqual(keysOf(listOf(tree)), [ANALYSIS_ID]);
    const folded = listOf(tree);
    t.deepEqual(keysOf(folded), [ANALYSIS_ID]);
    const open = listOf(tree, false, new Set([ANALYSIS_ID]));
    t.deepEqual(keysOf(open), [ANALYSIS_ID, toTestJobId(1), toTestJobId(2)]);
    t.deepEqual(open.map(depthOf), [0, 1, 1]);
    t.deepEqual(keysOf(listOf(tree, true)), [toTestJobId(2), toTestJobId(1), ANALYSIS_ID]);
  }
});

test('what is below is counted and priced, and again when it changes', (t) => {
  const tree = createExecutionTree();
  tree.set(analysis(), 1);
  tree.set(stage(1), 1);
  tree.set(createJob({id: toTestJobId(3), parentJob: toTestJobId(1), price: undefined}), 1);
  const top = tree.find(ANALYSIS_ID);
  if (!top) return t.fail();
  t.like(tree.summarize(top), {count: 2, price: {amount: 1.5}});
  t.deepEqual([...tree.summarize(top).states], [['running', 2]]);
  tree.set(createJob({id: toTestJobId(3), parentJob: toTestJobId(1), state: clean('failed')}), 2);
  t.deepEqual([...tree.summarize(top).states].sort(), [
    ['failed', 1],
    ['running', 1],
  ]);
  t.deepEqual([...tree.states].sort(), [
    ['failed', 1],
    ['in_progress', 1],
    ['running', 1],
  ]);
});

test('an earlier try stands below the latest, and counts for nothing', (t) => {
  const tree = createExecutionTree();
  const attempt = (tryNumber: number, state: string) => createJob({tryNumber, state: clean(state)});
  tree.set(attempt(0, 'running'), 1);
  tree.set(attempt(1, 'running'), 2);
  tree.set(attempt(0, 'restarted'), 3);
  const id = toTestJobId(1);
  const rows = listOf(tree, false, new Set([id]));
  t.deepEqual(keysOf(rows), [id, `${id} try 0`]);
  t.is(rows[1]?.execution.state, clean('restarted'));
  t.true(rows[1]?.isEarlierTry);
  t.is(tree.count, 1);
  t.is(tree.active.size, 1);
  t.deepEqual([...tree.states], [['running', 1]]);
  t.deepEqual(keysOf(listOf(tree, true)), [id], 'a flat list has executions, not tries');
});

test('a late answer changes nothing', (t) => {
  const tree = createExecutionTree();
  tree.set(createJob({state: clean('done')}), 5);
  t.false(tree.set(createJob({state: clean('running')}), 4));
  t.is(tree.find(toTestJobId(1))?.execution.state, clean('done'));
});

test('when a parent vanishes what it launched stands at the top, and goes back when it returns', (t) => {
  const tree = createExecutionTree();
  tree.set(analysis(), 1);
  tree.set(stage(1), 1);
  tree.remove(ANALYSIS_ID);
  t.deepEqual(keysOf(listOf(tree)), [toTestJobId(1)]);
  tree.set(analysis(), 2);
  t.deepEqual(keysOf(listOf(tree)), [ANALYSIS_ID]);
});

test('parents in a circle, and a chain of thousands, still make rows', (t) => {
  const tree = createExecutionTree();
  const link = (id: number, parent: number) =>
    tree.set(createJob({id: toTestJobId(id), parentJob: toTestJobId(parent)}), 1);
  link(1, 2);
  link(2, 3);
  link(3, 1);
  link(4, 4);
  for (let id = 10; id < 5000; id++) link(id, id - 1);
  const open = new Set(keysOf(tree.inOrder()));
  t.is(listOf(tree, false, open).length, tree.count);
});

test('after any changes the order, the counts and the links are those of a tree made at once', (t) => {
  const random = createRandom(11);
  const tree = createExecutionTree();
  const known = new Map<string, Execution>();
  for (let sequence = 1; sequence < 3000; sequence++) {
    const number = random.int(1, 200);
    const id = toTestJobId(number);
    if (random.chance(0.1)) {
      known.delete(id);
      tree.remove(id);
    } else {
      const parentJob =
        random.chance(0.5) && number > 10 ? toTestJobId(random.int(1, number - 1)) : undefined;
      const state = clean(random.pick(['running', 'done', 'failed']));
      const execution = createJob({id, parentJob, state, createdMs: NOW_MS + (number % 50)});
      known.set(id, execution);
      tree.set(execution, sequence);
    }
    if (sequence % 100 !== 0) continue;
    const fresh = createExecutionTree();
    for (const execution of known.values()) fresh.set(execution, 1);
    t.deepEqual(keysOf(tree.inOrder()), keysOf(fresh.inOrder()));
    t.deepEqual([...tree.states].sort(), [...fresh.states].sort());
    t.is(tree.active.size, fresh.active.size);
    for (const node of tree.inOrder()) {
      const other = fresh.find(node.key);
      if (!other) return t.fail(node.key);
      t.is(node.parent?.key, other.parent?.key);
      t.deepEqual(keysOf(node.children).sort(), keysOf(other.children).sort());
      t.is(tree.summarize(node).count, fresh.summarize(other).count);
    }
  }
});

test('an observer hears of each execution that comes, changes or goes, until it is taken off', (t) => {
  const tree = createExecutionTree();
  const heard: string[] = [];
  const stop = tree.observe((node, isGone) =>
    heard.push(`${node.key.slice(-6)} ${node.execution.state}${isGone ? ' gone' : ''}`),
  );
  const job = createJob({id: toTestJobId(7)});
  tree.set(job, 1);
  tree.set(job, 2);
  tree.set({...job, state: clean('restartable')}, 3);
  tree.set({...job, tryNumber: 1}, 4);
  tree.remove(job.id);
  stop();
  tree.set(job, 5);
  t.deepEqual(heard, [
    '000007 running',
    '000007 restartable',
    ' try 0 restartable',
    '000007 running',
    ' try 0 restartable gone',
    '000007 running gone',
  ]);
});

test('a price changes the version of a tree, all else its shape too', (t) => {
  const tree = createExecutionTree();
  let sequence = 0;
  /** Which of the two counters a change has moved. */
  const change = (execution: Execution) => {
    const {version, shape} = tree;
    tree.set(execution, ++sequence);
    return {version: tree.version > version, shape: tree.shape > shape};
  };
  const first = stage(1);
  const price = {amount: 1, symbol: clean('$'), isSymbolLeft: true};
  t.deepEqual(change(first), {version: true, shape: true});
  t.deepEqual(change({...first, price}), {version: true, shape: false});
  t.deepEqual(change({...first, price: {...price, amount: 2}}), {version: true, shape: false});
  t.deepEqual(change({...first, price, name: clean('other')}), {version: true, shape: true});
  t.deepEqual(change({...first, tryNumber: 1}), {version: true, shape: true});
  const {shape} = tree;
  tree.remove(first.id);
  t.true(tree.shape > shape);
});
