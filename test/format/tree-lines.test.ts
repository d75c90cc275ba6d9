import {stripVTControlCharacters} from 'node:util';
import test from 'ava';
import {createPalette} from '../../source/format/palette.ts';
import {formatBelow, formatTree} from '../../source/format/tree-lines.ts';
import {createExecutionTree} from '../../source/model/execution-tree.ts';
import {clean} from '../../source/model/safe-text.ts';
import {createHostileExecutions, createJob, NOW_MS, toTestJobId} from '../helpers/executions.ts';

const style = {columns: 70, nowMs: NOW_MS, palette: createPalette(false), isAscii: true};

test('each execution stands below its parent, in the order of creation, tries before what followed', (t) => {
  const tree = createExecutionTree();
  const part = (number: number, name: string, parent: number, createdMs: number) =>
    createJob({id: toTestJobId(number), name: clean(name), parentJob: toTestJobId(parent), createdMs});
  const failure = {reason: clean('UnresponsiveWorker'), message: undefined, from: undefined};
  const jobs = [
    createJob({name: clean('cohort')}),
    part(3, 'call chr2', 1, NOW_MS - 10),
    {...part(2, 'call chr1', 1, NOW_MS - 20), tryNumber: 1},
    {...part(2, 'call chr1', 1, NOW_MS - 20), tryNumber: 0, state: clean('failed'), failure},
  ];
  for (const [index, job] of jobs.entries()) tree.set(job, index);
  const lines = formatTree(tree, toTestJobId(3), style).map((line) => stripVTControlCharacters(line));
  t.deepEqual(
    lines.map((line) => line.slice(0, 47).trimEnd()),
    [
      '* cohort  running',
      '`- * call chr1  running',
      '  `- x call chr1, try 0  failed  UnresponsiveW~',
      '`- * call chr2  running',
    ],
  );
  t.true(lines.every((line) => line.length === 70 && line.endsWith('$1.50')));
});

test('hostile trees stay within their width', (t) => {
  const tree = createExecutionTree();
  for (const [index, execution] of createHostileExecutions(60).entries()) tree.set(execution, index);
  for (const columns of [38, 60, 120])
    for (const line of formatTree(tree, toTestJobId(1), {...style, columns}))
      t.true(stripVTControlCharacters(line).length <= 2 * columns);
});

test('below an execution stand its children and theirs, as many as have room', (t) => {
  const tree = createExecutionTree();
  const add = (number: number, name: string, parent?: number) =>
    tree.set(
      createJob({
        id: toTestJobId(number),
        name: clean(name),
        parentJob: parent === undefined ? undefined : toTestJobId(parent),
        createdMs: NOW_MS + number,
      }),
      number,
    );
  add(1, 'cohort');
  add(2, 'call chr1', 1);
  add(3, 'shard', 2);
  add(4, 'call chr2', 1);
  const draw = (number: number, height: number) => {
    const node = tree.find(toTestJobId(number));
    return (
      node &&
      formatBelow(node, {...style, height}).map((line) =>
        stripVTControlCharacters(line).slice(0, 24).trimEnd(),
      )
    );
  };
  const all = ['', 'Below', '* call chr1  running', '`- * shard  running', '* call chr2  running'];
  t.deepEqual(draw(1, 5), all);
  t.deepEqual(draw(1, 9), all);
  t.deepEqual(draw(1, 4), ['', 'Below', '* call chr1  running', '~ and more']);
  t.deepEqual(draw(1, 2), []);
  t.deepEqual(draw(4, 9), []);
});
