import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {text} from 'node:stream/consumers';
import {setTimeout} from 'node:timers/promises';
import test, {type ExecutionContext} from 'ava';
import {BUNDLE, createPlace, type Place} from '../pty/start-dxtop.ts';
import {runDxtop} from './run-dxtop.ts';

const stdout = (msg: string) => ({source: 'APP', level: 'STDOUT', msg}) as const;

test('a finished log is printed to its end, and the command ends', async (t) => {
  const place = await createPlace(t);
  const job = await place.control.addJob({name: 'align'});
  place.control.log(job, stdout('\u001B[31mred\u001B[0m \u001B[2Jand more'));
  place.control.log(job, {source: 'APP', level: 'STDERR', msg: 'warned'});
  place.control.endJob(job, {state: 'done'});
  const {status, output, errors} = await runDxtop(t, ['log', job], place);
  t.is(errors, '');
  t.is(status, 0);
  t.regex(output.toString(), /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d STDOUT red ␛\[2Jand more$/m);
  t.regex(output.toString(), /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d STDERR warned$/m);
  t.false(output.includes('END_LOG'));
  t.false(output.includes(0x1b));
});

test('--json prints one object a line, with what does not print escaped', async (t) => {
  const place = await createPlace(t);
  const job = await place.control.addJob();
  place.control.log(job, stdout('größer \u009B31m'));
  place.control.endJob(job, {state: 'failed', failureMessage: 'bad'});
  const {status, output} = await runDxtop(t, ['log', '--json', '-l', 'STDOUT', '--', job], place);
  t.is(status, 0);
  const lines = output.toString().trimEnd().split('\n');
  const objects = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  t.true(objects.every(({level}) => level === 'STDOUT'));
  const own = objects.find(({msg}) => String(msg).startsWith('größer'));
  t.like(own, {job, jobTry: 0, source: 'APP', level: 'STDOUT', msg: 'größer \uFFFD31m'});
  t.deepEqual(Object.keys(own ?? {}), ['timestamp', 'job', 'jobTry', 'line', 'source', 'level', 'msg']);
});

test('times are told in the time zone of the settings', async (t) => {
  const place = await createPlace(t);
  place.home.addSettings('[display]\ntime_zone = "Asia/Kathmandu"\n');
  const job = await place.control.addJob();
  place.control.log(job, stdout('here'));
  place.control.endJob(job, {state: 'done'});
  const lines = await runDxtop(t, ['log', job], place);
  const [, time = ''] = /^(\S+ \S+) STDOUT here$/m.exec(lines.output.toString()) ?? [];
  const objects = await runDxtop(t, ['log', '--json', job], place);
  const [, timestamp] = /"timestamp":(\d+)[^\n]*"msg":"here"/.exec(objects.output.toString()) ?? [];
  t.is(Date.parse(`${time}+05:45`), Math.floor(Number(timestamp) / 1000) * 1000);
});

/** Starts `dxtop log` of a job that goes on. */
const startLog = (t: ExecutionContext, {env}: Place, args: readonly string[]) => {
  const child = spawn(process.execPath, [BUNDLE, 'log', ...args], {env, stdio: 'pipe'});
  t.teardown(() => child.kill('SIGKILL'));
  const errors = text(child.stderr);
  const ended = once(child, 'close');
  let printed = '';
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  return {
    ended,
    errors,
    printed: () => printed,
    /** Waits for words; rejects when it ends without them. */
    untilPrinted: async (words: string): Promise<void> => {
      const over = ended.then(() => 'over');
      while (!printed.includes(words))
        if ((await Promise.race([once(child.stdout, 'data'), over])) === 'over')
          throw new Error(`It ended without ${words}: ${printed}${await errors}`);
    },
  };
};

test('a log that goes on is followed over a restart of the server, each line once', async (t) => {
  const place = await createPlace(t);
  const job = await place.control.addJob();
  place.control.log(job, stdout('first'));
  const log = startLog(t, place, ['--get-stdout', job]);
  await log.untilPrinted('first');
  place.control.restartLogs();
  place.control.log(job, stdout('second'));
  await log.untilPrinted('second');
  place.control.endJob(job, {state: 'done'});
  t.deepEqual(await log.ended, [0, null]);
  const own = log
    .printed()
    .split('\n')
    .filter((line) => ['first', 'second'].includes(line));
  t.deepEqual(own, ['first', 'second']);
  t.regex(await log.errors, /dxtop: The log server restarts\. Trying again\./);
});

test('a log that is quiet for a while is followed as well, without being asked to', async (t) => {
  const place = await createPlace(t);
  const job = await place.control.addJob();
  place.control.log(job, stdout('first'));
  const log = startLog(t, place, ['--levels', 'STDOUT', '--', job]);
  await log.untilPrinted('first');
  // Longer than `--no-follow` waits for more.
  await setTimeout(2000);
  place.control.log(job, stdout('second'));
  await log.untilPrinted('second');
  place.control.endJob(job, {state: 'done'});
  t.deepEqual(await log.ended, [0, null]);
});

test('--no-follow prints what is there of a running job, and ends', async (t) => {
  const place = await createPlace(t);
  const job = await place.control.addJob();
  for (let count = 1; count <= 2000; count++) place.control.log(job, stdout(`line ${count}`));
  const {status, output} = await runDxtop(t, ['log', '--no-follow', '--no-timestamps', job], place);
  t.is(status, 0);
  const own = output
    .toString()
    .split('\n')
    .filter((line) => /^STDOUT line \d+$/.test(line));
  t.deepEqual([own.length, own[0], own.at(-1)], [2000, 'STDOUT line 1', 'STDOUT line 2000']);
});

test('--tree prints the jobs below with their names, --try an older try', async (t) => {
  const place = await createPlace(t);
  const parent = await place.control.addJob({name: 'parent'});
  const child = await place.control.addJob({name: 'child', parentJob: parent});
  place.control.log(child, stdout('from below'));
  place.control.log(parent, stdout('try zero'));
  await place.control.restartJob(parent);
  place.control.log(parent, stdout('try one'));
  const tree = await runDxtop(t, ['log', '--tree', '--job-ids', '--no-follow', parent], place);
  t.regex(tree.output.toString(), new RegExp(`${child} STDOUT from below`));
  const older = await runDxtop(t, ['log', '--try', '0', parent], place);
  t.is(older.status, 0);
  t.true(older.output.includes('try zero'));
  t.false(older.output.includes('try one'));
  const both = await runDxtop(t, ['log', '--try', '0', '--tree', parent], place);
  t.is(both.status, 2);
});

test('a job whose output was reused has its log in the other one', async (t) => {
  const place = await createPlace(t);
  const source = await place.control.addJob();
  place.control.log(source, stdout('really ran'));
  place.control.endJob(source, {state: 'done'});
  const copy = await place.control.addJob({state: 'done', outputReusedFrom: source});
  const {output, errors} = await runDxtop(t, ['log', copy], place);
  t.true(output.includes('really ran'));
  t.regex(errors, new RegExp(`reused from ${source}`));
});

test('what goes wrong is told, and the status says so', async (t) => {
  const place = await createPlace(t);
  const missing = await runDxtop(t, ['log', 'job-000000000000000000000000'], place);
  t.is(missing.status, 3);
  t.regex(missing.errors, /^dxtop: The platform refused the call: ResourceNotFound/);
  const wrong = await runDxtop(t, ['log', 'job-1'], place);
  t.is(wrong.status, 2);
  const level = await runDxtop(t, ['log', '-l', 'LOUD', '--', 'job-000000000000000000000000'], place);
  t.is(level.status, 2);
});

test('a reader that has read enough ends it quietly', async (t) => {
  const place = await createPlace(t);
  const job = await place.control.addJob();
  for (let count = 1; count <= 20_000; count++) place.control.log(job, stdout(`line ${count}`));
  const child = spawn(process.execPath, [BUNDLE, 'log', job], {env: place.env, stdio: 'pipe'});
  t.teardown(() => child.kill('SIGKILL'));
  const errors = text(child.stderr);
  const end = once(child, 'close');
  await once(child.stdout, 'data');
  child.stdout.destroy();
  t.deepEqual(await end, [0, null]);
  t.is(await errors, '');
});
