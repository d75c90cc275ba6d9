import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {setTimeout} from 'node:timers/promises';
import test, {type ExecutionContext} from 'ava';
import {expireLogin} from '../pty/expired-login.ts';
import {BUNDLE, createPlace, exitOf, FACT_MS, type Place, see} from '../pty/start-dxtop.ts';

const UNKNOWN = 'job-000000000000000000000000';

/** Waits until something is so, and fails where it does not become so. */
const until = async (isTrue: () => boolean, what: string): Promise<void> => {
  const lateMs = Date.now() + FACT_MS;
  while (!isTrue()) {
    if (Date.now() > lateMs) throw new Error(`waited in vain for ${what}`);
    await setTimeout(20);
  }
};

/** A platform that is asked as often as the settings allow. */
const createQuickPlace = async (t: ExecutionContext): Promise<Place> => {
  const place = await createPlace(t);
  place.home.addSettings('[platform]\nrefresh_seconds = 2\n');
  return place;
};

/** Starts `dxtop wait` without a terminal; it ends with the test at the latest. */
const startWait = (t: ExecutionContext, {env}: Place, args: readonly string[]) => {
  const child = spawn(process.execPath, [BUNDLE, 'wait', ...args], {env, stdio: ['ignore', 'pipe', 'pipe']});
  t.teardown(() => child.kill('SIGKILL'));
  const printed = {output: '', errors: ''};
  child.stdout.on('data', (chunk: Buffer) => (printed.output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (printed.errors += chunk.toString()));
  const end = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  return {
    printed,
    interrupt: () => child.kill('SIGINT'),
    says: (words: string) => until(() => printed.errors.includes(words), `it to say ${words}`),
    /** The exit status, or the signal that ended it. */
    end: async () => {
      const [code, signal] = await end;
      return code ?? signal;
    },
  };
};

const countLooks = ({control}: Place): number =>
  control.requests().filter(({route, body}) => route === 'system/findExecutions' && hasIds(body)).length;

const hasIds = (body: unknown): boolean => typeof body === 'object' && body !== null && 'id' in body;

const untilLooked = (place: Place, count = 1): Promise<void> =>
  until(() => countLooks(place) >= count, `${count} looks`);

test('all that are waited for are asked about in one call, and printed in a pipe once all are done', async (t) => {
  const place = await createQuickPlace(t);
  const jobs = [];
  for (const name of ['align', 'call', 'annotate']) jobs.push(await place.control.addJob({name}));
  const [align = '', call = '', annotate = ''] = jobs;
  place.control.endJob(call, {state: 'done'});
  const wait = startWait(t, place, [annotate, call, align, annotate]);
  await untilLooked(place, 2);
  t.deepEqual(
    place.control
      .requests()
      .filter(({body}) => hasIds(body))
      .slice(0, 2)
      .map(({body}) => (body as {id: unknown}).id),
    [
      [annotate, call, align],
      [annotate, align],
    ],
  );
  t.is(wait.printed.output, '');
  place.control.endJob(align, {state: 'done'});
  place.control.endJob(annotate, {state: 'done'});
  t.is(await wait.end(), 0);
  t.is(wait.printed.output, `done  ${annotate}  annotate\ndone  ${call}  call\ndone  ${align}  align\n`);
  t.is(wait.printed.errors, '');
});

test('one that failed or was terminated makes the status 3, as with dx wait, and says why', async (t) => {
  const place = await createQuickPlace(t);
  const failed = await place.control.addJob({name: 'align \u001B[2J'});
  const ended = await place.control.addJob({name: 'call'});
  const done = await place.control.addJob({name: 'annotate', state: 'done'});
  place.control.endJob(failed, {state: 'failed', failureReason: 'AppError', failureMessage: 'no\nreads'});
  place.control.endJob(ended, {state: 'terminated'});
  const {code, stdout, stderr} = await place.run(['wait', failed, ended, done]);
  t.is(code, 3);
  const lines = stdout.split('\n');
  t.is(lines[0], `failed  ${failed}  align ␛[2J  AppError: no reads`);
  t.regex(lines[1] ?? '', new RegExp(`^terminated  ${ended}  call`));
  t.is(lines[2], `done  ${done}  annotate`);
  t.is(stderr, '');
  t.is((await place.run(['wait', ended])).code, 3);
});

test('a job in debug hold is told of once, with the end of the hold and what to do', async (t) => {
  const place = await createQuickPlace(t);
  const held = await place.control.addJob({name: 'align'});
  place.control.holdJob(held, {failureReason: 'AppInternalError'});
  const wait = startWait(t, place, [held]);
  await wait.says('is held');
  await untilLooked(place, 3);
  const [sentence = '', ...more] = wait.printed.errors.trimEnd().split('\n');
  t.deepEqual(more, []);
  t.regex(
    sentence,
    /^dxtop: align is held for debugging after AppInternalError since [\d-]+ [\d:]+, until [\d-]+ [\d:]+ at the earliest/,
  );
  const [since = '', end = ''] = sentence.match(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/g) ?? [];
  t.is(Date.parse(end) - Date.parse(since), 48 * 3_600_000);
  t.true(sentence.endsWith(`\`dxtop ssh ${held}\` goes to it, \`dxtop terminate ${held}\` ends it.`));
  place.control.endJob(held, {state: 'terminated'});
  t.is(await wait.end(), 3);
});

test('a job in debug hold below the one that is waited for is told of too', async (t) => {
  const place = await createQuickPlace(t);
  const root = await place.control.addJob({name: 'cohort'});
  const held = await place.control.addJob({name: 'align', parentJob: root, rootExecution: root});
  const stranger = await place.control.addJob({name: 'stranger'});
  for (const job of [held, stranger]) place.control.holdJob(job);
  const wait = startWait(t, place, [root]);
  await wait.says('align below cohort is held for debugging after AppError');
  for (const job of [held, root]) place.control.endJob(job, {state: 'done'});
  t.is(await wait.end(), 0);
  t.notRegex(wait.printed.errors, /stranger/);
});

test('trouble on the way to the platform ends nothing, and is told with the age of what is known', async (t) => {
  const place = await createQuickPlace(t);
  const job = await place.control.addJob({name: 'align'});
  const wait = startWait(t, place, [job]);
  await untilLooked(place, 2);
  place.control.failNext({route: 'system/findExecutions', kind: 'status', status: 500, count: 2});
  await wait.says('asking again until it answers');
  place.control.endJob(job, {state: 'done'});
  t.is(await wait.end(), 0);
  t.regex(
    wait.printed.errors,
    /^dxtop: The platform refused the call: .* What is known is of \d\d:\d\d:\d\d, \d+s ago; asking again until it answers\.\ndxtop: The platform answers again\.\n$/,
  );
  t.is(wait.printed.output, `done  ${job}  align\n`);
});

test('Ctrl-C ends it with 130, and the end of its time with 124', async (t) => {
  const place = await createQuickPlace(t);
  const done = await place.control.addJob({name: 'call', state: 'done'});
  const job = await place.control.addJob({name: 'align'});
  const interrupted = startWait(t, place, [job]);
  await untilLooked(place);
  interrupted.interrupt();
  t.is(await interrupted.end(), 130);
  t.deepEqual(interrupted.printed, {output: '', errors: 'dxtop: Cancelled.\n'});
  const late = startWait(t, place, ['--timeout', '8s', done, job]);
  t.is(await late.end(), 124);
  t.deepEqual(late.printed, {
    output: `done  ${done}  call\nrunning  ${job}  align\n`,
    errors: 'dxtop: The time is up; not over yet: 1 of 2.\n',
  });
});

test('the end of its time comes also while the platform is silent', async (t) => {
  const place = await createQuickPlace(t);
  const job = await place.control.addJob();
  place.control.failNext({kind: 'hang', count: Infinity});
  const {code, stdout, stderr} = await place.run(['wait', '--timeout', '2s', job]);
  t.deepEqual(
    {code, stdout, stderr},
    {code: 124, stdout: '', stderr: 'dxtop: The time is up; not over yet: 1 of 1.\n'},
  );
});

test('what cannot be waited for is refused at once', async (t) => {
  const place = await createQuickPlace(t);
  const job = await place.control.addJob({state: 'done'});
  const unknown = await place.run(['wait', job, UNKNOWN]);
  t.is(unknown.code, 3);
  t.regex(unknown.stderr, new RegExp(`^dxtop: .*ResourceNotFound.*${UNKNOWN}.* Check the ID`));
  const wrong = await place.run(['wait', job, 'align']);
  t.is(wrong.code, 2);
  t.regex(wrong.stderr, /^dxtop: align does not look like the ID of a job or an analysis\./);
  for (const span of ['soon', '0s', '99w']) {
    const {code, stderr} = await place.run(['wait', '--timeout', span, job]);
    t.is(code, 2);
    t.regex(stderr, new RegExp(`^dxtop: ${span} is no time to wait\\. Write it as 90s`));
  }

  place.control.failNext({kind: 'status', status: 401, type: 'InvalidAuthentication', count: Infinity});
  const strange = await place.run(['wait', job]);
  t.is(strange.code, 3);
  t.regex(strange.stderr, /^dxtop: The platform did not accept your token .* Run `dxtop login`/);
});

test('whose token has expired logs in again in another window, and the wait goes on', async (t) => {
  const place = await createQuickPlace(t);
  const {env, logIn} = expireLogin(place);
  const job = await place.control.addJob({name: 'align'});
  const program = await place.start({args: ['wait', job], env, columns: 160});
  await see(
    program,
    /^dxtop: The platform did not accept your token .* Run `dxtop login` in another window: the wait\s+goes on then\.$/m,
  );
  t.is((await logIn()).code, 0);
  await see(program, 'dxtop: The platform answers again.');
  await see(program, new RegExp(`● running {6}align {2}${job}$`, 'm'));
  place.control.endJob(job, {state: 'done'});
  await see(program, `✓ done  ${job}  align`);
  t.is(await exitOf(program), 0);
});

test('a token that is not accepted ends the wait where nobody sees that it is not', async (t) => {
  const place = await createQuickPlace(t);
  const {env} = expireLogin(place);
  const {code, stdout, stderr} = await place.run(['wait', await place.control.addJob()], {env});
  t.is(code, 3);
  t.is(stdout, '');
  t.regex(stderr, /^dxtop: The platform did not accept your token .* Run `dxtop login`/);
});

test('on a terminal each change of state is a line', async (t) => {
  const place = await createQuickPlace(t);
  const job = await place.control.addJob({name: 'align'});
  const program = await place.start({args: ['wait', job], columns: 110});
  await see(program, new RegExp(`^\\d\\d:\\d\\d:\\d\\d {2}● running {6}align {2}${job}$`, 'm'));
  place.control.endJob(job, {state: 'failed', failureReason: 'AppError', failureMessage: 'no reads'});
  await see(program, new RegExp(`^\\d\\d:\\d\\d:\\d\\d {2}✗ failed {7}align {2}${job}$`, 'm'));
  await see(program, `✗ failed  ${job}  align  AppError: no reads`);
  t.is(await exitOf(program), 3);
});
