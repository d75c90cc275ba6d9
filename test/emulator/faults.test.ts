import test from 'ava';
import {startEmulator, type TestEmulator} from './start-emulator.ts';

const post = (emulator: TestEmulator, path: string, signal?: AbortSignal) =>
  fetch(`http://127.0.0.1:${emulator.port}/${path}`, {
    method: 'POST',
    headers: emulator.headers,
    body: '{"describe": true}',
    ...(signal && {signal}),
  });

test('a status is sent as ordered, as often as ordered, to its route only', async (t) => {
  const emulator = await startEmulator(t);
  emulator.control.failNext({
    route: 'system/findExecutions',
    count: 2,
    kind: 'status',
    status: 503,
    message: 'Some resource was temporarily unavailable; please try again later',
    retryAfter: '20',
  });
  t.is((await emulator.call('system/whoami')).status, 200);
  for (let time = 0; time < 2; time++) {
    const reply = await emulator.call('system/findExecutions');
    t.is(reply.status, 503);
    t.is(reply.headers.get('retry-after'), '20');
    t.is(reply.body.error?.type, 'ServiceUnavailable');
  }
  t.is((await emulator.call('system/findExecutions')).status, 200);
  t.is(emulator.control.requests().filter(({route}) => route === 'system/findExecutions').length, 3);
});

test('faults of any route are served in their order and can be cleared', async (t) => {
  const emulator = await startEmulator(t);
  emulator.control.failNext({
    kind: 'status',
    status: 401,
    type: 'InvalidAuthentication',
    message: 'The token could not be found',
  });
  emulator.control.failNext({kind: 'status', status: 500, count: 5});
  t.is((await emulator.call('system/whoami')).status, 401);
  t.is((await emulator.call('system/whoami')).body.error?.type, 'InternalError');
  emulator.control.clearFaults();
  t.is((await emulator.call('system/whoami')).status, 200);
});

test('a reset, a truncated body and broken JSON fail in their own ways', async (t) => {
  const emulator = await startEmulator(t);
  emulator.control.failNext({kind: 'reset'});
  await t.throwsAsync(post(emulator, 'system/whoami'));
  emulator.control.failNext({kind: 'truncate'});
  const truncated = await post(emulator, 'system/whoami');
  t.is(truncated.status, 200);
  await t.throwsAsync(truncated.text());
  emulator.control.failNext({kind: 'badJson'});
  const broken = await post(emulator, 'system/whoami');
  await t.throwsAsync(broken.json(), {instanceOf: SyntaxError});
});

test('a gateway answers with HTML', async (t) => {
  const emulator = await startEmulator(t);
  emulator.control.failNext({kind: 'html'});
  const reply = await post(emulator, 'system/whoami');
  t.is(reply.status, 502);
  t.is(reply.headers.get('content-type'), 'text/html');
  t.regex(await reply.text(), /<html>/);
});

test('a hang and a drip last until the caller gives up', async (t) => {
  const emulator = await startEmulator(t);
  for (const kind of ['hang', 'drip'] as const) {
    emulator.control.failNext({kind});
    const reading = post(emulator, 'system/whoami', AbortSignal.timeout(300)).then((reply) => reply.text());
    await t.throwsAsync(reading, {name: 'TimeoutError'});
  }
  t.is((await emulator.call('system/whoami')).status, 200);
});

test('wrong types spoil every other row and bring a __proto__ along', async (t) => {
  const emulator = await startEmulator(t);
  for (let index = 0; index < 4; index++)
    await emulator.control.addJob({state: 'done', name: `job ${index}`});
  emulator.control.failNext({kind: 'wrongTypes'});
  const text = await (await post(emulator, 'system/findExecutions')).text();
  t.true(text.includes('"__proto__":'));
  const {results} = JSON.parse(text) as {
    results: {id: string; describe: {name: unknown; created: unknown}}[];
  };
  t.deepEqual(
    results.map(({describe}) => [typeof describe.name, typeof describe.created]),
    [
      ['string', 'number'],
      ['number', 'string'],
      ['string', 'number'],
      ['number', 'string'],
    ],
  );
});

test('a huge reply is 100 MB of JSON, in few bytes when compressed', async (t) => {
  const emulator = await startEmulator(t);
  emulator.control.failNext({kind: 'huge'});
  const reply = await post(emulator, 'system/whoami');
  t.is(reply.headers.get('content-encoding'), 'gzip');
  let byteCount = 0;
  for await (const chunk of reply.body as AsyncIterable<Uint8Array>) byteCount += chunk.length;
  t.true(byteCount > 100_000_000);
});

test('latency delays each reply, which then tells what was true before', async (t) => {
  const emulator = await startEmulator(t);
  const id = await emulator.control.addJob({state: 'runnable'});
  emulator.control.setLatencyMs(150);
  const beganMs = performance.now();
  const slow = emulator.get(`${id}/describe`);
  while (emulator.control.requests().length === 0) await new Promise((resolve) => setImmediate(resolve));
  emulator.control.update(id, {state: 'failed'});
  t.is((await slow).state, 'runnable');
  t.true(performance.now() - beganMs >= 149);
});
