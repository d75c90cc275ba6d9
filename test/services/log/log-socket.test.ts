import http from 'node:http';
import type {AddressInfo} from 'node:net';
import test, {type ExecutionContext} from 'ava';
import {ApiError, CancelError, type DxtopError, NetworkError} from '../../../source/model/errors.ts';
import type {JobId} from '../../../source/model/ids.ts';
import type {LogLine} from '../../../source/model/log-line.ts';
import {
  createLogConnector,
  type LogConnector,
  type LogConnectorOptions,
  type LogRequest,
} from '../../../source/services/log/log-socket.ts';
import {startEmulator} from '../../emulator/start-emulator.ts';
import {CANARY, fixturePath, toSettings} from '../platform/fixture-server.ts';
import {connectTo, END, JOB, startLogServer, toMessage} from './log-fixture.ts';

const connectToPort = (
  t: ExecutionContext,
  port: number,
  changes: Parameters<typeof toSettings>[1] & {watchPort?: number} = {},
  options?: LogConnectorOptions,
): LogConnector => {
  const connector = createLogConnector({watchPort: undefined, ...toSettings(port, changes)}, options);
  t.teardown(() => connector.close());
  return connector;
};

const read = (connector: LogConnector, request: Partial<LogRequest> = {}) => {
  const lines: LogLine[] = [];
  const facts = {unreadable: 0};
  const socket = connector.open(
    {jobId: JOB, recentCount: 1000, ...request},
    {onLine: (line) => lines.push(line), onUnreadable: () => facts.unreadable++},
  );
  return {lines, facts, ...socket};
};

test('a finished log is read to its end, with everything on each line', async (t) => {
  const emulator = await startEmulator(t);
  const jobId = (await emulator.control.addJob()) as JobId;
  emulator.control.log(jobId, {source: 'APP', level: 'STDERR', msg: '\u001B[31mrot\u001B[0m, größer'});
  emulator.control.endJob(jobId, {state: 'failed'});
  const {lines, done} = read(connectTo(t, emulator), {jobId});
  t.is(await done, 'end');
  const line = lines.find(({text}) => text === 'rot, größer');
  t.like(line, {jobId, jobTry: 0, source: 'APP', level: 'STDERR'});
  t.deepEqual(line?.spans, [{start: 0, end: 3, style: {foreground: 1}}]);
  t.is(typeof line?.number, 'number');
  t.true(Math.abs(Date.now() - (line?.atMs ?? 0)) < 60_000);
  t.false(lines.some(({text}) => text === 'END_LOG'));
});

test('the token goes in the first message, and nowhere else', async (t) => {
  const {port, clients} = await startLogServer(t, (socket) => socket.send(END));
  const {done} = read(connectToPort(t, port), {jobTry: 2, levels: ['STDERR']});
  t.is(await done, 'end');
  t.deepEqual(clients, [
    {
      path: `/${JOB}/getLog/websocket`,
      origin: `http://127.0.0.1:${port}`,
      frame: {
        access_token: CANARY,
        token_type: 'Bearer',
        numRecentMessages: 1000,
        recurseJobs: false,
        tail: true,
        try: 2,
        levels: ['STDERR'],
        metricsFormat: 'text',
      },
    },
  ]);
});

test('more lines than the platform gives are never asked for, because it would then send none', async (t) => {
  const {port, clients} = await startLogServer(t, (socket) => socket.send(END));
  await read(connectToPort(t, port), {recentCount: 1e9}).done;
  t.is(clients[0]?.frame['numRecentMessages'], 262_144);
});

test('DX_WATCH_PORT is where logs are, and the API is not asked', async (t) => {
  const {port, clients} = await startLogServer(t, (socket) => socket.send(END));
  await read(connectToPort(t, 1, {watchPort: port})).done;
  t.is(clients.length, 1);
});

test('over TLS the token waits until the server has proved who it is', async (t) => {
  const {port, clients} = await startLogServer(t, (socket) => socket.send(END), 'trusted.pem');
  const apiServer = {protocol: 'https', host: '127.0.0.1', port} as const;
  const error = await t.throwsAsync(read(connectToPort(t, port, {apiServer})).done, {
    instanceOf: NetworkError,
  });
  t.is(error.kind, 'tls');
  t.deepEqual(clients, []);
  const caCertPath = fixturePath('trusted.pem');
  t.is(await read(connectToPort(t, port, {apiServer, caCertPath})).done, 'end');
  t.is(clients[0]?.frame['access_token'], CANARY);
});

test('a server that answers without upgrading is told in words, and gets no token', async (t) => {
  const statuses: ReadonlyArray<readonly [status: number, headers: object, phrase: RegExp]> = [
    [302, {Location: 'http://127.0.0.1:1/'}, /another address \(302\)/],
    [407, {}, /proxy wants a user name/],
    [200, {'Content-Type': 'text/html'}, /gateway or proxy answered/],
  ];
  for (const [status, headers, phrase] of statuses) {
    let received = '';
    const server = http.createServer((_request, response) => {
      response.writeHead(status, {...headers}).end('<html>');
    });
    server.on('upgrade', (_request, socket) => {
      socket.on('data', (data: Buffer) => (received += data.toString()));
      const lines = Object.entries(headers).map(([name, value]) => `${name}: ${String(value)}\r\n`);
      socket.end(`HTTP/1.1 ${status} Something\r\n${lines.join('')}Content-Length: 6\r\n\r\n<html>`);
    });
    server.listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    t.teardown(() => server.close());
    const {port} = server.address() as AddressInfo;
    const error = await t.throwsAsync<DxtopError>(read(connectToPort(t, port)).done);
    t.regex(error.message, phrase);
    t.is(received, '');
  }
});

test('a refused token, a job that is not there and a plain close reason each have their error', async (t) => {
  const emulator = await startEmulator(t);
  const hidden = 'job-000000000000000000000000';
  const gone = await t.throwsAsync(read(connectTo(t, emulator), {jobId: hidden}).done, {
    instanceOf: ApiError,
  });
  t.is(gone.status, 404);
  const jobId = (await emulator.control.addJob()) as JobId;
  const connector = connectToPort(t, emulator.port);
  const refused = await t.throwsAsync(read(connector, {jobId}).done, {instanceOf: ApiError});
  t.true(refused.isAuthentication);
  const {port} = await startLogServer(t, (socket) => socket.close(1011, 'bo\u001B[2Jom'));
  const closed = await t.throwsAsync(read(connectToPort(t, port)).done, {instanceOf: NetworkError});
  t.regex(closed.summary, /closed the log \(code 1011, bo␛\[2Jom\)/);
});

test('a restart of the server is told apart from the end', async (t) => {
  const emulator = await startEmulator(t);
  const jobId = (await emulator.control.addJob()) as JobId;
  emulator.control.log(jobId, {source: 'APP', level: 'STDOUT', msg: 'here'});
  const {promise: seen, resolve} = Promise.withResolvers<undefined>();
  const {done} = connectTo(t, emulator).open(
    {jobId, recentCount: 10},
    {onLine: ({text}) => text === 'here' && resolve(undefined), onUnreadable: () => undefined},
  );
  await seen;
  emulator.control.restartLogs();
  t.is(await done, 'restart');
});

test('binary, broken and wrongly typed messages are counted, and reading goes on', async (t) => {
  const {port} = await startLogServer(t, (socket) => {
    socket.send(Buffer.from([0, 255, 27]), {binary: true});
    socket.send('{"msg": ');
    socket.send('[1]');
    socket.send('{"timestamp": "soon", "msg": 7, "line": null}');
    socket.send('{"msg": "whose?", "job": "__proto__"}');
    socket.send(toMessage(1, 'good', {timestamp: 'soon', jobTry: -1, line: 'x', level: {}}));
    socket.send(END);
  });
  const {lines, facts, done} = read(connectToPort(t, port));
  t.is(await done, 'end');
  t.is(facts.unreadable, 5);
  t.like(lines, {length: 1});
  t.like(lines[0], {text: 'good', atMs: undefined, jobTry: undefined, number: undefined, level: '?'});
});

test('bytes that are no UTF-8 do not end the connection', async (t) => {
  const {port} = await startLogServer(t, (socket) => {
    const [head = '', tail = ''] = toMessage(1, 'a|b').split('|');
    socket.send(Buffer.concat([Buffer.from(head), Buffer.from([0xff, 0x1b]), Buffer.from(tail)]), {
      binary: false,
    });
    socket.send(toMessage(2, 'next'));
    socket.send(END);
  });
  const {lines, facts, done} = read(connectToPort(t, port));
  t.is(await done, 'end');
  // A raw control is no JSON either.
  t.is(facts.unreadable, 1);
  t.deepEqual(
    lines.map(({text}) => text as string),
    ['next'],
  );
});

test('a line of 10 MB is cut, and says how much is missing', async (t) => {
  const {port} = await startLogServer(t, (socket) => {
    socket.send(toMessage(1, 'x'.repeat(10_000_000)));
    socket.send(toMessage(2, 'after'));
    socket.send(END);
  });
  const {lines, done} = read(connectToPort(t, port));
  t.is(await done, 'end');
  t.true((lines[0]?.text.length ?? 0) < 8300);
  t.regex(lines[0]?.text ?? '', /x… 9991808 more characters$/);
  t.is(lines[1]?.text as string, 'after');
});

test('a message beyond all bounds is refused, and said so', async (t) => {
  const {port} = await startLogServer(t, (socket) => socket.send(toMessage(1, 'x'.repeat(200_000))));
  const {done} = read(connectToPort(t, port, {}, {maxMessageBytes: 100_000}));
  const error = await t.throwsAsync(done, {instanceOf: NetworkError});
  t.is(error.kind, 'size');
});

test('a server that takes the connection and says nothing meets a deadline', async (t) => {
  const server = http.createServer();
  // It reads the upgrade and never answers it.
  server.on('upgrade', (_request, socket) => socket.on('error', () => undefined));
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  const {port} = server.address() as AddressInfo;
  const {done} = read(connectToPort(t, port, {}, {handshakeMs: 200}));
  const error = await t.throwsAsync(done, {instanceOf: NetworkError});
  t.is(error.kind, 'timeout');
});

test('a connection that no longer answers pings is declared dead, a quiet one that does lives', async (t) => {
  const {port} = await startLogServer(t, (socket, index) => {
    // Stops reading, so that it sees no ping.
    if (index === 0) socket.pause();
    else setTimeout(() => socket.send(END), 4000);
  });
  const connector = connectToPort(t, port, {}, {silenceMs: 2000});
  const dead = await t.throwsAsync(read(connector).done, {instanceOf: NetworkError});
  t.is(dead.kind, 'timeout');
  t.is(await read(connector).done, 'end');
});

test('a flood leaves the event loop time for others, and loses nothing', async (t) => {
  const count = 60_000;
  const {port} = await startLogServer(t, (socket) => {
    for (let line = 1; line <= count; line++) socket.send(toMessage(line, `\u001B[32mline\u001B[0m ${line}`));
    socket.send(END);
  });
  const {lines, done} = read(connectToPort(t, port));
  let turns = 0;
  const timer = setInterval(() => turns++, 1);
  t.teardown(() => clearInterval(timer));
  await done;
  t.is(lines.length, count);
  t.is(lines.at(-1)?.number, count);
  // Without pauses the server's side, in this same process, would be done in a handful of turns.
  t.true(turns > 20, `${turns} turns`);
});

test('a paused reader gets nothing until it goes on, and then everything', async (t) => {
  const {port} = await startLogServer(t, (socket) => {
    socket.send(toMessage(1, 'first'));
    setTimeout(() => {
      for (let line = 2; line <= 500; line++) socket.send(toMessage(line, 'more'));
      socket.send(END);
    }, 50);
  });
  const reader = read(connectToPort(t, port));
  reader.pause();
  await new Promise((resolve) => setTimeout(resolve, 300));
  t.true(reader.lines.length <= 1);
  reader.resume();
  t.is(await reader.done, 'end');
  t.is(reader.lines.length, 500);
});

test('closing ends it with the word for it, also before it was open, and twice', async (t) => {
  const {port} = await startLogServer(t, () => undefined);
  const reader = read(connectToPort(t, port));
  reader.close();
  reader.close();
  await t.throwsAsync(reader.done, {instanceOf: CancelError});
});
