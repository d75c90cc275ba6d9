import type {Socket} from 'node:net';
import {CancelError, SshError} from '../../model/errors.ts';
import type {SshProxy} from '../settings/ssh-proxy.ts';
import {openSocket, type SocketOptions} from './open-socket.ts';
import {connectThroughHttp} from './proxy-connect.ts';
import {CHECK_PROXY_KIND, ProxyConversation, proxyError} from './proxy-conversation.ts';
import {connectThroughSocks5} from './proxy-socks5.ts';

/** For the way to the proxy and its answer together, in milliseconds. */
const PROXY_LIMIT_MS = 10_000;

/**
 * Opens a connection to a worker, through the proxy if there is one. The caller owns the socket, and may read it as one
 * that is connected directly, bytes included that came together with the proxy's answer.
 *
 * Throws `SshError` with cause and remedy, or `CancelError` when the signal is aborted. Its level says whose fault it
 * is: `client-socket` the worker's, which may still be starting; `proxy` the proxy's; `proxy-refusal` the proxy's too,
 * and it would only say it again; `proxy-target` so, too, of this worker alone. A direct connection has `timeoutMs`, the proxy has 10 s, or `proxyLimitMs`.
 */
export const openSocketThrough = async (
  proxy: SshProxy | undefined,
  options: SocketOptions,
  proxyLimitMs = PROXY_LIMIT_MS,
): Promise<Socket> => {
  if (!proxy) return await openSocket(options);
  const {signal} = options;
  const deadlineMs = performance.now() + proxyLimitMs;
  const socket = await openProxy(proxy, {...options, timeoutMs: proxyLimitMs});
  const timer = setTimeout(
    () => {
      socket.destroy(noAnswer(proxy, proxyLimitMs));
    },
    Math.max(0, deadlineMs - performance.now()),
  );
  const handleAbort = () => {
    socket.destroy(new CancelError());
  };
  signal.addEventListener('abort', handleAbort, {once: true});
  const conversation = new ProxyConversation(socket, proxy);
  try {
    await (proxy.kind === 'http' ? connectThroughHttp : connectThroughSocks5)(conversation, proxy, options);
    conversation.end();
    return socket;
  } catch (error) {
    // Its errors from now on belong to a connection that nobody has.
    socket.on('error', () => undefined);
    socket.destroy();
    if (error instanceof SshError || error instanceof CancelError) throw error;
    throw proxyError(proxy, 'broke the connection before it was made', CHECK_PROXY_KIND);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', handleAbort);
  }
};

const openProxy = async (proxy: SshProxy, options: SocketOptions): Promise<Socket> => {
  try {
    return await openSocket({...options, host: proxy.host, port: proxy.port});
  } catch (error) {
    if (!(error instanceof SshError)) throw error;
    if (error.cause === undefined) throw noAnswer(proxy, options.timeoutMs);
    throw new SshError(
      'proxy',
      `The SSH proxy cannot be reached. ${error.summary}`,
      'Check its address, in --ssh-proxy, DX_SSH_PROXY or config.toml, and your network.',
      {cause: error},
    );
  }
};

const noAnswer = (proxy: SshProxy, limitMs: number): SshError =>
  proxyError(proxy, `did not answer within ${String(limitMs / 1000)} s`, CHECK_PROXY_KIND);
