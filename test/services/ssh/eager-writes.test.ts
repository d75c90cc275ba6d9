import {once} from 'node:events';
import {readFileSync} from 'node:fs';
import {type AddressInfo, connect, type Socket} from 'node:net';
import {connect as connectTls, createServer as createTlsServer, type TLSSocket} from 'node:tls';
import test from 'ava';
import type {ExecutionContext} from 'ava';
import {writeEagerly} from '../../../source/services/ssh/eager-writes.ts';
import {fixturePath} from '../platform/fixture-server.ts';
import {startServer} from './ssh-server.ts';

/** A connection, and its other end, which reads nothing before it is told to. */
const setUp = async (t: ExecutionContext) => {
  let accept: (socket: Socket) => void = () => undefined;
  const accepted = new Promise<Socket>((resolve) => (accept = resolve));
  const server = await startServer(t, (socket) => {
    socket.pause();
    accept(socket);
  });
  const socket = connect({host: '127.0.0.1', port: server.port});
  t.teardown(() => socket.destroy());
  writeEagerly(socket);
  return {socket, peer: await accepted};
};

/** Reads until so many bytes have come. */
const read = async (peer: Socket, count: number): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let length = 0;
  peer.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    length += chunk.length;
  });
  peer.resume();
  while (length < count) await once(peer, 'data');
  return Buffer.concat(chunks);
};

const toBytes = (length: number) => Buffer.from(Array.from({length}, (_, index) => (index * 7919) >> 5));

test('what the system takes at once does not pass the stream', async (t) => {
  const {socket, peer} = await setUp(t);
  if (socket.connecting) await once(socket, 'connect');
  t.true(socket.write(Buffer.from('key')));
  t.is((await read(peer, 3)).toString(), 'key');
  t.is(socket.bytesWritten, 0);
});

test('what is written before the connection is there, with a callback, or as a text, arrives in its turn', async (t) => {
  const {socket, peer} = await setUp(t);
  socket.write(Buffer.from('a'));
  socket.write('b');
  await new Promise<unknown>((resolve) => socket.write(Buffer.from('c'), resolve));
  socket.cork();
  socket.write(Buffer.from('d'));
  socket.write(Buffer.from('e'));
  socket.uncork();
  socket.write(Buffer.from('f'));
  t.is((await read(peer, 6)).toString(), 'abcdef');
});

test('what the system does not take waits in order, and the writer is told to wait, and when to go on', async (t) => {
  const {socket, peer} = await setUp(t);
  const bytes = toBytes(40_000_000);
  const answers: boolean[] = [];
  for (let at = 0; at < bytes.length; at += 500_000)
    answers.push(socket.write(bytes.subarray(at, at + 500_000)));
  t.false(answers.at(-1));
  t.true(socket.writableLength > 0);
  const drained = once(socket, 'drain');
  t.true((await read(peer, bytes.length)).equals(bytes));
  await drained;
  t.true(socket.write(Buffer.from('.')));
});

test('the loss of the connection is told, and nothing is written to whatever has its descriptor then', async (t) => {
  const {socket, peer} = await setUp(t);
  if (socket.connecting) await once(socket, 'connect');
  const errors: string[] = [];
  socket.on('error', (error: NodeJS.ErrnoException) => errors.push(error.code ?? ''));
  peer.resetAndDestroy();
  while (errors.length === 0) {
    socket.write(Buffer.from('into the void'));
    await new Promise(setImmediate);
  }
  t.true(['ECONNRESET', 'EPIPE'].includes(errors[0] ?? ''), errors[0]);
  t.false(socket.write(Buffer.from('late')));
});

test('what is written to a TLS connection is encrypted as before', async (t) => {
  const certificate = readFileSync(fixturePath('trusted.pem'));
  const server = createTlsServer({key: readFileSync(fixturePath('key.pem')), cert: certificate});
  t.teardown(() => server.close());
  const heard = new Promise<string>((resolve, reject) => {
    server.on('tlsClientError', reject);
    server.on('secureConnection', (peer: TLSSocket) => {
      t.teardown(() => peer.destroy());
      peer.on('error', reject).once('data', (bytes: Buffer) => {
        resolve(bytes.toString());
      });
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const {port} = server.address() as AddressInfo;
  const socket = connectTls({host: '127.0.0.1', port, ca: certificate});
  t.teardown(() => socket.destroy());
  writeEagerly(socket);
  await once(socket, 'secureConnect');
  t.true(socket.write(Buffer.from('a secret')));
  t.is(await heard, 'a secret');
});
