import {connect} from 'node:net';
import test from 'ava';
import {readLog} from './read-log.ts';
import {createTestClock, startEmulator} from './start-emulator.ts';

const stdout = (msg: string) => ({source: 'APP', level: 'STDOUT', msg}) as const;

test('a running job sends its history, then each line as it comes, then END_LOG', async (t) => {
  // Time stands still, so that nothing is invented in between.
  const emulator = await startEmulator(t, {scenario: 'empty', now: createTestClock().now});
  const id = await emulator.control.addJob();
  emulator.control.log(id, stdout('history'));
  const reader = readLog(emulator, id);
  const first = await reader.until(({msg}) => msg === 'history');
  t.like(first, {source: 'APP', level: 'STDOUT', job: id, jobTry: 0});
  t.is(typeof first.timestamp, 'number');
  emulator.control.log(id, {...stdout('\u001B[31mrot, größer\u001B[0m'), level: 'STDERR'});
  await reader.until(({level}) => level === 'STDERR');
  emulator.control.endJob(id, {state: 'done'});
  const {code} = await reader.closed;
  t.is(code, 1005);
  t.deepEqual(reader.texts().slice(-3), ['history', '\u001B[31mrot, größer\u001B[0m', 'END_LOG']);
  const lines = reader.messages.map(({line}) => line);
  t.deepEqual(
    lines,
    [...lines.keys()].map((index) => index + 1),
  );
});

test('a finished job sends everything at once, and the same again to the next reader', async (t) => {
  const emulator = await startEmulator(t, {scenario: 'failures', useTmux: false});
  const found = await emulator.find({name: 'HaplotypeCaller HG00268', parentAnalysis: null});
  const id = found.results[0]?.id ?? '';
  const [first, second] = [
    readLog(emulator, id),
    readLog(emulator, id, {tail: true, numRecentMessages: 262_144}),
  ];
  await Promise.all([first.closed, second.closed]);
  t.deepEqual(first.messages, second.messages);
  t.is(first.texts()[0], 'Logging initialized (priority)');
  t.true(first.texts().includes(`bash running (job ID ${id})`));
  t.true(
    first
      .texts()
      .some((text) => /^CPU: \d+% \(4 cores\) \* Memory: \d+\/7225MB \* Storage: \d+GB free/.test(text)),
  );
  const lastWords = first.messages.slice(-6, -1);
  t.true(lastWords.every(({level, source}) => level === 'STDERR' && source === 'APP'));
  t.true(lastWords.some(({msg}) => msg.includes('EOF marker is absent')));
  t.true(lastWords.at(-1)?.msg.includes('exited with status 2'));
});

test('levels, the number of recent messages and try choose what is sent', async (t) => {
  // Time stands still, so that nothing is invented in between.
  const emulator = await startEmulator(t, {scenario: 'empty', now: createTestClock().now});
  const id = await emulator.control.addJob();
  for (const msg of ['a', 'b', 'c']) emulator.control.log(id, stdout(msg));
  emulator.control.log(id, {...stdout('bad'), level: 'STDERR'});
  await emulator.control.restartJob(id);
  emulator.control.log(id, stdout('new try'));
  emulator.control.endJob(id, {state: 'done'});
  const read = async (frame: object) => {
    const reader = readLog(emulator, id, frame);
    await reader.closed;
    return reader.texts();
  };
  t.deepEqual(await read({try: 0, levels: ['STDERR']}), ['bad', 'END_LOG']);
  t.deepEqual((await read({try: 0, levels: ['STDOUT']})).slice(-4), ['a', 'b', 'c', 'END_LOG']);
  t.deepEqual(await read({try: 0, levels: ['STDOUT', 'STDERR'], numRecentMessages: 2}), [
    'c',
    'bad',
    'END_LOG',
  ]);
  t.is((await read({})).at(-2), 'new try');
  t.deepEqual(await read({numRecentMessages: 0}), ['END_LOG']);
  t.deepEqual(await read({numRecentMessages: 262_145}), ['END_LOG']);
});

test('a reader of a tree gets the subjobs as well, those to come included', async (t) => {
  const emulator = await startEmulator(t);
  const parent = await emulator.control.addJob({name: 'parent'});
  const reader = readLog(emulator, parent, {recurseJobs: true});
  const alone = readLog(emulator, parent);
  emulator.control.log(parent, stdout('from the parent'));
  await reader.until(({job}) => job === parent);
  const child = await emulator.control.addJob({name: 'child', parentJob: parent});
  emulator.control.log(child, stdout('from the child'));
  t.is((await reader.until(({msg}) => msg === 'from the child')).job, child);
  emulator.control.endJob(child, {state: 'done'});
  emulator.control.endJob(parent, {state: 'done'});
  await Promise.all([reader.closed, alone.closed]);
  t.is(reader.messages.at(-1)?.job, parent);
  t.true(alone.messages.every(({job}) => job === parent));
});

test('a reader goes on with the next try', async (t) => {
  const emulator = await startEmulator(t);
  const id = await emulator.control.addJob();
  emulator.control.log(id, stdout('first'));
  const reader = readLog(emulator, id);
  const old = readLog(emulator, id, {try: 0});
  await Promise.all([reader, old].map((each) => each.until(({msg}) => msg === 'first')));
  await emulator.control.restartJob(id);
  emulator.control.log(id, stdout('second'));
  t.is((await reader.until(({msg}) => msg === 'second')).jobTry, 1);
  await old.closed;
  t.is(old.texts().at(-1), 'END_LOG');
  t.false(old.texts().includes('second'));
});

test('without a tail the history is all, or else the first message', async (t) => {
  const emulator = await startEmulator(t);
  const id = await emulator.control.addJob({state: 'waiting_on_input'});
  const early = readLog(emulator, id, {tail: false});
  emulator.control.log(id, stdout('one'));
  await early.until(({msg}) => msg === 'one');
  await early.closed;
  const late = readLog(emulator, id, {tail: false});
  await late.closed;
  t.deepEqual(
    [early.texts(), late.texts()],
    [
      ['one', 'END_LOG'],
      ['one', 'END_LOG'],
    ],
  );
});

test('metrics come every minute as text, as CSV with its header, or not at all', async (t) => {
  const clock = createTestClock();
  const emulator = await startEmulator(t, {scenario: 'empty', now: clock.now});
  const id = await emulator.control.addJob({detailedJobMetrics: true});
  clock.advance(10 * 60_000 + 30_000);
  emulator.control.endJob(id, {state: 'done'});
  const read = async (frame: object) => {
    const reader = readLog(emulator, id, frame);
    await reader.closed;
    return reader.messages.filter(({level}) => level === 'METRICS');
  };
  const text = await read({metricsFormat: 'text'});
  t.is(text.length, 10);
  for (const {msg} of text) {
    t.regex(
      msg,
      /^\*\* CPU usr\/sys\/idl\/wai: (\d+)\/(\d+)\/(\d+)\/(\d+)% \((\d+) cores\) \* Memory: (\d+)\/(\d+)MB \* Storage: (\d+)\/(\d+)GB \* Net: (\d+)↓\/(\d+)↑MBps \* Disk: r\/w (\d+)\/(\d+) MBps iops r\/w (\d+)\/(\d+)$/,
    );
  }
  t.is((text[1]?.timestamp ?? 0) - (text[0]?.timestamp ?? 0), 60_000);
  const rows = await read({levels: ['METRICS'], metricsFormat: 'csv'});
  t.is(rows.length, 11);
  t.true(rows[0]?.msg.startsWith('timestamp,cpuCount,cpuUsageUser,'));
  for (const {msg, timestamp} of rows.slice(1)) {
    const cells = msg.split(',').map(Number);
    t.is(cells.length, 16);
    t.is(cells[0], timestamp);
    t.true(Math.abs((cells[2] ?? 0) + (cells[3] ?? 0) + (cells[4] ?? 0) + (cells[5] ?? 0) - 100) < 0.1);
  }
  t.deepEqual(await read({excludeMetrics: true}), []);
});

test('what is refused is refused with the reason as JSON', async (t) => {
  const emulator = await startEmulator(t);
  const id = await emulator.control.addJob();
  const hidden = (await emulator.call('system/findProjects', {level: 'VIEW', describe: true})).text;
  t.false(hidden.includes('Clinical returns'));
  const unknown = 'job-000000000000000000000000';
  const cases: [string, string | object, string, string][] = [
    [id, {access_token: 'guess'}, 'InvalidAuthentication', 'The token could not be found'],
    [id, '{}', 'InvalidAuthentication', 'You need to be logged in'],
    [id, 'hello', 'InvalidInput', 'JSON'],
    [id, '[]', 'InvalidInput', 'hash'],
    [id, {levels: ['LOUD']}, 'InvalidInput', 'levels'],
    [id, {try: 0, recurseJobs: true}, 'InvalidInput', 'try'],
    [id, {try: 7}, 'ResourceNotFound', 'could not be found'],
    [id, {excludeMetrics: true, metricsFormat: 'csv'}, 'InvalidInput', 'metricsFormat'],
    [unknown, {}, 'ResourceNotFound', `The entity "${unknown}" could not be found`],
  ];
  for (const [job, frame, type, words] of cases) {
    const reader = readLog(emulator, job, frame);
    const {code, reason} = await reader.closed;
    const parsed = JSON.parse(reason) as {type: string; message: string};
    t.is(code, 1008);
    t.is(parsed.type, type, reason);
    t.true(parsed.message.includes(words), reason);
    t.deepEqual(reader.messages, []);
  }
});

test('a job of a project that one may not view keeps its log', async (t) => {
  const emulator = await startEmulator(t);
  const id = await emulator.control.addJob({project: 'project-J00000000000000000000000'});
  const {reason} = await readLog(emulator, id).closed;
  t.is((JSON.parse(reason) as {type: string}).type, 'ResourceNotFound');
});

test('a server that restarts says so, and the reader may come back', async (t) => {
  const emulator = await startEmulator(t);
  const id = await emulator.control.addJob();
  emulator.control.log(id, stdout('before'));
  const reader = readLog(emulator, id);
  await reader.until(({msg}) => msg === 'before');
  emulator.control.restartLogs();
  t.deepEqual(await reader.closed, {code: 1001, reason: 'Server restart, please reconnect later'});
  const again = readLog(emulator, id);
  const same = await again.until(({msg}) => msg === 'before');
  t.deepEqual(same, reader.messages.find(({msg}) => msg === 'before') ?? same);
  again.close();
});

test('faults of the log are played: a refusal, a reset, broken JSON', async (t) => {
  const emulator = await startEmulator(t);
  const id = await emulator.control.addJob();
  const route = 'job/getLog';
  emulator.control.failNext({route, kind: 'status', type: 'InternalError', message: 'boom'});
  t.is((await readLog(emulator, id).closed).reason, '{"type":"InternalError","message":"boom"}');
  emulator.control.failNext({route, kind: 'reset'});
  t.is((await readLog(emulator, id).closed).code, 1006);
  t.is(emulator.control.requests().filter((request) => request.route === route).length, 2);
  t.false(JSON.stringify(emulator.control.requests()).includes('access_token'));
});

test('any page may knock, but without a token in two seconds the door closes', async (t) => {
  const emulator = await startEmulator(t);
  const id = await emulator.control.addJob();
  emulator.control.log(id, stdout('secret'));
  const beganMs = performance.now();
  const silent = readLog(emulator, id, null, {origin: 'https://evil.example.org'});
  const known = readLog(emulator, id, {}, {origin: 'https://api.dnanexus.com'});
  await known.until(({msg}) => msg === 'secret');
  t.is((await silent.closed).code, 1006);
  t.true(performance.now() - beganMs < 20_000);
  t.deepEqual(silent.messages, []);
  emulator.control.log(id, stdout('later'));
  await known.until(({msg}) => msg === 'later');
  known.close();
});

test('a foreign Host and other paths are not upgraded', async (t) => {
  const emulator = await startEmulator(t);
  const id = await emulator.control.addJob();
  const foreign = readLog(emulator, id, {}, {headers: {host: 'evil.example.org'}});
  const elsewhere = readLog(emulator, id, {}, {path: '/system/whoami'});
  for (const reader of [foreign, elsewhere]) {
    t.is((await reader.closed).code, 1006);
    t.deepEqual(reader.messages, []);
  }
});

test('without an upgrade a log is 405, to callers with a token', async (t) => {
  const emulator = await startEmulator(t);
  const id = await emulator.control.addJob();
  for (const path of [`${id}/getLog/websocket`, `${id}/getLog`]) {
    const url = `http://127.0.0.1:${emulator.port}/${path}`;
    const reply = await fetch(url, {method: 'POST', headers: emulator.headers, body: '{}'});
    t.is(reply.status, 405);
    t.is(await reply.text(), '');
    t.is((await fetch(url, {headers: emulator.headers})).status, 405);
  }
});

test('a reader that does not read costs no memory, and others are served', async (t) => {
  const emulator = await startEmulator(t);
  const id = await emulator.control.addJob();
  const key = Buffer.alloc(16).toString('base64');
  const lazy = connect(emulator.port, '127.0.0.1');
  t.teardown(() => lazy.destroy());
  lazy.on('error', () => undefined);
  const head = `GET /${id}/getLog/websocket HTTP/1.1\r\nHost: 127.0.0.1:${emulator.port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\n\r\n`;
  const token = emulator.headers.authorization?.replace('Bearer ', '') ?? '';
  const frame = Buffer.from(JSON.stringify({access_token: token}));
  // A masked text frame, the mask being zeros.
  lazy.write(Buffer.concat([Buffer.from(head), Buffer.from([0x81, 0x80 | frame.length, 0, 0, 0, 0]), frame]));
  lazy.pause();
  const eager = readLog(emulator, id);
  const before = process.memoryUsage().arrayBuffers;
  for (let index = 0; index < 5000; index++) emulator.control.log(id, stdout('x'.repeat(5000)));
  emulator.control.log(id, stdout('last'));
  await eager.until(({msg}) => msg === 'last');
  t.true(process.memoryUsage().arrayBuffers - before < 60 * 1024 * 1024);
  eager.close();
});
