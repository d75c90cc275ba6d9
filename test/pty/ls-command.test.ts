import test from 'ava';
import {createPlace} from './start-dxtop.ts';

const place = async (t: Parameters<typeof createPlace>[0]) => {
  const made = await createPlace(t);
  const nowMs = Date.now();
  const add = (name: string, state: string, ageMs: number, more: object = {}) =>
    made.control.addJob({name, state, created: nowMs - ageMs, ...more});
  await add('align reads', 'running', 60_000, {startedRunning: nowMs - 50_000});
  await add('call \u0085variants', 'failed', 120_000, {
    failureReason: 'AppError',
    failureMessage: 'no reads',
  });
  await add('old news', 'done', 3 * 86_400_000);
  await add('long run', 'running', 4 * 86_400_000, {startedRunning: nowMs - 4 * 86_400_000, tags: ['ci']});
  return made;
};

const namesOf = (stdout: string): string[] =>
  (JSON.parse(stdout) as readonly {readonly name: string}[]).map(({name}) => name);

test.serial('ls prints a plain table of what is new or has not ended', async (t) => {
  const made = await place(t);
  const {code, stdout} = await made.run(['ls']);
  t.is(code, 0);
  const lines = stdout.trimEnd().split('\n');
  t.regex(lines[0] ?? '', /^STATE +NAME +EXECUTABLE +AGE +RUNNING +COST +ID$/);
  t.deepEqual(
    lines.slice(1).map((line) => line.split(/ {2,}/).slice(0, 2)),
    [
      ['running', 'align reads'],
      ['failed', 'call \uFFFDvariants'],
      ['running', 'long run'],
    ],
  );
  t.true(lines.every((line) => /^[^\x00-\x1f\x7f-\x9f]*$/.test(line)));
});

const CASES: readonly (readonly [args: readonly string[], names: readonly string[]])[] = [
  [['state:failed'], ['call \uFFFDvariants']],
  [['name:ALIGN'], ['align reads']],
  [
    ['--since', 'all'],
    ['align reads', 'call \uFFFDvariants', 'old news', 'long run'],
  ],
  [['age>2d'], ['old news', 'long run']],
  [['tag:ci', 'state:active'], ['long run']],
  [
    ['tag:ci', 'or', 'state:failed'],
    ['call \uFFFDvariants', 'long run'],
  ],
  [['-state:running', '-n', '1'], ['call \uFFFDvariants']],
  [['nothing like this'], []],
];
for (const [args, names] of CASES) {
  test.serial(`ls ${args.join(' ')} --json finds: ${names.join(', ') || 'nothing'}`, async (t) => {
    const made = await place(t);
    const {code, stdout} = await made.run(['ls', ...args, '--json']);
    t.is(code, 0);
    t.deepEqual(namesOf(stdout), names);
    t.regex(stdout, /^[\n -~\u00A0-\uFFFD]*$/);
  });
}

test.serial('ls says what is wrong in a filter, and asks nothing', async (t) => {
  const made = await place(t);
  const {code, stdout, stderr} = await made.run(['ls', 'stat:failed']);
  t.is(code, 2);
  t.is(stdout, '');
  t.regex(
    stderr,
    /^dxtop: "stat:failed" in the filter means nothing\. There is no stat; there are state, name,/,
  );
});
