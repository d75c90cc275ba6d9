import {once} from 'node:events';
import type {Socket} from 'node:net';
import {setTimeout as delay} from 'node:timers/promises';
import test from 'ava';
import type {ExecutionContext} from 'ava';
import {CancelError, SshError} from '../../../source/model/errors.ts';
import {lendReadMemory, openSocket, toSocketError} from '../../../source/services/ssh/open-socket.ts';
import {CLOSED_PORT} from '../../helpers/proxies.ts';
import {startServer} from './ssh-server.ts';

const {signal} = new AbortController();

test('a server that answers gives a socket that is the caller’s', async (t) => {
  const server = await startServer(t, (socket) => socket.end('hello'));
  const socket = await openSocket({host: '127.0.0.1', port: server.port, timeoutMs: 5000, signal});
  t.teardown(() => socket.destroy());
  const [bytes] = (await once(socket, 'data')) as [Buffer];
  t.is(bytes.toString(), 'hello');
  t.is(socket.listenerCount('error'), 0);
});

test('what is written goes to the system at once', async (t) => {
  const server = await startServer(t, (socket) => socket.once('data', (bytes: Buffer) => socket.end(bytes)));
  const socket = await openSocket({host: '127.0.0.1', port: server.port, timeoutMs: 5000, signal});
  t.teardown(() => socket.destroy());
  t.true(socket.write(Buffer.from('key')));
  const [echo] = (await once(socket, 'data')) as [Buffer];
  t.is(echo.toString(), 'key');
  t.is(socket.bytesWritten, 0);
});

test('what a server says before anybody listens is not lost', async (t) => {
  const server = await startServer(t, (socket) => socket.write('first'));
  const socket = await openSocket({host: '127.0.0.1', port: server.port, timeoutMs: 5000, signal});
  t.teardown(() => socket.destroy());
  // The server's words are there by then: its second ones have been sent after the first.
  await new Promise((resolve) => server.sockets[0]?.write(', second', resolve));
  await delay(20);
  let said = '';
  socket.on('data', (bytes: Buffer) => (said += bytes.toString()));
  while (said !== 'first, second') await once(socket, 'data');
  t.pass();
});

const FLOOD = Buffer.from(Array.from({length: 3_000_000}, (_, index) => (index * 7919) >> 8));

const startFlood = async (t: ExecutionContext) => {
  const server = await startServer(t, (socket) => socket.end(FLOOD));
  const socket = await openSocket({host: '127.0.0.1', port: server.port, timeoutMs: 5000, signal});
  t.teardown(() => socket.destroy());
  return socket;
};

test('a flood arrives whole, and what was told stays as it is', async (t) => {
  const socket = await startFlood(t);
  const chunks: Buffer[] = [];
  socket.on('data', (bytes: Buffer) => chunks.push(bytes));
  await once(socket, 'end');
  t.true(Buffer.concat(chunks).equals(FLOOD));
});

test('with lent memory a flood arrives whole, in the same memory again and again', async (t) => {
  const socket = await startFlood(t);
  lendReadMemory(socket);
  const copies: Buffer[] = [];
  const memories = new Set<ArrayBufferLike>();
  socket.on('data', (bytes: Buffer) => {
    copies.push(Buffer.from(bytes));
    memories.add(bytes.buffer);
  });
  await once(socket, 'end');
  t.true(Buffer.concat(copies).equals(FLOOD));
  t.true(copies.length > 1);
  t.is(memories.size, 1);
});

test('a socket that is closed in the middle of a flood stays closed', async (t) => {
  const socket = await startFlood(t);
  let chunks = 0;
  socket.on('data', () => {
    chunks += 1;
    socket.destroy();
  });
  await once(socket, 'close');
  await delay(10);
  t.is(chunks, 1);
});

test('a closed port is told as refused', async (t) => {
  const error = await t.throwsAsync(
    openSocket({host: '127.0.0.1', port: CLOSED_PORT, timeoutMs: 5000, signal}),
    {instanceOf: SshError},
  );
  t.is(error.level, 'client-socket');
  t.is(error.summary, `127.0.0.1 port ${CLOSED_PORT} refused the connection.`);
});

test('a name that nobody knows is told', async (t) => {
  const error = await t.throwsAsync(
    openSocket({host: 'no-such-host.invalid', port: 22, timeoutMs: 20_000, signal}),
    {instanceOf: SshError},
  );
  t.regex(error.summary, /no-such-host\.invalid/);
  t.regex(error.remedy, /name server|network/);
});

test('a port that swallows packets is given up in time, and the socket is closed', async (t) => {
  // 192.0.2.1 is for documentation (RFC 5737): nobody answers, or the network says so at once.
  const error = await t.throwsAsync(openSocket({host: '192.0.2.1', port: 22, timeoutMs: 50, signal}), {
    instanceOf: SshError,
  });
  t.is(error.level, 'client-socket');
  t.not(error.remedy, '');
});

test('stopped before, it does not connect', async (t) => {
  const server = await startServer(t, () => undefined);
  const stopped = AbortSignal.abort();
  await t.throwsAsync(openSocket({host: '127.0.0.1', port: server.port, timeoutMs: 5000, signal: stopped}), {
    instanceOf: CancelError,
  });
  t.is(server.sockets.length, 0);
});

test('stopped while it connects, it ends at once', async (t) => {
  const controller = new AbortController();
  const opening = openSocket({host: '192.0.2.1', port: 22, timeoutMs: 60_000, signal: controller.signal});
  controller.abort();
  await t.throwsAsync(opening, {instanceOf: CancelError});
});

test('stopped afterwards, the socket is no longer its business', async (t) => {
  const controller = new AbortController();
  const server = await startServer(t, () => undefined);
  const socket: Socket = await openSocket({
    host: '127.0.0.1',
    port: server.port,
    timeoutMs: 5000,
    signal: controller.signal,
  });
  t.teardown(() => socket.destroy());
  controller.abort();
  t.false(socket.destroyed);
});

const causes: ReadonlyArray<readonly [code: string | undefined, summary: RegExp]> = [
  ['ECONNREFUSED', /refused the connection/],
  ['ENOTFOUND', /does not resolve/],
  ['EAI_AGAIN', /name server did not answer/],
  ['ENETUNREACH', /no route/],
  ['EHOSTUNREACH', /no route/],
  ['ECONNRESET', /closed the connection at once/],
  ['ETIMEDOUT', /did not answer/],
  ['EMFILE', /failed \(EMFILE\)/],
  [undefined, /failed \(strange ␛\[2J\)/],
];
for (const [code, summary] of causes) {
  test(`every cause has a sentence and a remedy: ${code ?? 'none'}`, (t) => {
    const cause = Object.assign(new Error('strange \x1b[2J'), code === undefined ? {} : {code});
    const error = toSocketError(cause, 'worker.example.org', 22);
    t.regex(error.summary, summary);
    t.true(error.summary.includes('worker.example.org'));
    t.not(error.remedy, '');
    t.is(error.cause, cause);
  });
}
