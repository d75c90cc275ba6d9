import {once} from 'node:events';
import {connect, createServer} from 'node:net';
import type {AddressInfo, Socket} from 'node:net';
import type {ExecutionContext} from 'ava';
import ssh2 from 'ssh2';
import {parseHostKey} from '../../../source/services/ssh/host-key.ts';
import type {HostKeyPin} from '../../../source/services/ssh/host-key.ts';

/** A key pair as texts. */
export interface KeyPair {
  readonly private: string;
  readonly public: string;
}

/** Makes a key pair that can be read: ssh2 drops leading zero bytes of some Ed25519 keys it makes. */
export const createKeys = (type: 'ed25519' | 'rsa' | 'ecdsa' = 'ed25519'): KeyPair => {
  for (;;) {
    const pair =
      type === 'ed25519'
        ? ssh2.utils.generateKeyPairSync('ed25519')
        : type === 'rsa'
          ? ssh2.utils.generateKeyPairSync('rsa', {bits: 2048})
          : ssh2.utils.generateKeyPairSync('ecdsa', {bits: 256});
    const isReadable = [pair.private, pair.public].every(
      (text) => !(ssh2.utils.parseKey(text) instanceof Error),
    );
    const blob = Buffer.from(pair.public.split(' ')[1] ?? '', 'base64');
    if (isReadable && (type !== 'ed25519' || blob.length === 51)) return pair;
  }
};

/** The user's key in these tests. */
export const userKeys = createKeys();
/** The worker's key in these tests. */
export const hostKeys = createKeys();
/** What the platform would have published of it. */
export const hostPin: HostKeyPin = parseHostKey(hostKeys.public);

/** A TCP server and what came to it. */
export interface TestServer {
  readonly port: number;
  readonly sockets: readonly Socket[];
  /** Connects to it; the socket is closed with the test. */
  connect(): Promise<Socket>;
  /** Resolves when every connection so far is closed at the server's end too. */
  allClosed(): Promise<void>;
}

/** Starts a TCP server on a free port of 127.0.0.1 that does with each connection what `serve` says. */
export const startServer = async (
  t: ExecutionContext,
  serve: (socket: Socket) => void,
): Promise<TestServer> => {
  const sockets: Socket[] = [];
  const closed: Promise<unknown>[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    closed.push(new Promise((resolve) => socket.once('close', resolve)));
    serve(socket);
    // The client's end is only seen by somebody who reads.
    socket.resume();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(async () => {
    for (const socket of sockets) socket.destroy();
    const end = once(server, 'close');
    server.close();
    await end;
  });
  const {port} = server.address() as AddressInfo;
  return {
    port,
    sockets,
    connect: async () => {
      const socket = connect({host: '127.0.0.1', port, noDelay: true});
      t.teardown(() => socket.destroy());
      await once(socket, 'connect');
      return socket;
    },
    allClosed: async () => {
      await Promise.all(closed);
    },
  };
};

/** An SSH server and what it has seen. */
export interface TestSshServer extends TestServer {
  /** How often anybody tried to log in, by whatever means, `none` included. */
  authentications(): number;
}

/** How an SSH server behaves. */
export interface TestSshOptions {
  readonly privateHostKeys?: readonly string[];
  /** Whether the user's key is let in. */
  readonly isUserAllowed?: boolean;
  readonly onConnection?: (connection: ssh2.Connection) => void;
  readonly onSession?: (session: ssh2.Session) => void;
  /** Whether sessions are refused altogether. */
  readonly isSessionRefused?: boolean;
}

/** Starts an SSH server with the worker's key that lets the user's key in. */
export const startSshServer = async (
  t: ExecutionContext,
  {
    privateHostKeys = [hostKeys.private],
    isUserAllowed = true,
    onConnection = () => undefined,
    onSession = () => undefined,
    isSessionRefused = false,
  }: TestSshOptions = {},
): Promise<TestSshServer> => {
  let authentications = 0;
  const server = new ssh2.Server({hostKeys: [...privateHostKeys]}, (connection) => {
    connection.on('error', () => undefined);
    onConnection(connection);
    connection.on('authentication', (context) => {
      authentications += 1;
      if (isUserAllowed && context.method === 'publickey') context.accept();
      else context.reject(['publickey']);
    });
    connection.on('session', (accept, reject) => {
      if (isSessionRefused) reject();
      else onSession(accept());
    });
  });
  const tcp = await startServer(t, (socket) => {
    server.injectSocket(socket);
  });
  return {...tcp, authentications: () => authentications};
};
