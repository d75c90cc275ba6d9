import type {Socket} from 'node:net';
import type {CheckName} from '../../model/check.ts';
import {SshError} from '../../model/errors.ts';
import type {Worker} from '../../model/execution.ts';
import {clean} from '../../model/safe-text.ts';
import type {SshProxy} from '../settings/ssh-proxy.ts';
import type {LoginKey} from '../ssh/agent-key.ts';
import {Connection} from '../ssh/connection.ts';
import {parseHostKey} from '../ssh/host-key.ts';
import {openSocketThrough} from '../ssh/proxy-socket.ts';
import {refuseThisComputer} from '../ssh/reach-worker.ts';
import {createSshClient} from '../ssh/ssh-client.ts';
import {FactError} from './fact-error.ts';

/** Three SYN packets go out in that time. */
const CONNECT_LIMIT_MS = 4000;
const PROXY_LIMIT_MS = 5000;
const BANNER_LIMIT_MS = 4000;
const LOGIN_LIMIT_MS = 5000;
/** What a server may say before its SSH version (RFC 4253, 4.2), and much more than real ones do. */
const MAX_BANNER_BYTES = 8 * 1024;

/** How far handshake and login came. */
export interface ProbedWorker {
  /** The host key is the published one; this is its fingerprint. */
  readonly fingerprint: string;
  /** `undefined` when the login was not tried, because there is no key to try it with, or when it failed. */
  readonly connection: Connection | undefined;
  /** Why the login failed. */
  readonly loginError: SshError | undefined;
}

/**
 * Connects to a worker's port and waits until it speaks SSH. The caller owns the socket; what came is still to be read.
 *
 * Rejects with `FactError`, owned by name look-up, proxy or port, and with `CancelError`.
 */
export const reachSshServer = async (
  {proxy, isPlatformLocal}: {readonly proxy: SshProxy | undefined; readonly isPlatformLocal: boolean},
  {host, sshPort}: Pick<Worker, 'host' | 'sshPort'>,
  signal: AbortSignal,
): Promise<Socket> => {
  refuseThisComputer(host, isPlatformLocal);
  let socket: Socket;
  try {
    const options = {host, port: sshPort, timeoutMs: CONNECT_LIMIT_MS, signal};
    socket = await openSocketThrough(proxy, options, PROXY_LIMIT_MS);
  } catch (error) {
    throw error instanceof SshError ? new FactError(toOwner(error), error) : error;
  }

  try {
    await waitForBanner(socket, `${clean(host)} port ${String(sshPort)}`, signal);
    return socket;
  } catch (error) {
    socket.destroy();
    throw error;
  }
};

const toOwner = ({level, cause}: SshError): CheckName => {
  if (level.startsWith('proxy')) return 'proxy';
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  return code === 'ENOTFOUND' || code === 'EAI_AGAIN' ? 'dns' : 'port';
};

const waitForBanner = (socket: Socket, where: string, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const settle = (finish: () => void) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', handleEnd);
      socket.off('readable', handleReadable);
      socket.off('close', handleEnd);
      socket.off('end', handleEnd);
      finish();
    };
    const fail = (phrase: string, remedy: string) => {
      settle(() => reject(new SshError('client-socket', `${where} ${phrase}`, remedy)));
    };
    const handleReadable = () => {
      const bytes = socket.read() as Buffer | null;
      if (bytes === null) return;
      chunks.push(bytes);
      const text = Buffer.concat(chunks).toString('latin1');
      if (/^SSH-/m.test(text)) {
        settle(() => {
          socket.off('error', ignore);
          socket.unshift(Buffer.concat(chunks));
          resolve();
        });
      } else if (text.startsWith('HTTP/') || text.length > MAX_BANNER_BYTES || /^[^\n]*\0/.test(text)) {
        fail(
          `does not speak SSH (it says ${JSON.stringify(clean(text.split(/[\r\n]/, 1)[0] ?? '', 60))}).`,
          'Check that no proxy or portal answers in place of the worker.',
        );
      }
    };
    const handleEnd = () => {
      fail(
        'closed the connection at once.',
        "Check that your address is in the job's allowSSH, then try again.",
      );
    };
    // The end of the connection follows, and is what is told.
    const ignore = () => undefined;
    const timer = setTimeout(() => {
      fail(
        `accepts the connection, but says nothing for ${String(BANNER_LIMIT_MS / 1000)} s.`,
        'The worker may be overloaded, or something between you and it swallows the data.',
      );
    }, BANNER_LIMIT_MS);
    signal.addEventListener('abort', handleEnd, {once: true});
    socket.on('error', ignore);
    socket.on('readable', handleReadable);
    socket.once('close', handleEnd);
    socket.once('end', handleEnd);
  });

/**
 * Shakes hands with the worker, and logs in if there is a key.
 *
 * Rejects with `SshError` and `HostKeyError` when the host key could not be verified, with `CancelError`; a login that
 * fails afterwards is part of the result. The caller closes the connection.
 */
export const probeWorker = async (
  socket: Socket,
  sshHostKey: string,
  privateKey: LoginKey | undefined,
  signal: AbortSignal,
): Promise<ProbedWorker> => {
  const pin = parseHostKey(sshHostKey);
  const {fingerprint} = pin;
  let isVerified = false as boolean;
  try {
    const client = await createSshClient({
      socket,
      pin,
      privateKey,
      signal,
      readyTimeoutMs: LOGIN_LIMIT_MS,
      onHostVerified: () => {
        isVerified = true;
      },
    });
    return {fingerprint, connection: new Connection(client, socket), loginError: undefined};
  } catch (error) {
    if (!isVerified || !(error instanceof SshError)) throw error;
    return {fingerprint, connection: undefined, loginError: privateKey === undefined ? undefined : error};
  }
};
