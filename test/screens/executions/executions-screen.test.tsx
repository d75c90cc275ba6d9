import {stripVTControlCharacters} from 'node:util';
import test from 'ava';
import {createExecutionTree} from '../../../source/model/execution-tree.ts';
import type {Execution} from '../../../source/model/execution.ts';
import {ALL_FOLDED, arrange, toRows} from '../../../source/model/list-rows.ts';
import {toSpend} from '../../../source/model/spend.ts';
import {clean} from '../../../source/model/safe-text.ts';
import {ExecutionsScreen} from '../../../source/screens/executions/executions-screen.tsx';
import {NO_MARKS} from '../../../source/screens/executions/marks.ts';
import {ALL} from '../../../source/model/chosen-view.ts';
import {toView} from '../../../source/screens/executions/executions-view.ts';
import type {ExecutionList} from '../../../source/screens/executions/use-execution-list.ts';
import {createHostileExecutions, createJob, NOW_MS, toTestJobId} from '../../helpers/executions.ts';
import {PLAIN_THEME, renderFrame, renderLines, testFrames} from '../../helpers/render-frame.tsx';

const ignore = () => undefined;
const common = {
  emptyText: 'You have no executions.',
  header: ['the header'],
  nowMs: NOW_MS,
  isActive: true,
  marks: NO_MARKS,
  onMarks: ignore,
  onView: ignore,
  onCommand: ignore,
  detail: <Value,>(selected: Value) => selected,
};
const FIRST = {selectedKey: undefined, index: 0, offset: 0};
const toList = (executions: readonly Execution[], listState = FIRST, folds = ALL_FOLDED): ExecutionList => {
  const tree = createExecutionTree();
  for (const execution of executions) tree.set(execution, 1);
  const view = {...toView(ALL), list: listState, folds};
  const spend = toSpend(tree, NOW_MS);
  const wish = {isFlat: folds.isFlat, filter: undefined, sort: undefined};
  const arrangement = arrange(tree, wish, {nowMs: NOW_MS, hourly: spend.hourly});
  return {tree, rows: toRows(arrangement, folds), arrangement, isArranging: false, spend, view};
};
const hostile = createHostileExecutions(60);

testFrames('list', (size, situation) => (
  <ExecutionsScreen
    {...common}
    {...size}
    header={['header', 'notice'].slice(0, 1 + (situation % 2))}
    list={toList(hostile.slice(0, situation % 61), {
      selectedKey: undefined,
      index: situation % 61,
      offset: situation % 17,
    })}
  />
));

const jobs = ['running', 'done', 'runnable'].map((state, index) =>
  createJob({id: toTestJobId(index), name: clean(`job ${index}`), state: clean(state)}),
);

test('the list has header, heading, rows, the selected one in detail, and the keys', (t) => {
  const size = {columns: 80, rows: 24};
  const lines = renderLines(<ExecutionsScreen {...common} {...size} list={toList(jobs)} />, 80);
  t.is(lines.length, 24);
  t.is(lines[0], 'the header');
  t.regex(lines[1] ?? '', /^ STATE +NAME +AGE +RUNNING +COST$/);
  t.regex(lines[2] ?? '', /^>● running +job 0/);
  t.regex(lines[3] ?? '', /^ ✓ done +job 1/);
  t.true(lines.includes(` id            ${toTestJobId(0)}`));
  t.is(lines[23], 'Enter attach  d describe  l log  / filter  : commands  r refresh  ? help  q quit');
});

test('where something else stands in the place of the keys, the list has their row', (t) => {
  const size = {columns: 80, rows: 12};
  const many = Array.from({length: 20}, (_, index) =>
    createJob({id: toTestJobId(index), name: clean(`job ${index}`)}),
  );
  const draw = (hasFooter: boolean) =>
    renderLines(<ExecutionsScreen {...common} {...size} list={toList(many)} hasFooter={hasFooter} />, 80);
  t.regex(draw(true).at(-1) ?? '', /^Enter attach/);
  t.is(draw(false).length, 12);
  t.regex(draw(false).at(-1) ?? '', /^ ● running +job 9/);
});

test('the link of an ID takes no room, and ends on its line, at every size', (t) => {
  const linked = {...createJob(), project: clean('project-Jv5QGX8jFz7Yv9QkZ4b2G5gQ')};
  const theme = {...PLAIN_THEME, linkHost: 'lab.example.org'};
  let linkCount = 0;
  for (let columns = 20; columns <= 220; columns++) {
    const size = {columns, rows: 10 + (columns % 30)};
    const screen = <ExecutionsScreen {...common} {...size} list={toList([linked])} />;
    const frame = renderFrame(screen, columns, theme);
    t.is(
      stripVTControlCharacters(frame),
      stripVTControlCharacters(renderFrame(screen, columns, PLAIN_THEME)),
    );
    for (const line of frame.split('\n')) {
      const links = [...line.matchAll(/\u001B\]8;;([^\u001B\u0007]*)(?:\u001B\\|\u0007)/g)].map(
        ([, url]) => url,
      );
      t.deepEqual(
        links.map((url) => url !== ''),
        links.map((_, index) => index % 2 === 0),
        `${columns}: ${JSON.stringify(line)}`,
      );
      linkCount += links.length / 2;
    }
  }

  t.true(linkCount > 100, `${linkCount} links`);
});

const FOOTERS = [
  [0, 'Enter attach'],
  [1, 'Enter open  s no SSH: job is done'],
  [2, 'Enter open  s wait and attach'],
] as const;
for (const [index, footer] of FOOTERS) {
  test(`on a ${jobs[index]?.state ?? ''} job the footer begins with: ${footer}`, (t) => {
    const size = {columns: 120, rows: 20};
    const listState = {...FIRST, index};
    const lines = renderLines(<ExecutionsScreen {...common} {...size} list={toList(jobs, listState)} />, 120);
    t.true(lines[19]?.startsWith(`${footer}  d describe`), lines[19]);
  });
}

test('an empty list says why it is empty', (t) => {
  const size = {columns: 60, rows: 15};
  const lines = renderLines(<ExecutionsScreen {...common} {...size} list={toList([])} />, 60);
  t.is(lines[2], ' You have no executions.');
  t.regex(lines[14] ?? '', /^\/ filter {2}h further back {2}p whose /);
});

test('without UTF-8 the list draws itself with ASCII', (t) => {
  for (const columns of [60, 100, 200]) {
    const size = {columns, rows: 30};
    const screen = <ExecutionsScreen {...common} {...size} list={toList(jobs)} />;
    t.regex(renderFrame(screen, columns, PLAIN_THEME), /^[\x1b\n -~]*$/);
  }
});

test('a marked row has a + before it, under the cursor too', (t) => {
  const executions = [createJob(), createJob({id: toTestJobId(2), name: clean('two')})];
  const marks = {ids: new Set([toTestJobId(1), toTestJobId(2)]), anchorId: undefined};
  const list = toList(executions);
  const screen = <ExecutionsScreen {...common} marks={marks} list={list} columns={80} rows={24} />;
  const lines = renderLines(screen, 80);
  t.regex(lines[2] ?? '', /^\+● running +align reads/);
  t.regex(lines[3] ?? '', /^\+● running +two/);
});
