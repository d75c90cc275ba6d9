import type {Socket} from 'node:net';
import type {TLSSocket} from 'node:tls';
import {CancelError, DxtopError, SshError} from '../../model/errors.ts';
import {findProxyTlsProblem} from '../platform/network-errors.ts';
import {createTrust, startTls} from '../platform/secure-connection.ts';
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
  let socket = await openProxy(proxy, {...options, timeoutMs: proxyLimitMs});
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
  try {
    if (proxy.kind === 'https') {
      const secured = await startTls(proxy.host, await createTrust(proxy.trust ?? NO_TRUST), {socket});
      socket = secured;
      await waitForProof(secured, proxy);
    }

    const conversation = new ProxyConversation(socket, proxy);
    await (proxy.kind === 'socks5' ? connectThroughSocks5 : connectThroughHttp)(conversation, proxy, options);
    conversation.end();
    return socket;
  } catch (error) {
    // Its errors from now on belong to a connection that nobody has.
    socket.on('error', () => undefined);
    socket.destroy();
    if (error instanceof DxtopError) throw error;
    throw proxyError(proxy, 'broke the connection before it was made', CHECK_PROXY_KIND);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', handleAbort);
  }
};

const NO_TRUST = {caCertPath: undefined, usesSystemCa: false};

/** Waits until the proxy has shown that it has the name that we know it by; before that nothing is said to it. */
const waitForProof = (socket: TLSSocket, proxy: SshProxy): Promise<void> =>
  new Promise((resolve, reject) => {
    const fail = (error: Error) => {
      const problem = findProxyTlsProblem(error);
      reject(problem ? proxyError(proxy, problem.phrase, problem.remedy, 'proxy-refusal') : error);
    };
    const handleClose = () => {
      fail(new Error('closed'));
    };
    socket.once('error', fail);
    socket.once('close', handleClose);
    socket.once('secureConnect', () => {
      socket.off('error', fail);
      socket.off('close', handleClose);
      resolve();
    });
  });

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
