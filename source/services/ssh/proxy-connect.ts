import {clean} from '../../model/safe-text.ts';
import type {SshProxy} from '../settings/ssh-proxy.ts';
import {CHECK_PROXY_KIND, type ProxyConversation, proxyError} from './proxy-conversation.ts';

const STATUS_LINE = /^HTTP\/1\.[01] (?<status>\d{3})(?: (?<reason>[^\r\n]*))?\r?\n/;
/** Interim answers (RFC 9110, 15.2) before the real one. */
const MOST_INTERIM = 5;

/**
 * Asks an HTTP proxy to connect us to a worker, with the CONNECT method.
 *
 * Throws `SshError` with what the proxy answered; its credentials are in no sentence.
 * Source: https://www.rfc-editor.org/rfc/rfc9110#name-connect
 */
export const connectThroughHttp = async (
  conversation: ProxyConversation,
  proxy: SshProxy,
  {host, port}: {host: string; port: number},
): Promise<void> => {
  const target = `${host.includes(':') ? `[${host}]` : host}:${String(port)}`;
  conversation.send(`CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n${toAuthorization(proxy)}\r\n`);
  for (let count = 0; count <= MOST_INTERIM; count += 1) {
    await refuseOtherProtocols(conversation, proxy);
    const head = await conversation.readHead();
    const {status = '', reason = ''} = STATUS_LINE.exec(head)?.groups ?? {};
    if (status === '') break;
    if (status.startsWith('2')) return;
    if (!status.startsWith('1')) throw refusal(proxy, status, clean(reason.trim(), 120), target);
  }

  throw notHttp(proxy);
};

const toAuthorization = ({credentials}: SshProxy): string => {
  if (!credentials) return '';
  const {user, password} = credentials.reveal();
  return `Proxy-Authorization: Basic ${Buffer.from(`${user}:${password}`).toString('base64')}\r\n`;
};

/** An SSH server, or a SOCKS proxy, never sends the end of a head: better to say so at once. */
const refuseOtherProtocols = async (conversation: ProxyConversation, proxy: SshProxy): Promise<void> => {
  const start = 'HTTP/';
  // Byte by byte: whoever says anything else says perhaps no more than a few.
  for (let length = 1; length <= start.length; length += 1) {
    await conversation.waitFor(length);
    if (conversation.pending.toString('latin1', 0, length) !== start.slice(0, length)) throw notHttp(proxy);
  }
};

const notHttp = (proxy: SshProxy) =>
  proxyError(proxy, 'does not answer as an HTTP proxy', CHECK_PROXY_KIND, 'proxy-refusal');

const refusal = (proxy: SshProxy, status: string, reason: string, target: string) => {
  const answer = `(${`${status} ${reason}`.trim()})`;
  if (status === '407') {
    return proxyError(
      proxy,
      proxy.credentials
        ? `does not accept its user name and password ${answer}`
        : `wants a user name and password ${answer}`,
      proxy.credentials
        ? 'Correct them in DX_SSH_PROXY or config.toml; dxtop sends them as Basic.'
        : 'Put them into DX_SSH_PROXY or config.toml, as http://USER:PASSWORD@host:port.',
      'proxy-refusal',
    );
  }

  if (status === '502' || status === '503' || status === '504') {
    return proxyError(
      proxy,
      `could not reach ${clean(target)} ${answer}`,
      "The job's allowSSH must contain the proxy's outside address; name it with --allow-ssh.",
      'client-socket',
    );
  }

  return proxyError(
    proxy,
    `refused to connect to ${clean(target)} ${answer}`,
    'Ask those who run it to let this host and port through, or use another proxy.',
    'proxy-target',
  );
};
