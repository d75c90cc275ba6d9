import {stripVTControlCharacters} from 'node:util';
import test from 'ava';
import stringWidth from 'string-width';
import {createRandom} from '../../source/emulator/random.ts';
import {formatRow} from '../../source/format/execution-row.ts';
import {createPalette} from '../../source/format/palette.ts';
import {findColumn, formatHeading, layoutRow} from '../../source/format/row-layout.ts';
import {clean} from '../../source/model/safe-text.ts';
import {createHostileExecutions, createJob, NOW_MS} from '../helpers/executions.ts';

const plain = {nowMs: NOW_MS, palette: createPalette(false), isSelected: false, isAscii: false};

test('a row and its heading are exactly as wide as asked for, whatever the names are', (t) => {
  const random = createRandom(3);
  const executions = createHostileExecutions(200);
  for (let round = 0; round < 2000; round++) {
    const columns = random.int(40, 250);
    const layout = layoutRow(columns);
    const execution = random.pick(executions);
    const [isSelected, isAscii] = [random.chance(0.5), random.chance(0.5)];
    const palette = createPalette(random.chance(0.5));
    const branch = {
      depth: random.int(0, 12),
      fold: random.pick(['open', 'folded', 'none', 'flat'] as const),
      isEarlierTry: random.chance(0.2),
      summary: {
        count: 1234,
        states: new Map([
          ['failed', 234],
          ['partially_failed', 1000],
        ]),
        price: undefined,
      },
      perHour: undefined,
    };
    const row = stripVTControlCharacters(
      formatRow(execution, {layout, nowMs: NOW_MS, palette, isSelected, isAscii, branch}),
    );
    t.is(stringWidth(row), columns, row);
    t.notRegex(row, /\p{Cc}/u);
    t.is(formatHeading(layout).length, columns);
  }
});

test('a long name with something below it leaves the cost its place', (t) => {
  const job = createJob({name: clean('a very long name of an analysis '.repeat(3))});
  const summary = {
    count: 8,
    states: new Map([
      ['done', 5],
      ['running', 3],
    ]),
    price: undefined,
  };
  for (let columns = 72; columns <= 120; columns++) {
    const branch = {depth: 0, fold: 'folded', isEarlierTry: false, summary, perHour: undefined} as const;
    const row = formatRow(job, {...plain, layout: layoutRow(columns), branch});
    t.is(row.length, columns);
    t.regex(row, / \$1\.50$/);
  }
});

test('while a list is old its jobs do not run on, and their age goes on', (t) => {
  const draw = (nowMs: number) =>
    formatRow(createJob(), {...plain, nowMs, seenMs: NOW_MS, layout: layoutRow(80)});
  t.regex(draw(NOW_MS), / 1h +0:50:00 /);
  t.regex(draw(NOW_MS + 3_600_000), / 2h +0:50:00 /);
});

test('a column of the heading is what is headed there', (t) => {
  const layout = layoutRow(150);
  const heading = formatHeading(layout);
  for (const [text, column] of [
    ['STATE', 'state'],
    ['NAME', 'name'],
    ['INSTANCE', 'instance'],
    ['COST', 'cost'],
  ] as const) {
    t.is(findColumn(layout, heading.indexOf(text)), column);
    t.is(findColumn(layout, heading.indexOf(text) + text.length - 1), column);
  }

  t.is(findColumn(layout, 0), undefined);
  t.is(findColumn(layout, 150), undefined);
});

test('a row says symbol, state, name, executable, instance type, age, running time and cost', (t) => {
  const row = formatRow(createJob(), {...plain, layout: layoutRow(120)});
  t.regex(row, /^ ● running +align reads +bwa_mem +mem1_ssd1_v2_x4 +1h +0:50:00 +\$1\.50$/);
});

test('the row of a failed job says why, and a selected one is marked without colours', (t) => {
  const failure = {reason: clean('AppError'), message: clean('no reads left'), from: undefined};
  const job = createJob({state: clean('failed'), failure});
  t.regex(
    formatRow(job, {...plain, layout: layoutRow(100)}),
    /^ ✗ failed +align reads +AppError: no reads left/,
  );
  t.regex(
    formatRow(job, {...plain, isSelected: true, isAscii: true, layout: layoutRow(100)}),
    /^\S*>x failed/,
  );
});

test('a long reason leaves enough of the name to tell rows apart', (t) => {
  const reason = clean('AppInsufficientResourceError');
  const failure = {reason, message: clean('No space left on device'), from: undefined};
  const job = createJob({state: clean('failed'), name: clean('STAR align SRR1039516'), failure});
  const row = formatRow(job, {...plain, layout: layoutRow(120)});
  t.regex(row, /^ ✗ failed +STAR align SRR1039516 AppInsufficientRe/);
});

test('in a narrow list a name of usual length is whole, and what is below it is counted at least', (t) => {
  const states = new Map([
    ['waiting_on_input', 3],
    ['done', 1],
  ]);
  const branch = {
    depth: 0,
    fold: 'folded',
    isEarlierTry: false,
    summary: {count: 4, states, price: undefined},
    perHour: undefined,
  } as const;
  const draw = (name: string, columns: number) =>
    formatRow(createJob({name: clean(name)}), {...plain, layout: layoutRow(columns), branch});
  t.regex(draw('RNA-seq NA18509', 90), /▸ RNA-seq NA18509 \[4: 3 waiting, 1 done\]/);
  t.regex(draw('RNA-seq NA18509', 80), /▸ RNA-seq NA18509 \[4\] /);
  const failure = {reason: clean('AppInsufficientResourceError'), message: undefined, from: undefined};
  const failed = createJob({state: clean('failed'), name: clean('RNA-seq NA18507'), failure});
  t.regex(formatRow(failed, {...plain, layout: layoutRow(80)}), /RNA-seq NA18507 AppInsufficientR/);
});

test('a held job says on its row why it is held', (t) => {
  const failure = {reason: clean('AppInternalError'), message: clean('segmentation fault'), from: undefined};
  const row = formatRow(createJob({state: clean('debug_hold'), failure}), {...plain, layout: layoutRow(90)});
  t.regex(row, /^ ◆ debug_hold +align reads AppInternalError: segment/);
});

test('an ASCII row has nothing but ASCII of its own', (t) => {
  for (const state of ['running', 'done', 'terminated', 'restartable', 'quantum', 'partially_failed']) {
    const row = formatRow(createJob({state: clean(state)}), {
      ...plain,
      isAscii: true,
      layout: layoutRow(150),
    });
    t.regex(row, /^[ -~]*$/);
  }
});

test('what is unknown of an execution is a question mark or a blank, not a guess', (t) => {
  const job = createJob({
    createdMs: undefined,
    startedRunningMs: undefined,
    price: undefined,
    name: undefined,
  });
  const row = formatRow(job, {...plain, layout: layoutRow(80)});
  t.regex(row, /^ ● running +job-0{23}1 +\? +$/);
});
