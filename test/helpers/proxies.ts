import {once} from 'node:events';
import {readFileSync} from 'node:fs';
import {createServer as createHttpServer} from 'node:http';
import {createServer as createHttpsServer} from 'node:https';
import {connect, createServer, type AddressInfo, type Server, type Socket} from 'node:net';
import type {ExecutionContext} from 'ava';
import {fixturePath} from '../services/platform/fixture-server.ts';

/** A port of this computer at which nobody listens: it is a reserved one, so that no test gets it by chance. */
export const CLOSED_PORT = 1;

/** A proxy and what it was asked. */
export interface TestProxy {
  readonly port: number;
  /** The targets that it was asked to connect to, as `host:port`, the oldest first. */
  readonly targets: readonly string[];
}

/** What a proxy may want. */
export interface TestProxyOptions {
  readonly user?: string;
  readonly password?: string;
  /** Connects there, whatever was asked for: names of workers that only the proxy knows. */
  readonly reroute?: {readonly port: number};
  /** Lets nobody through (HTTP alone). */
  readonly isClosed?: boolean;
  /** Speaks TLS, with this one of the platform tests' certificates (HTTP alone). */
  readonly certificate?: string;
}

const listen = async (t: ExecutionContext, server: Server, sockets: Set<Socket>): Promise<number> => {
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(async () => {
    for (const socket of sockets) socket.destroy();
    const end = once(server, 'close');
    server.close();
    await end;
  });
  return (server.address() as AddressInfo).port;
};

const join = (left: Socket, right: Socket) => {
  left.pipe(right).pipe(left);
  left.on('close', () => right.destroy());
  right.on('close', () => left.destroy());
};

/** An HTTP proxy for CONNECT, Node's own server with real tunnels behind it. */
export const startHttpProxy = async (
  t: ExecutionContext,
  {user, password = '', reroute, isClosed = false, certificate}: TestProxyOptions = {},
): Promise<TestProxy> => {
  const targets: string[] = [];
  const sockets = new Set<Socket>();
  const expected = user && `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  const server = certificate
    ? createHttpsServer({
        key: readFileSync(fixturePath('key.pem')),
        cert: readFileSync(fixturePath(certificate)),
      })
    : createHttpServer();
  server.on('connect', (request, socket: Socket) => {
    if (expected && request.headers['proxy-authorization'] !== expected) {
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\n\r\n');
      return;
    }

    if (isClosed) {
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
      return;
    }

    targets.push(request.url ?? '');
    const {hostname, port} = new URL(`http://${request.url ?? ''}`);
    const target = connect(reroute?.port ?? Number(port), reroute ? '127.0.0.1' : hostname);
    sockets.add(target);
    target.on('error', () => socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n'));
    target.on('connect', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      join(socket, target);
    });
  });
  return {port: await listen(t, server, sockets), targets};
};

/** Reads a stream piece by piece. */
const createReader = (socket: Socket) => {
  let pending = Buffer.alloc(0);
  return async (count: number): Promise<Buffer> => {
    while (pending.length < count) {
      const bytes = socket.read() as Buffer | null;
      if (bytes) pending = Buffer.concat([pending, bytes]);
      else await once(socket, 'readable');
    }

    const taken = pending.subarray(0, count);
    pending = pending.subarray(count);
    return taken;
  };
};

const readText = async (read: (count: number) => Promise<Buffer>): Promise<string> =>
  (await read((await read(1))[0] ?? 0)).toString();

/** A SOCKS5 proxy as RFC 1928 and RFC 1929 have it; with a user it takes nobody without the password. */
export const startSocksProxy = async (
  t: ExecutionContext,
  {user, password = '', reroute}: TestProxyOptions = {},
): Promise<TestProxy> => {
  const targets: string[] = [];
  const sockets = new Set<Socket>();
  const serve = async (socket: Socket): Promise<void> => {
    const read = createReader(socket);
    const [, count = 0] = await read(2);
    const methods = [...(await read(count))];
    const method = user ? 2 : 0;
    if (!methods.includes(method)) {
      socket.end(Buffer.from([5, 0xff]));
      return;
    }

    socket.write(Buffer.from([5, method]));
    if (user) {
      await read(1);
      const isRight = (await readText(read)) === user && (await readText(read)) === password;
      socket.write(Buffer.from([1, isRight ? 0 : 1]));
      if (!isRight) return;
    }

    const [, , , kind] = await read(4);
    const host =
      kind === 3
        ? await readText(read)
        : kind === 1
          ? [...(await read(4))].join('.')
          : ((await read(16)).toString('hex').match(/.{4}/g) ?? []).join(':');
    const port = (await read(2)).readUInt16BE();
    targets.push(`${host}:${String(port)}`);
    const target = connect(reroute?.port ?? port, reroute ? '127.0.0.1' : host);
    sockets.add(target);
    target.on('error', () => socket.end(Buffer.from([5, 5, 0, 1, 0, 0, 0, 0, 0, 0])));
    target.on('connect', () => {
      socket.write(Buffer.from([5, 0, 0, 1, 127, 0, 0, 1, 0, 0]));
      join(socket, target);
    });
  };
  // A client that leaves in the middle is an end, not a failure.
  const server = createServer((socket) => void serve(socket).catch(() => socket.destroy()));
  return {port: await listen(t, server, sockets), targets};
};
