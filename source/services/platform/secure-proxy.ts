import type {IncomingMessage} from 'node:http';
import type {Socket} from 'node:net';
import type {SecureContext, TLSSocket} from 'node:tls';
import {DxtopError} from '../../model/errors.ts';
import {toNetworkError, toProxyTlsError} from './network-errors.ts';
import type {Proxy} from './proxy.ts';
import {startTls} from './secure-connection.ts';

/** For the way to the proxy and its answer together, in milliseconds. */
const LIMIT_MS = 10_000;

/**
 * Opens a tunnel through an `https://` proxy: TLS to the proxy, verified as that of the API is, and CONNECT in it. Node's
 * agents can do this too, but verify the proxy with Node's own authorities alone, and do not tell it its name.
 *
 * Throws: `NetworkError` with what the proxy answered, after 10 s at the latest. The caller owns the socket.
 */
export const openSecureProxyTunnel = async (
  proxy: Proxy,
  {host, port}: {readonly host: string; readonly port: number},
  secureContext: SecureContext | undefined,
): Promise<Socket> => {
  const {request} = await import('node:http');
  const url = new URL(proxy.environment.reveal()['https_proxy'] ?? '');
  const target = `${host.includes(':') ? `[${host}]` : host}:${String(port)}`;
  const proxyPort = url.port === '' ? 443 : Number(url.port);
  const socket = await startTls(url.hostname.replace(/^\[(.*)\]$/, '$1'), secureContext, {port: proxyPort});
  const timer = setTimeout(() => {
    socket.destroy(Object.assign(new Error('timed out'), {code: 'ERR_PROXY_TUNNEL'}));
  }, LIMIT_MS);
  try {
    await waitForTls(socket);
    const connecting = request({
      method: 'CONNECT',
      path: target,
      headers: {Host: target, ...toAuthorization(url)},
      createConnection: () => socket,
    });
    return await waitForTunnel(connecting);
  } catch (error) {
    socket.on('error', () => undefined);
    socket.destroy();
    throw error instanceof DxtopError
      ? error
      : (toProxyTlsError(error, proxy.host) ?? toNetworkError(error, target, proxy.host));
  } finally {
    clearTimeout(timer);
  }
};

const waitForTls = (socket: TLSSocket): Promise<void> =>
  new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.once('secureConnect', () => {
      socket.off('error', reject);
      resolve();
    });
  });

const waitForTunnel = (connecting: ReturnType<typeof import('node:http').request>): Promise<Socket> =>
  new Promise((resolve, reject) => {
    connecting.once('error', reject);
    connecting.once('connect', ({statusCode = 0}: IncomingMessage, socket: Socket, head: Buffer) => {
      if (statusCode < 200 || statusCode > 299)
        reject(Object.assign(new Error(String(statusCode)), {code: 'ERR_PROXY_TUNNEL'}));
      if (head.length > 0) socket.unshift(head);
      resolve(socket);
    });
    connecting.end();
  });

const toAuthorization = ({username, password}: URL): Readonly<Record<string, string>> => {
  if (username === '' && password === '') return {};
  const login = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return {'Proxy-Authorization': `Basic ${Buffer.from(login).toString('base64')}`};
};
