import test from 'ava';
import {createAttentionBook} from '../../../source/model/attention/attention-book.ts';
import {createExecutionTree} from '../../../source/model/execution-tree.ts';
import type {Execution} from '../../../source/model/execution.ts';
import {clean} from '../../../source/model/safe-text.ts';
import {AttentionScreen} from '../../../source/screens/attention/attention-screen.tsx';
import {
  type AttentionView,
  changeAttentionView,
  INITIAL_ATTENTION_VIEW,
  toAttentionRows,
} from '../../../source/screens/attention/attention-view.ts';
import {NO_MARKS} from '../../../source/screens/executions/marks.ts';
import {createHostileExecutions, createJob, NOW_MS, toTestJobId} from '../../helpers/executions.ts';
import {PLAIN_THEME, renderFrame, renderLines, testFrames} from '../../helpers/render-frame.tsx';

const HOUR_MS = 3_600_000;
const LIMITS = {
  failedMs: 24 * HOUR_MS,
  waitingMs: 2 * HOUR_MS,
  limitShare: 0.9,
  idleMs: 24 * HOUR_MS,
  holdMs: 48 * HOUR_MS,
  unused: {cpuShare: 0.03, unusedMs: HOUR_MS},
};
const ignore = () => undefined;

const lookAt = (executions: readonly Execution[]) => {
  const tree = createExecutionTree();
  for (const execution of executions) tree.set(execution, 1);
  const attention = createAttentionBook(tree, LIMITS).read({nowMs: NOW_MS, lastSession: () => undefined});
  const [first] = tree.inOrder();
  return {attention, perHour: new Map(first ? [[first, 1.25]] : [])};
};

const toScreen = (
  executions: readonly Execution[],
  size: {columns: number; rows: number},
  view: AttentionView = INITIAL_ATTENTION_VIEW,
  emptyText?: string,
) => {
  const {attention, perHour} = lookAt(executions);
  const rows = toAttentionRows(attention, view.open);
  return (
    <AttentionScreen
      {...size}
      shown={{attention, rows, view, changeView: ignore}}
      limits={LIMITS}
      perHour={perHour}
      emptyText={emptyText}
      header={['the header']}
      nowMs={NOW_MS}
      isActive
      onCommand={ignore}
      marks={NO_MARKS}
      onMarks={ignore}
      onChange={ignore}
      onBack={ignore}
    />
  );
};

const failed = (number: number, changes = {}) =>
  createJob({
    id: toTestJobId(number),
    name: clean(`call ${number}`),
    state: clean('failed'),
    stateTransitions: [],
    stoppedRunningMs: NOW_MS - number * HOUR_MS,
    failure: {reason: clean('AppError'), message: clean(`no reads in s${number}.bam`), from: undefined},
    ...changes,
  });
const EXECUTIONS = [
  failed(1),
  failed(2),
  createJob({
    id: toTestJobId(5),
    name: clean('Seurat'),
    state: clean('debug_hold'),
    stateTransitions: [],
    modifiedMs: NOW_MS - 47.75 * HOUR_MS,
    createdMs: NOW_MS,
  }),
];

const hostile = createHostileExecutions(120, 3);
testFrames('attention', (size, situation) => {
  const some = hostile.slice(0, situation % 121);
  const {attention} = lookAt(some);
  const keys = attention.causes.map(({key}) => key);
  const view = {
    list: {selectedKey: keys[situation % 7], index: situation % 30, offset: situation % 11},
    open: new Set(keys.filter((_, index) => (situation + index) % 3 === 0)),
  };
  return toScreen(some, size, view);
});

test('there is one row for each cause, and whoever is alone in one is named', (t) => {
  t.deepEqual(
    renderLines(toScreen(EXECUTIONS, {columns: 100, rows: 24}), 100)
      .slice(0, 6)
      .map((line) => line.trimEnd()),
    [
      'the header',
      ' Needs attention: 2 causes, 3 executions',
      '   COUNT CAUSE                                                                      SINCE   PER HOUR',
      '>▸ ✗    2 AppError: no reads in s1.bam                                                 1h',
      ' ▸ ◆    1 Seurat: held for debugging, and paid for, held 47h, may end in 15m          47h      $1.25',
      '',
    ],
  );
});

test('unfolded, a cause has its executions below, newest first, with what is known of each', (t) => {
  const [first] = lookAt(EXECUTIONS).attention.causes;
  const view = {...INITIAL_ATTENTION_VIEW, open: new Set([first?.key ?? ''])};
  const lines = renderLines(toScreen(EXECUTIONS, {columns: 100, rows: 24}, view), 100);
  t.deepEqual(
    lines.slice(3, 6).map((line) => line.trimEnd()),
    [
      '>▾ ✗    2 AppError: no reads in s1.bam                                                 1h',
      '     ✗ failed      call 1  no reads in s1.bam                                          1h',
      '     ✗ failed      call 2  no reads in s2.bam                                          2h',
    ],
  );
});

test('below stands what the cause is in full, and what can be done', (t) => {
  const lines = renderLines(toScreen(EXECUTIONS, {columns: 100, rows: 24}), 100);
  t.true(lines.includes(' AppError: no reads in s1.bam'));
  t.true(lines.some((line) => line.startsWith(' The app refused its input or settings')));
});

test('where only a part of that has room, its last line says so', (t) => {
  const lines = renderLines(toScreen(EXECUTIONS, {columns: 60, rows: 15}), 60);
  t.regex(lines.at(-2) ?? '', /^ .+ ~$/);
});

test('where nothing needs attention it says what was looked for; before anything was looked at, that', (t) => {
  const text = renderLines(toScreen([createJob()], {columns: 80, rows: 24}), 80)
    .join(' ')
    .replaceAll(/ +/g, ' ');
  t.regex(text, /Nothing needs attention/);
  t.regex(text, /Of 1 executions, 1 of which have not ended, none needs attention\./);
  t.regex(text, /failures of the last 24 h, debug holds, waits of more than 2 h,/);
  t.regex(renderFrame(toScreen([], {columns: 80, rows: 24}, undefined, 'not yet'), 80), /not yet/);
});

for (const [index, footer] of [
  [0, 'Enter unfold  X terminate all  T tags of all  ? help  Esc back'],
  [1, 'Enter attach  d describe  e why  l log  ? help  Esc back'],
] as const) {
  test(`the footer knows what row ${index} is about`, (t) => {
    const key = lookAt(EXECUTIONS).attention.causes[index]?.key;
    const view = {...INITIAL_ATTENTION_VIEW, list: {selectedKey: key, index, offset: 0}};
    t.is(renderLines(toScreen(EXECUTIONS, {columns: 100, rows: 24}, view), 100).at(-1), footer);
  });
}

test('folding from among the executions goes to their cause', (t) => {
  const {attention} = lookAt(EXECUTIONS);
  const open = new Set(attention.causes.map(({key}) => key));
  const rows = toAttentionRows(attention, open);
  t.deepEqual(
    rows.map(({member}) => member?.node.execution.name),
    [undefined, 'call 1', 'call 2', undefined, 'Seurat'],
  );
  const row = rows[2];
  if (!row) return t.fail();
  const moved = changeAttentionView(
    {...INITIAL_ATTENTION_VIEW, open},
    {kind: 'move', move: {key: row.key}, rows, height: 10},
  );
  t.is(moved.list.selectedKey, row.key);
  const folded = changeAttentionView(moved, {kind: 'fold', row});
  t.is(folded.list.selectedKey, row.cause.key);
  t.false(folded.open.has(row.cause.key));
  t.true(changeAttentionView(folded, {kind: 'unfold', row}).open.has(row.cause.key));
});

test('without UTF-8 it draws itself with ASCII', (t) => {
  t.regex(renderFrame(toScreen(EXECUTIONS, {columns: 80, rows: 24}), 80, PLAIN_THEME), /^[\x1b\n -~]*$/);
});
