import type {Socket} from 'node:net';
import ssh2 from 'ssh2';
import {CancelError, HostKeyError, SshError} from '../../model/errors.ts';
import {clean} from '../../model/safe-text.ts';
import {createOneKeyAgent, isAgentKey, type LoginKey} from './agent-key.ts';
import {lendReadMemory} from './open-socket.ts';
import {toFingerprint} from './fingerprint.ts';
import {type HostKeyPin, isPinned, toHostKeyAlgorithms} from './host-key.ts';

const READY_TIMEOUT_MS = 10_000;
/** An agent may ask its owner, or wait for a touch. */
const AGENT_TIMEOUT_MS = 30_000;

/**
 * How often the link is asked for a sign of life, in milliseconds, and how many answers may be missing. The link is
 * declared dead after 15 s, as with the 5 s of threat-model S-8, but silence is known to be one after a second or two,
 * which the notice at 3 s needs.
 */
export const KEEPALIVE_INTERVAL_MS = 1000;
const KEEPALIVE_COUNT = 14;

/** Whether a worker may go on: only the literal `true` may, because ssh2 takes anything but `false` for a yes. */
export const toVerdict = (answer: unknown): boolean => answer === true;

/**
 * Shakes hands and logs in as `dnanexus` on a connected socket; the only place that builds an ssh2 client.
 *
 * The worker must show the pinned key, before anything of ours is sent: otherwise `HostKeyError`. Throws `SshError`
 * with cause and remedy for anything else, `CancelError` when the signal is aborted; the socket is closed then. The
 * caller ends the client. Algorithms: threat-model S-4.
 */
export const createSshClient = ({
  socket,
  pin,
  privateKey,
  signal,
  verify = (shown) => isPinned(pin, shown),
  onHostVerified = () => undefined,
  readyTimeoutMs = privateKey !== undefined && isAgentKey(privateKey) ? AGENT_TIMEOUT_MS : READY_TIMEOUT_MS,
  userName = 'dnanexus',
}: {
  socket: Socket;
  pin: HostKeyPin;
  /** The decrypted private key, or the one that an agent has; without one the login fails, after the host key was verified. */
  privateKey: LoginKey | undefined;
  signal: AbortSignal;
  /** Answers whether the shown key blob is the worker's; a seam for tests of `toVerdict`. */
  verify?: (shown: Buffer) => unknown;
  onHostVerified?: () => void;
  /** For handshake and login together, in milliseconds. */
  readyTimeoutMs?: number;
  /** Every worker's user is `dnanexus`; another one is for tests with other servers. */
  userName?: string;
}): Promise<ssh2.Client> =>
  new Promise((resolve, reject) => {
    const method = privateKey === undefined ? undefined : toAuthMethod(privateKey, userName);
    if (method === 'unreadable') {
      socket.destroy();
      reject(
        new SshError(
          'key',
          'Your private key cannot be read.',
          'Run `dxtop setup` to choose or make another one.',
        ),
      );
      return;
    }

    const client = new ssh2.Client();
    let shownFingerprint: string | undefined;
    let isRefused = false;
    let isVerified = false;
    let isOffered = false;
    const fail = (error: Error) => {
      signal.removeEventListener('abort', handleAbort);
      client.removeAllListeners('ready');
      // Errors after the first say nothing new, and without a listener they would end the program.
      client.on('error', () => undefined);
      client.end();
      socket.destroy();
      reject(error);
    };
    const handleAbort = () => {
      fail(new CancelError());
    };
    if (signal.aborted) {
      fail(new CancelError());
      return;
    }

    signal.addEventListener('abort', handleAbort, {once: true});
    client.on('ready', () => {
      signal.removeEventListener('abort', handleAbort);
      client.removeAllListeners('error');
      client.removeAllListeners('close');
      client.on('error', () => undefined);
      // The packets of the handshake are kept as they come; from here on each is decrypted into memory of its own.
      lendReadMemory(socket);
      resolve(client);
    });
    client.on('error', (error: Error & {level?: string}) => {
      if (isRefused) fail(new HostKeyError(pin.fingerprint, shownFingerprint ?? 'another', {cause: error}));
      else fail(toSshError(error, {pin, isVerified, readyTimeoutMs}));
    });
    client.on('close', () => {
      fail(closedEarly(isVerified));
    });
    client.connect({
      sock: socket,
      username: userName,
      readyTimeout: readyTimeoutMs,
      keepaliveInterval: KEEPALIVE_INTERVAL_MS,
      keepaliveCountMax: KEEPALIVE_COUNT,
      hostVerifier: (shown: Buffer): boolean => {
        const verdict = toVerdict(askVerifier(verify, shown));
        if (verdict) {
          isVerified = true;
          onHostVerified();
        } else {
          isRefused = true;
          shownFingerprint = Buffer.isBuffer(shown) ? toFingerprint(shown) : undefined;
        }

        return verdict;
      },
      authHandler: (_methodsLeft, _isPartial, next) => {
        if (isOffered || !method) {
          (next as unknown as (method: false) => void)(false);
          return;
        }

        isOffered = true;
        next(method);
      },
      algorithms: {
        serverHostKey: [...toHostKeyAlgorithms(pin)] as ssh2.ServerHostKeyAlgorithm[],
        kex: [
          'curve25519-sha256',
          'curve25519-sha256@libssh.org',
          'ecdh-sha2-nistp256',
          'ecdh-sha2-nistp384',
          'ecdh-sha2-nistp521',
          'diffie-hellman-group16-sha512',
          'diffie-hellman-group18-sha512',
        ],
        cipher: [
          'aes128-gcm@openssh.com',
          'aes256-gcm@openssh.com',
          'aes128-ctr',
          'aes192-ctr',
          'aes256-ctr',
        ],
        hmac: [
          'hmac-sha2-256-etm@openssh.com',
          'hmac-sha2-512-etm@openssh.com',
          'hmac-sha2-256',
          'hmac-sha2-512',
        ],
        compress: ['none'],
      },
    });
  });

/** The one way to log in. */
const toAuthMethod = (
  key: LoginKey,
  username: string,
): ssh2.PublicKeyAuthMethod | ssh2.AgentAuthMethod | 'unreadable' => {
  if (isAgentKey(key)) return {type: 'agent', username, agent: createOneKeyAgent(key)};
  const parsed = ssh2.utils.parseKey(key);
  return parsed instanceof Error ? 'unreadable' : {type: 'publickey', username, key: parsed};
};

const closedEarly = (isVerified: boolean, cause?: Error) =>
  new SshError(
    'handshake',
    isVerified
      ? 'The worker closed the connection during the login.'
      : 'The worker closed the connection at once.',
    "Check that your address is in the job's allowSSH, then try again.",
    {cause},
  );

/** An error in the check is a no; thrown into ssh2 it would end the program. */
const askVerifier = (verify: (shown: Buffer) => unknown, shown: Buffer): unknown => {
  try {
    return verify(shown);
  } catch {
    return false;
  }
};

const toSshError = (
  error: Error & {level?: string},
  {pin, isVerified, readyTimeoutMs}: {pin: HostKeyPin; isVerified: boolean; readyTimeoutMs: number},
): SshError => {
  const level = error.level ?? 'protocol';
  const make = (summary: string, remedy: string) => new SshError(level, summary, remedy, {cause: error});
  if (level === 'client-authentication') {
    return make(
      'The worker did not accept your SSH key.',
      "It takes the key that was your account's when the job started, and only from the user who launched it. Run `dxtop setup`, then start the job again.",
    );
  }

  if (level === 'client-timeout') {
    const limit = `${String(readyTimeoutMs / 1000)} s`;
    return make(
      isVerified
        ? `The worker did not finish the login within ${limit}.`
        : `The worker did not finish the SSH handshake within ${limit}.`,
      'Something may be between you and the worker: check the network, then try again.',
    );
  }

  if (/connection lost before handshake/i.test(error.message)) return closedEarly(isVerified, error);

  if (/no matching host key/i.test(error.message)) {
    return make(
      `The worker does not have the host key that the platform published (${pin.type}, ${pin.fingerprint}).`,
      'Nothing was sent to it. If the job was restarted just now, try again; otherwise report this to DNAnexus support.',
    );
  }

  if (
    level === 'handshake' ||
    level === 'protocol' ||
    /protocol|handshake|identification/i.test(error.message)
  ) {
    return make(
      `What answers there does not speak SSH as dxtop expects it (${clean(error.message).slice(0, 120)}).`,
      'Check that no proxy or portal answers in place of the worker.',
    );
  }

  return make(
    `The SSH connection failed (${clean(error.message).slice(0, 120)}).`,
    'Check your network, then try again.',
  );
};
