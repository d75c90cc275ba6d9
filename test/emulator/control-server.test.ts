import {request} from 'node:http';
import {connect as connectTcp} from 'node:net';
import test, {type ExecutionContext} from 'ava';
import {createControlServer} from '../../source/emulator/control-server.ts';
import type {EmulatorOptions} from '../../source/emulator/emulator.ts';
import {readFaultSpec} from '../../source/emulator/fault-spec.ts';
import {readLog} from './read-log.ts';
import {createTestClock, startEmulator, type TestEmulator} from './start-emulator.ts';
import {connect, userKey} from './workers/worker-client.ts';

type Answer = {status: number; body: Record<string, unknown> & {error?: {type: string; message: string}}};

const startControl = async (t: ExecutionContext, options: EmulatorOptions = {scenario: 'empty'}) => {
  const emulator = await startEmulator(t, options);
  const server = await createControlServer(emulator.control);
  t.teardown(() => server.close());
  const headers = {authorization: `Bearer ${server.token}`, 'content-type': 'application/json'};
  const send = async (command: string, input: unknown = {}): Promise<Answer> => {
    const url = `http://127.0.0.1:${server.port}/${command}`;
    const response = await fetch(url, {method: 'POST', headers, body: JSON.stringify(input)});
    return {status: response.status, body: (await response.json()) as Answer['body']};
  };
  return {emulator, server, headers, send};
};

const whoami = (emulator: TestEmulator) => emulator.call('system/whoami');

test('faults, latency, rate and address are ordered from outside', async (t) => {
  const {emulator, send} = await startControl(t);
  t.is(
    (await send('failNext', {kind: 'status', status: 503, route: 'system/whoami', count: 2, retryAfter: '7'}))
      .status,
    200,
  );
  t.is((await whoami(emulator)).headers.get('retry-after'), '7');
  t.is((await whoami(emulator)).status, 503);
  t.is((await whoami(emulator)).status, 200);
  await send('failNext', {kind: 'status', count: null});
  for (let time = 0; time < 5; time++) t.is((await whoami(emulator)).status, 500);
  await send('clearFaults');
  t.is((await whoami(emulator)).status, 200);
  await send('setClientIp', {ip: '198.51.100.7'});
  t.is((await emulator.get('system/whoami', {fields: {clientIp: true}})).clientIp, '198.51.100.7');
  await send('setLatency', {ms: 120});
  const beganMs = performance.now();
  await whoami(emulator);
  t.true(performance.now() - beganMs >= 115);
});

test('beyond its rate the platform answers 503 until a second has passed', async (t) => {
  const {emulator, send} = await startControl(t);
  await send('limitRate', {perSecond: 3, retryAfter: '1'});
  const replies = await Promise.all(Array.from({length: 10}, () => whoami(emulator)));
  const refused = replies.filter(({status}) => status === 503);
  t.true(refused.length >= 1, String(refused.length));
  t.is(refused[0]?.headers.get('retry-after'), '1');
  t.is(refused[0]?.body.error?.type, 'ServiceUnavailable');
  await send('limitRate');
  for (const {status} of await Promise.all(Array.from({length: 10}, () => whoami(emulator))))
    t.is(status, 200);
});

test('a job is ended, failed, held and restarted from outside', async (t) => {
  const {emulator, send} = await startControl(t);
  const job = await emulator.control.addJob({name: 'mine'});
  t.deepEqual((await send('findJob', {name: 'mine'})).body, {id: job});
  await send('restartJob', {job});
  t.like(await emulator.get(`${job}/describe`), {try: 1, state: 'running'});
  await send('holdJob', {job, failureReason: 'AppInternalError', failureMessage: 'why'});
  const held = await emulator.get(`${job}/describe`);
  t.like(held, {state: 'debug_hold'});
  t.deepEqual(held.debug, {failureReason: 'AppInternalError', failureMessage: 'why'});
  t.is(typeof held.sshPort, 'number');
  t.is((await send('holdJob', {job})).status, 422);
  await send('endJob', {job, state: 'failed', failureReason: 'AppError', failureMessage: 'no reads'});
  t.like(await emulator.get(`${job}/describe`), {state: 'failed', failureMessage: 'no reads'});
});

test('a spot interruption starts the next try, and a silent worker comes back or costs its try', async (t) => {
  const clock = createTestClock();
  const {emulator, send} = await startControl(t, {scenario: 'empty', now: clock.now});
  const job = await emulator.control.addJob();
  const describe = () => emulator.get(`${job}/describe`);
  t.is((await send('wakeWorker', {job})).status, 422);
  await send('silenceWorker', {job});
  t.like(await describe(), {state: 'unresponsive', try: 0});
  t.is((await send('interruptSpot', {job})).status, 422);
  await send('wakeWorker', {job});
  await emulator.control.settle();
  t.like(await describe(), {state: 'running', try: 0, host: '127.0.0.1'});
  await send('silenceWorker', {job});
  clock.advance(10 * 60_000);
  t.like(await describe(), {state: 'restartable', failureReason: 'UnresponsiveWorker'});
  clock.advance(10_000);
  t.like(await describe(), {state: 'runnable', try: 1, failureCounts: {UnresponsiveWorker: 1}});
  const spot = await emulator.control.addJob();
  await send('interruptSpot', {job: spot});
  t.like(await emulator.get(`${spot}/describe`), {
    state: 'restartable',
    failureReason: 'SpotInstanceInterruption',
    finalPriority: 'high',
  });
});

test('the clock jumps, and what is due happens', async (t) => {
  const {emulator, send} = await startControl(t);
  const before = await emulator.control.addJob({state: 'done'});
  await send('advanceClock', {ms: 3_600_000});
  const after = await emulator.control.addJob({state: 'done'});
  const [first, second] = [await emulator.get(`${before}/describe`), await emulator.get(`${after}/describe`)];
  t.true((second.created ?? 0) - (first.created ?? 0) >= 3_600_000);
});

test('log lines and a restart of the log server are ordered from outside', async (t) => {
  const {emulator, send} = await startControl(t);
  const job = await emulator.control.addJob();
  await send('log', {job, level: 'WARNING', msg: 'from outside'});
  const reader = readLog(emulator, job);
  t.is((await reader.until(({msg}) => msg === 'from outside')).level, 'WARNING');
  await send('restartLogs');
  t.is((await reader.closed).code, 1001);
});

test('links are cut, stalled, healed and slowed, of one job or of all', async (t) => {
  const {emulator, send} = await startControl(t);
  const [one, other] = [await emulator.control.addJob(), await emulator.control.addJob()];
  await emulator.get('user-rosalind/update', {sshPublicKey: `${userKey.public}\n`});
  const open = async (job: string) => {
    const worker = emulator.control.worker(job);
    if (worker === undefined) throw new Error('no worker');
    const client = await connect(t, worker);
    const state = {client, isOpen: true};
    client.once('close', () => (state.isOpen = false));
    return state;
  };
  const echo = (client: Awaited<ReturnType<typeof open>>['client']) =>
    new Promise<number>((resolve, reject) => {
      const beganMs = performance.now();
      client.exec('true', (error, channel) => {
        if (error) reject(error);
        else channel.on('close', () => resolve(performance.now() - beganMs)).resume();
      });
    });
  const [first, second] = [await open(one), await open(other)];
  await send('links', {how: 'slow', ms: 150, job: one});
  t.true((await echo(first.client)) >= 300);
  await send('links', {how: 'slow', ms: 0, job: one});
  await send('links', {how: 'stall'});
  let isAnswered = false;
  const waiting = echo(first.client).then(() => (isAnswered = true));
  await send('findJob', {name: 'test job'});
  t.false(isAnswered);
  await send('links', {how: 'heal'});
  await waiting;
  const closed = new Promise<void>((resolve) => first.client.once('close', () => resolve()));
  await send('links', {how: 'reset', job: one});
  await closed;
  t.true(second.isOpen);
  const closedToo = new Promise<void>((resolve) => second.client.once('close', () => resolve()));
  await send('links', {how: 'close'});
  await closedToo;
});

test('a worker shows another host key, and the describe follows only if told to', async (t) => {
  const {emulator, send} = await startControl(t);
  const job = await emulator.control.addJob();
  const before = (await emulator.get(`${job}/describe`)).sshHostKey;
  const hidden = (await send('changeHostKey', {job})).body.hostKey;
  t.is((await emulator.get(`${job}/describe`)).sshHostKey, before);
  await emulator.get('user-rosalind/update', {sshPublicKey: `${userKey.public}\n`});
  const worker = emulator.control.worker(job);
  if (worker === undefined) throw new Error('no worker');
  t.is(worker.hostKey, String(hidden));
  // The client pins `worker.hostKey`, so this succeeds with the new key only.
  await connect(t, worker);
  const shown = (await send('changeHostKey', {job, publish: true})).body.hostKey;
  t.is((await emulator.get(`${job}/describe`)).sshHostKey, String(shown));
  t.is(new Set([before, hidden, shown]).size, 3);
});

test('wrong orders are refused by key, and unknown commands with the list', async (t) => {
  const {send, emulator} = await startControl(t);
  const cases: [string, unknown, number, string][] = [
    ['failNext', {kind: 'explode'}, 422, 'kind'],
    ['failNext', {kind: 'status', count: 0}, 422, 'count'],
    ['links', {how: 'slow'}, 422, 'ms'],
    ['endJob', {job: 'job-x', state: 'done'}, 404, 'could not be found'],
    ['endJob', {job: 'job-x', state: 'gone'}, 422, 'state'],
    ['changeHostKey', {job: await emulator.control.addJob({state: 'done'})}, 422, 'no worker'],
    ['findJob', {name: 'nobody'}, 422, 'nobody'],
    ['nonsense', {}, 404, 'setLatency'],
    ['setLatency', [], 422, 'hash'],
  ];
  for (const [command, input, status, words] of cases) {
    const reply = await send(command, input);
    t.is(reply.status, status, command);
    t.true(reply.body.error?.message.includes(words), JSON.stringify(reply.body));
  }
});

test('the walls of the control interface: Host, Origin, method, type, token', async (t) => {
  const {emulator, server, headers} = await startControl(t);
  const send = (sent: Record<string, string>, method = 'POST') =>
    new Promise<number>((resolve, reject) => {
      const call = request(
        {host: '127.0.0.1', port: server.port, method, path: '/setClientIp', headers: sent, agent: false},
        (response) => resolve(response.resume().statusCode ?? 0),
      );
      call.on('error', reject);
      call.end('{"ip": "203.0.113.66"}');
    });
  t.is(await send({...headers, host: 'evil.example.org'}), 403);
  t.is(await send({...headers, host: `evil.example.org:${server.port}`}), 403);
  t.is(await send({...headers, origin: `http://127.0.0.1:${server.port}`}), 403);
  t.is(await send({...headers, origin: 'null'}), 403);
  t.is(await send(headers, 'PUT'), 405);
  t.is(await send({'content-type': 'application/json'}), 401);
  t.is(await send({...headers, authorization: 'Bearer guess'}), 401);
  t.is(await send({...headers, 'content-type': 'text/plain'}), 400);
  // The API's own token opens nothing here, and this one nothing there.
  t.is(await send({...headers, authorization: emulator.headers.authorization ?? ''}), 401);
  const crossed = await fetch(`http://127.0.0.1:${emulator.port}/system/whoami`, {
    method: 'POST',
    headers,
    body: '{}',
  });
  t.is(crossed.status, 401);
  t.is((await emulator.call('setClientIp', {ip: '203.0.113.66'})).status, 404);
  t.is((await emulator.call('control/setClientIp', {ip: '203.0.113.66'})).status, 404);
  t.is((await emulator.get('system/whoami', {fields: {clientIp: true}})).clientIp, '127.0.0.1');
  t.is(await send(headers), 200);
});

test('a socket of the control interface that shows no token within two seconds is closed', async (t) => {
  const {server} = await startControl(t);
  const beganMs = performance.now();
  await new Promise<void>((resolve) => {
    const socket = connectTcp(server.port, '127.0.0.1');
    socket.on('error', () => undefined).on('close', () => resolve());
    socket.resume();
  });
  const ms = performance.now() - beganMs;
  // Without the limit it stayed for half a minute; a busy computer may be late.
  t.true(ms >= 1900 && ms < 20_000, String(ms));
});

test('faults on the command line', (t) => {
  t.deepEqual(readFaultSpec('system/findExecutions=503x3'), {
    route: 'system/findExecutions',
    count: 3,
    kind: 'status',
    status: 503,
    retryAfter: '20',
  });
  t.deepEqual(readFaultSpec('*=hang'), {route: '*', count: 1, kind: 'hang'});
  t.deepEqual(readFaultSpec('job/describe=badJsonx*'), {
    route: 'job/describe',
    count: Number.POSITIVE_INFINITY,
    kind: 'badJson',
  });
  for (const wrong of ['', 'hang', '*=explode', '*=900', '*=hangx', 'a b=hang'])
    t.throws(() => readFaultSpec(wrong), {message: /is no fault/}, wrong);
});

test('the spending limit of who pays is set from outside, and everybody may read it', async (t) => {
  const {emulator, send} = await startControl(t);
  const job = await emulator.control.addJob({});
  const {billTo} = await emulator.get(`${job}/describe`);
  const describe = async () => (await emulator.call(`${String(billTo)}/describe`, {})).body;
  t.like(await describe(), {class: 'org', estSpendingLimitLeft: null});
  await send('setSpending', {left: 12, spent: 88});
  t.like(await describe(), {estSpendingLimitLeft: 12, computeCharges: 88, storageCharges: 0});
  await send('setSpending', {});
  t.like(await describe(), {estSpendingLimitLeft: null});
  t.is((await emulator.call('org-nobody/describe', {})).status, 404);
});
