import test from 'ava';
import {createPalette} from '../../../source/format/palette.ts';
import {clean} from '../../../source/model/safe-text.ts';
import {toChangeLogLines} from '../../../source/screens/change/change-log-lines.ts';
import {
  formatChangeUnderWay,
  formatItem,
  formatTarget,
  formatTotal,
} from '../../../source/screens/change/change-lines.ts';
import {createJob, NOW_MS, toTestJobId} from '../../helpers/executions.ts';

const drawing = {columns: 60, palette: createPalette(false), isAscii: false};
const item = {id: toTestJobId(1), name: clean('one'), state: clean('running'), detail: clean('')} as const;

test('each execution of a change says how far it is, in a word too', (t) => {
  t.is(formatItem({...item, progress: 'planned'}, 'terminated', drawing), ' · waiting      one');
  t.is(formatItem({...item, progress: 'done'}, 'terminated', drawing), ' ✓ terminated   one');
  t.is(
    formatItem({...item, progress: 'failed', detail: clean('refused')}, 'terminated', drawing),
    ' ✗ failed       one  (refused)',
  );
});

test('for a screen reader an execution of a plan is words, its state in full', (t) => {
  const job = createJob({state: clean('partially_failed')});
  t.is(
    formatTarget(job, 'with all its stages', {...drawing, isPlain: true}),
    'partially failed, align reads, $1.50, with all its stages',
  );
  t.regex(formatTarget(job, '', drawing), /^ ✗ part_failed +\$1\.50 {2}align reads$/);
});

test('costs are added up by currency', (t) => {
  const euro = createJob({price: {amount: 2, symbol: clean('€'), isSymbolLeft: false}});
  t.is(formatTotal([createJob(), createJob(), euro]), '$3.00 + 2.00€');
  t.is(formatTotal([createJob({price: undefined})]), 'unknown');
});

test('a change under way counts down, and then up', (t) => {
  const run = {
    change: {kind: 'terminate'},
    phase: 'waiting',
    actsAtMs: NOW_MS + 3200,
    items: [{...item, progress: 'planned'}],
  } as const;
  t.is(formatChangeUnderWay(run, NOW_MS, false), 'Terminating 1 execution in 4 s. :undo takes it back.');
  const items = [{...item, progress: 'done'} as const, {...item, progress: 'acting'} as const];
  t.is(
    formatChangeUnderWay(run, NOW_MS, true),
    'Terminating 1 execution in a few seconds. :undo takes it back.',
  );
  t.is(
    formatChangeUnderWay({...run, phase: 'acting', items}, NOW_MS, false),
    'Terminating 2 executions: 1 of 2.',
  );
});

test('the log of changes has a heading for each day, and says where no answer came', (t) => {
  const record = {atMs: NOW_MS, action: clean('terminate'), id: clean('job-1'), result: clean('sent')};
  const lines = toChangeLogLines(
    [record, {...record, atMs: NOW_MS - 86_400_000, result: clean('done')}],
    (id) => (id === 'job-1' ? 'align' : undefined),
  );
  t.deepEqual(
    lines.map(({isHeading}) => isHeading ?? false),
    [true, false, true, false],
  );
  t.regex(lines[1]?.text ?? '', /^ {2}\d\d:\d\d:\d\d {2}job-1 +terminate: sent, no answer {2}\(align\)$/);
  t.regex(lines[3]?.text ?? '', /terminate: done/);
});
