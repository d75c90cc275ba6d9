import test from 'ava';
import {createTestClock, startEmulator} from './start-emulator.ts';

test('an added job runs, is the account’s own and has a worker at once', async (t) => {
  const emulator = await startEmulator(t);
  const id = await emulator.control.addJob({name: 'mine'});
  const job = await emulator.get(`${id}/describe`);
  const {id: userId} = await emulator.get('system/whoami');
  t.like(job, {name: 'mine', state: 'running', launchedBy: userId, allowSSH: ['127.0.0.1'], try: 0});
  const worker = emulator.control.worker(id);
  t.like(job, {host: worker?.host, sshPort: worker?.port, sshHostKey: worker?.hostKey});
  t.regex(job.sshHostKey ?? '', /^ssh-ed25519 AAAA\S+ \S+\n$/);
  t.is(emulator.control.findJob('mine'), id);
  t.throws(() => emulator.control.findJob('nobody’s'), {message: /nobody/});
});

test('a job with sshAfterMs gets its host that much later', async (t) => {
  const clock = createTestClock();
  const emulator = await startEmulator(t, {scenario: 'empty', now: clock.now});
  const id = await emulator.control.addJob({sshAfterMs: 5000});
  clock.advance(4999);
  await emulator.control.settle();
  t.false('host' in emulator.control.execution(id));
  clock.advance(1);
  await emulator.control.settle();
  t.true('host' in emulator.control.execution(id));
});

test('ending a job closes its worker and shows why it ended', async (t) => {
  const emulator = await startEmulator(t);
  const id = await emulator.control.addJob();
  emulator.control.endJob(id, {state: 'failed', failureReason: 'AppError', failureMessage: 'no reads'});
  t.is(emulator.control.worker(id), undefined);
  await emulator.control.settle();
  const job = await emulator.get(`${id}/describe`);
  t.like(job, {state: 'failed', failureReason: 'AppError', failureMessage: 'no reads', failureFrom: {id}});
  t.false('host' in job);
  t.is(typeof job.stoppedRunning, 'number');
});

test('a restarted job is on its next try with another host key', async (t) => {
  const emulator = await startEmulator(t);
  const id = await emulator.control.addJob();
  const before = await emulator.get(`${id}/describe`);
  await emulator.control.restartJob(id);
  const after = await emulator.get(`${id}/describe`);
  t.like(after, {try: 1, state: 'running', created: before.created});
  t.not(after.sshHostKey, before.sshHostKey);
  t.like(await emulator.get(`${id}/describe`, {try: 0}), {try: 0, state: 'restarted'});
  const latest = await emulator.find();
  t.deepEqual(latest.results, [{id}]);
  const all = await emulator.find({includeRestarted: true, describe: {fields: {try: true}}});
  t.deepEqual(
    all.results.map(({describe}) => (describe as {try?: number}).try),
    [1, 0],
  );
});

test('updating fields shows in the describe, and a new state is a transition', async (t) => {
  const emulator = await startEmulator(t);
  const id = await emulator.control.addJob({state: 'runnable'});
  t.is(emulator.control.worker(id), undefined);
  emulator.control.update(id, {name: 'renamed', state: 'unresponsive'});
  const job = await emulator.get(`${id}/describe`);
  t.like(job, {name: 'renamed', state: 'unresponsive'});
  t.is(job.stateTransitions?.at(-1)?.newState, 'unresponsive');
});

test('a removed job is a 404 and in no list', async (t) => {
  const emulator = await startEmulator(t);
  const id = await emulator.control.addJob();
  emulator.control.remove(id);
  await emulator.control.settle();
  const reply = await emulator.call(`${id}/describe`);
  t.is(reply.status, 404);
  t.is(reply.body.error?.type, 'ResourceNotFound');
  t.deepEqual(await emulator.find(), {results: [], next: null});
});

test('calls are remembered with route, subject and body', async (t) => {
  const emulator = await startEmulator(t);
  const id = await emulator.control.addJob();
  await emulator.get(`${id}/describe`, {fields: {state: true}});
  t.like(emulator.control.requests().at(-1), {
    route: 'job/describe',
    subject: id,
    method: 'describe',
    body: {fields: {state: true}},
  });
});

test('the client IP is what whoami reports when asked', async (t) => {
  const emulator = await startEmulator(t);
  emulator.control.setClientIp('203.0.113.7');
  t.false('clientIp' in (await emulator.get('system/whoami')));
  t.is((await emulator.get('system/whoami', {fields: {clientIp: true}})).clientIp, '203.0.113.7');
});
