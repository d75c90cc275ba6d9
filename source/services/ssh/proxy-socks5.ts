import {isIP, isIPv4} from 'node:net';
import {clean} from '../../model/safe-text.ts';
import type {SshProxy} from '../settings/ssh-proxy.ts';
import {CHECK_PROXY_KIND, type ProxyConversation, proxyError} from './proxy-conversation.ts';

const VERSION = 5;
const NO_LOGIN = 0;
const PASSWORD = 2;
const REFUSED_METHODS = 0xff;
const CONNECT = 1;
const ADDRESS_BYTES: Readonly<Record<number, number>> = {1: 4, 4: 16};
const NAME = 3;

/** What a reply says, and whether it speaks of the worker rather than of the proxy. Source: RFC 1928, part 6. */
const REPLIES: Readonly<Record<number, readonly [phrase: string, isWorkers: boolean]>> = {
  1: ['failed to connect to', false],
  2: ['is not allowed to connect to', false],
  3: ['has no route to', true],
  4: ['cannot reach', true],
  5: ['was refused by', true],
  6: ['got no answer from', true],
  7: ['does not know how to connect to', false],
  8: ['does not know the kind of address of', false],
};

/**
 * Asks a SOCKS5 proxy to connect us to a worker, with user name and password where there are some; it looks names up.
 *
 * Throws `SshError` with what the proxy answered. Source: RFC 1928, RFC 1929
 */
export const connectThroughSocks5 = async (
  conversation: ProxyConversation,
  proxy: SshProxy,
  {host, port}: {host: string; port: number},
): Promise<void> => {
  await logIn(conversation, proxy);
  conversation.send(Buffer.from([VERSION, CONNECT, 0, ...toAddress(host), port >> 8, port & 0xff]));
  const [version, reply = 0, , kind = 0] = await conversation.read(4);
  if (version !== VERSION) throw notSocks(proxy);
  if (reply !== 0) throw refusal(proxy, reply, `${host} port ${String(port)}`);
  const addressBytes = kind === NAME ? (await conversation.read(1))[0] : ADDRESS_BYTES[kind];
  if (addressBytes === undefined) throw notSocks(proxy);
  await conversation.read(addressBytes + 2);
};

const logIn = async (conversation: ProxyConversation, proxy: SshProxy): Promise<void> => {
  const {credentials} = proxy;
  const methods = credentials ? [NO_LOGIN, PASSWORD] : [NO_LOGIN];
  conversation.send(Buffer.from([VERSION, methods.length, ...methods]));
  if ((await conversation.read(1))[0] !== VERSION) throw notSocks(proxy);
  const [method] = await conversation.read(1);
  if (method === NO_LOGIN) return;
  if (method === REFUSED_METHODS) {
    throw credentials
      ? proxyError(
          proxy,
          'takes no user name and password',
          'It may want another kind of login, which dxtop does not have.',
          'proxy-refusal',
        )
      : proxyError(
          proxy,
          'wants a user name and password',
          'Put them into DX_SSH_PROXY or config.toml, as socks5://USER:PASSWORD@host:port.',
          'proxy-refusal',
        );
  }

  if (method !== PASSWORD || !credentials) throw notSocks(proxy);
  const {user, password} = credentials.reveal();
  conversation.send(Buffer.from([1, ...withLength(user), ...withLength(password)]));
  const [, status] = await conversation.read(2);
  if (status !== 0) {
    throw proxyError(
      proxy,
      'does not accept its user name and password',
      'Correct them in DX_SSH_PROXY or config.toml.',
      'proxy-refusal',
    );
  }
};

const withLength = (text: string): number[] => {
  const bytes = Buffer.from(text);
  return [bytes.length, ...bytes];
};

const toAddress = (host: string): number[] => {
  if (isIP(host) === 0) return [NAME, ...withLength(host)];
  return isIPv4(host) ? [1, ...host.split('.').map(Number)] : [4, ...toIPv6Bytes(host)];
};

const toIPv6Bytes = (address: string): number[] => {
  // The URL parser writes every IPv6 address in one way: hexadecimal groups, at most one `::`.
  const [head = '', tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const [first, last] = [head, tail ?? ''].map((part) => (part === '' ? [] : part.split(':'))) as [
    string[],
    string[],
  ];
  const groups = [...first, ...Array<string>(8 - first.length - last.length).fill('0'), ...last];
  return groups.flatMap((group) => {
    const value = Number.parseInt(group, 16);
    return [value >> 8, value & 0xff];
  });
};

const notSocks = (proxy: SshProxy) =>
  proxyError(proxy, 'does not answer as a SOCKS5 proxy', CHECK_PROXY_KIND, 'proxy-refusal');

const refusal = (proxy: SshProxy, reply: number, target: string) => {
  const [phrase, isWorkers] = REPLIES[reply] ?? [`failed (${String(reply)}) to connect to`, false];
  return proxyError(
    proxy,
    `${phrase} ${clean(target)}`,
    isWorkers
      ? "The job's allowSSH must contain the proxy's outside address; name it with --allow-ssh."
      : 'Ask those who run it to let this host and port through, or use another proxy.',
    isWorkers ? 'client-socket' : 'proxy-target',
  );
};
