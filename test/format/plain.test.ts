import test from 'ava';
import {formatDetail} from '../../source/format/execution-detail.ts';
import {createPalette} from '../../source/format/palette.ts';
import {formatPlainAttention} from '../../source/format/plain-attention.ts';
import {formatPlainHeader} from '../../source/format/plain-header.ts';
import {formatCoarseSpan, formatPlainRow, toPlainLines} from '../../source/format/plain-lines.ts';
import {formatTimeline} from '../../source/format/timeline.ts';
import {formatTree} from '../../source/format/tree-lines.ts';
import {formatWorkerRow} from '../../source/format/worker-row.ts';
import {createExecutionTree} from '../../source/model/execution-tree.ts';
import {clean} from '../../source/model/safe-text.ts';
import {createHostileExecutions, createJob, NOW_MS, toTestJobId} from '../helpers/executions.ts';

const place = {position: 3, count: 12};
const branch = {
  depth: 0,
  fold: 'flat',
  isEarlierTry: false,
  summary: undefined,
  perHour: undefined,
} as const;
const facts = {
  source: 'demo',
  scope: 'mine, all projects',
  fetchedAtMs: NOW_MS - 1000,
  nowMs: NOW_MS,
  trouble: undefined,
};

const plainStyle = {columns: 100, nowMs: NOW_MS, palette: createPalette(false), isAscii: true, isPlain: true};

test('tree, timeline, workers and the whole of an execution are words, and no second is counted in them', (t) => {
  const tree = createExecutionTree();
  const root = createJob();
  const child = createJob({id: toTestJobId(2), parentJob: root.id, state: clean('failed')});
  tree.set(root, 1);
  tree.set(child, 2);
  const worker = {host: clean('10.0.0.7'), sshPort: 22, sshHostKey: clean('key')} as const;
  const row = {number: 0, worker, reach: {kind: 'answers'} as const, session: undefined};
  const draw = (style: typeof plainStyle) =>
    toPlainLines([
      ...formatTree(tree, toTestJobId(9), style),
      ...formatTimeline(root, style),
      ...formatDetail(root, style),
      formatWorkerRow(row, {...style, isSelected: false}),
    ]);
  const lines = draw(plainStyle);
  t.is(lines[0], 'align reads running 50 minutes $1.50');
  t.regex(lines[1] ?? '', /^level 2: align reads failed/);
  t.regex(lines[2] ?? '', /^idle \d{4}-.* 10 minutes$/);
  t.true(lines.includes('state running, 50 minutes'), lines.join('\n'));
  t.regex(
    lines.at(-1) ?? '',
    /^driver answers no session 10\.0\.0\.7:22$|answers no session 10\.0\.0\.7:22$/,
  );
  for (const line of lines) t.notRegex(line, /(^|\s)[*+x#o@`.|-]{1,}(\s|$)/);
  t.deepEqual(draw({...plainStyle, nowMs: NOW_MS + 20_000}), lines);
});

test('what needs attention is a sentence', (t) => {
  const job = createJob({
    state: clean('failed'),
    stoppedRunningMs: NOW_MS - 300_000,
    failure: {reason: clean('AppError'), message: clean('no\nreads'), from: undefined},
  });
  const tree = createExecutionTree();
  for (const number of [1, 2]) tree.set({...job, id: toTestJobId(number)}, number);
  const members = tree
    .inOrder()
    .map((node) => ({node, alert: {kind: 'failed', sinceMs: NOW_MS - 300_000} as const}));
  const cause = {key: 'k', kind: 'failed', members} as const;
  const style = {
    place: {position: 1, count: 3},
    perHour: undefined,
    isOpen: false,
    isMarked: false,
    nowMs: NOW_MS,
  };
  t.is(
    formatPlainAttention(cause, undefined, style),
    '> 1 of 3: 2 executions, AppError: no reads, since 5 minutes ago, folded',
  );
  t.is(
    formatPlainAttention(cause, members[0], {...style, isMarked: true}),
    '> 1 of 3: failed, align reads, no reads, since 5 minutes ago, level 2, marked',
  );
});

test('what is known of an alert has its times in words as well', (t) => {
  const tree = createExecutionTree();
  tree.set(createJob({state: clean('debug_hold')}), 1);
  const alert = {kind: 'held', sinceMs: NOW_MS - 47 * 3_600_000, endsMs: NOW_MS + 780_000} as const;
  const members = tree.inOrder().map((node) => ({node, alert}));
  const style = {place: {position: 1, count: 1}, perHour: undefined, isOpen: false, isMarked: false};
  t.is(
    formatPlainAttention({key: 'k', kind: 'held', members}, undefined, {...style, nowMs: NOW_MS}),
    '> 1 of 1: debug hold, align reads, held for debugging, and paid for, held 47 hours, may end in 13 minutes, folded',
  );
});

test('plain lines have no columns, no rules and nothing empty', (t) => {
  t.deepEqual(toPlainLines([' name          align  reads', '', '-----', '──────', ' a - b ']), [
    'name align reads',
    'a - b',
  ]);
});

test('a plain row says its place, its state and what it is about', (t) => {
  const summary = {count: 9, states: new Map([['done', 9]]), price: undefined, perHour: undefined};
  t.is(
    formatPlainRow(createJob(), {place, nowMs: NOW_MS, branch, isMarked: false}),
    '> 3 of 12: running, align reads, for 50 minutes, created 60 minutes ago, cost $1.50',
  );
  const failure = {reason: clean('AppError'), message: clean('no reads left'), from: undefined};
  const job = createJob({state: clean('debug_hold'), failure, tryNumber: 2, price: undefined});
  t.is(
    formatPlainRow(job, {
      place,
      nowMs: NOW_MS,
      branch: {...branch, depth: 1, fold: 'folded', summary},
      isMarked: true,
    }),
    '> 3 of 12: debug hold, align reads, try 2, AppError: no reads left, for 50 minutes, created 60 minutes ago, level 2, folded with 9 done, marked',
  );
});

test('a plain row stays the same for as long as a minute', (t) => {
  for (const execution of createHostileExecutions(100)) {
    const row = (nowMs: number) => formatPlainRow(execution, {place, nowMs, branch, isMarked: false});
    t.notRegex(row(NOW_MS), /\p{Cc}/u);
    const rows = new Set(Array.from({length: 50}, (_, second) => row(NOW_MS + second * 1000)));
    // One change of minute for the time of running, and one for the age.
    t.true(rows.size <= 3, [...rows].join('\n'));
  }
});

test('coarse spans have no seconds', (t) => {
  t.deepEqual([-5, 59_999, 60_000, 119_999, 120_000, 7.2e6].map(formatCoarseSpan), [
    'less than a minute',
    'less than a minute',
    'a minute',
    'a minute',
    '2 minutes',
    '2 hours',
  ]);
});

test('the plain header is sentences, and says from when old data is', (t) => {
  const states = new Map([
    ['running', 1],
    ['in_progress', 1],
    ['debug_hold', 1],
  ]);
  t.is(
    formatPlainHeader(states, {...facts, alertCount: 1, sessionCount: 2}),
    'dxtop on demo. Executions, mine, all projects: 2 running, 1 debug hold. 1 cause for attention. 2 sessions to go back to. Live.',
  );
  t.regex(
    formatPlainHeader(new Map(), {...facts, fetchedAtMs: NOW_MS - 90_000}),
    /^dxtop on demo\. Executions, mine, all projects: none\. As of 2026-11-23 \d\d:\d\d:\d\d\.$/,
  );
  t.regex(formatPlainHeader(states, {...facts, trouble: 'no network'}), /As of /);
  t.regex(formatPlainHeader(states, {...facts, fetchedAtMs: undefined}), /Loading\.$/);
});
