import {stripVTControlCharacters} from 'node:util';
import test from 'ava';
import {type ExplanationFacts, formatExplanation} from '../../source/format/explanation.ts';
import {createPalette} from '../../source/format/palette.ts';
import {findFirstCause} from '../../source/model/first-cause.ts';
import {clean} from '../../source/model/safe-text.ts';
import {createHostileExecutions, createJob, NOW_MS, toTestJobId} from '../helpers/executions.ts';

const style = {columns: 76, palette: createPalette(false), isAscii: true};
const failed = (number: number, message: string, seconds: number) =>
  createJob({
    id: toTestJobId(number),
    name: clean(`align ${String(number)}`),
    state: clean('failed'),
    parentJob: toTestJobId(1),
    rootExecution: toTestJobId(1),
    stateTransitions: [{state: clean('failed'), atMs: NOW_MS + seconds * 1000}],
    failure: {reason: clean('AppError'), message: clean(message), from: undefined},
  });
const root = createJob({
  name: clean('cohort'),
  state: clean('failed'),
  failure: {
    reason: clean('JobTreeFailure'),
    message: undefined,
    from: {id: toTestJobId(3), name: undefined, executableName: undefined},
  },
});
const tree = [
  root,
  failed(2, 'BAM 12 is cut\nread it again', 20),
  failed(3, 'BAM 7 is cut\nread it again', 0),
];
const toLines = (facts: Partial<ExplanationFacts>): string[] =>
  formatExplanation(
    {asked: root, cause: findFirstCause(root, tree), treeSize: 3, isTreeWhole: true, ...facts},
    style,
  ).map((line) => stripVTControlCharacters(line));

test('the way to the cause, its message, what to do, and what shows that it was first', (t) => {
  const lines = toLines({});
  t.deepEqual(lines.slice(0, 6), [
    'x cohort  JobTreeFailure',
    '`- because of x align 3  AppError',
    '',
    'Message',
    '  BAM 7 is cut',
    '  read it again',
  ]);
  const text = lines.join('\n');
  t.regex(text, /What to do\n {2}The app refused its input/);
  t.regex(text, /The next to fail by itself was align 2, 20 s later\./);
  t.regex(text, /2 of the tree's 3 executions failed the same way\./);
  t.true(lines.includes(`first cause: ${toTestJobId(3)}`));
  t.notRegex(text, /error lines/);
});

test('the end of the log is shown, and why there is none', (t) => {
  const lines = [{text: clean('samtools: truncated file')}];
  const withLines = toLines({log: {lines, areErrors: true, trouble: ''}});
  t.deepEqual(withLines.slice(-4, -2), ['Last error lines of its log', '  samtools: truncated file']);
  t.true(
    toLines({log: {lines, areErrors: false, trouble: ''}}).includes(
      'The end of its log, without an error line',
    ),
  );
  t.true(toLines({log: {lines: undefined, areErrors: true, trouble: ''}}).includes('  reading its log'));
  t.true(toLines({log: {lines: [], areErrors: false, trouble: ''}}).includes('  its log is empty'));
  const refused = toLines({log: {lines: undefined, areErrors: true, trouble: 'The log is gone.'}});
  t.true(refused.includes('  The log is gone.'));
});

test('when nothing failed it says so, and that it did not see everything', (t) => {
  const asked = createJob();
  t.deepEqual(toLines({asked, cause: undefined}), [
    'Nothing has failed: align reads is running, and nothing below it has failed.',
  ]);
  t.regex(toLines({asked, cause: undefined, isTreeWhole: false}).join(' '), /first 5000 executions/);
});

test('hostile trees stay within their width', (t) => {
  const hostile = createHostileExecutions(60);
  for (const asked of hostile) {
    const facts = {asked, cause: findFirstCause(asked, hostile), treeSize: 60, isTreeWhole: false};
    for (const line of formatExplanation(facts, style))
      t.true(stripVTControlCharacters(line).length <= 2 * style.columns);
  }
});
