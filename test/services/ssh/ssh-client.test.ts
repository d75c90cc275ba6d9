import {inspect} from 'node:util';
import type {Socket} from 'node:net';
import test from 'ava';
import type {ExecutionContext} from 'ava';
import {CancelError, SshError} from '../../../source/model/errors.ts';
import {createSshClient} from '../../../source/services/ssh/ssh-client.ts';
import {createKeys, hostPin, startServer, startSshServer, userKeys} from './ssh-server.ts';
import type {TestServer} from './ssh-server.ts';

const shake = async (
  server: TestServer,
  {signal = new AbortController().signal, readyTimeoutMs = 10_000, privateKey = userKeys.private} = {},
) => createSshClient({socket: await server.connect(), pin: hostPin, privateKey, signal, readyTimeoutMs});

const refuse = async (t: ExecutionContext, server: TestServer, options?: Parameters<typeof shake>[1]) => {
  const error = await t.throwsAsync(shake(server, options), {instanceOf: SshError});
  await server.allClosed();
  t.is(server.sockets.length, 1);
  t.not(error.remedy, '');
  return error;
};

const strangers: ReadonlyArray<readonly [title: string, serve: (socket: Socket) => void]> = [
  ['an HTTP server', (socket) => socket.end('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n')],
  [
    'a mail server',
    (socket) => socket.write('220 mail.example.org ESMTP\r\n221 bye\r\n', () => socket.end()),
  ],
  ['SSH 1', (socket) => socket.end('SSH-1.5-OpenSSH_1.2\r\n')],
  ['a banner without end', (socket) => socket.end('x'.repeat(100_000))],
  ['rubbish after the banner', (socket) => socket.end(`SSH-2.0-x\r\n${'\xff'.repeat(4000)}`)],
  ['zeros', (socket) => socket.end(Buffer.alloc(4096))],
];
for (const [title, serve] of strangers) {
  test(`${title} is not taken for a worker`, async (t) => {
    const error = await refuse(t, await startServer(t, serve));
    t.regex(
      error.summary,
      /^What answers there does not speak SSH|^The worker closed the connection at once/,
    );
  });
}

test('what a stranger says is cleaned before it is shown', async (t) => {
  const server = await startServer(t, (socket) => socket.end('SSH-9.9-\x1b]0;owned\x07\x1b[2J\r\n'));
  const error = await refuse(t, server);
  t.notRegex(error.summary, /[\x00-\x1f\x7f-\x9f]/);
});

test('a server that says nothing is given up in time', async (t) => {
  const error = await refuse(t, await startServer(t, () => undefined), {readyTimeoutMs: 60});
  t.is(error.summary, 'The worker did not finish the SSH handshake within 0.06 s.');
});

test('a server that stops after its banner is given up in time', async (t) => {
  const server = await startServer(t, (socket) => socket.write('SSH-2.0-OpenSSH_9.2\r\n'));
  const error = await refuse(t, server, {readyTimeoutMs: 60});
  t.is(error.summary, 'The worker did not finish the SSH handshake within 0.06 s.');
});

test('a server that closes at once is told as that', async (t) => {
  const error = await refuse(t, await startServer(t, (socket) => socket.end()));
  t.regex(error.summary, /closed the connection at once/);
  t.regex(error.remedy, /allowSSH/);
});

test('a server that resets is told', async (t) => {
  const error = await refuse(
    t,
    await startServer(t, (socket) => socket.once('data', () => socket.resetAndDestroy())),
  );
  t.regex(error.summary, /ECONNRESET|closed the connection at once/);
});

test('a key that the worker does not know is tried once, and told with the remedy', async (t) => {
  const server = await startSshServer(t, {isUserAllowed: false});
  const error = await refuse(t, server);
  t.is(error.level, 'client-authentication');
  t.is(error.summary, 'The worker did not accept your SSH key.');
  t.regex(error.remedy, /dxtop setup/);
  t.is(server.authentications(), 1);
});

test('a private key that is none is told, and the socket closed', async (t) => {
  const error = await refuse(t, await startSshServer(t), {privateKey: 'not a key'});
  t.is(error.level, 'key');
  t.false(error.message.includes('not a key'));
});

test('stopped in the middle of the handshake, it ends at once', async (t) => {
  const controller = new AbortController();
  const server = await startServer(t, () => {
    controller.abort();
  });
  await t.throwsAsync(shake(server, {signal: controller.signal}), {instanceOf: CancelError});
  await server.allClosed();
});

test('stopped before, it sends nothing', async (t) => {
  const server = await startSshServer(t);
  await t.throwsAsync(shake(server, {signal: AbortSignal.abort()}), {instanceOf: CancelError});
  await server.allClosed();
  t.is(server.authentications(), 0);
});

test('neither key nor token of ours is in an error', async (t) => {
  const mine = createKeys();
  const error = await refuse(t, await startSshServer(t, {isUserAllowed: false}), {privateKey: mine.private});
  const secret = mine.private.split('\n').slice(1, 3).join('');
  t.false(inspect(error, {depth: 9, showHidden: true}).includes(secret.slice(0, 40)));
});
