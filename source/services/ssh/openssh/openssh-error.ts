import {type DxtopError, HostKeyError, SshError} from '../../../model/errors.ts';
import {clean} from '../../../model/safe-text.ts';
import type {HostKeyPin} from '../host-key.ts';

const HOST_KEY = /Host key verification failed|REMOTE HOST IDENTIFICATION HAS CHANGED|host key is known for/;

/** What OpenSSH says, in its own English, and what it means. Level `client-socket` is worth another try. */
const SENTENCES: readonly (readonly [RegExp, level: string, summary: string, remedy: string])[] = [
  [
    // Permission denied follows, which is not the cause.
    /signing failed|agent refused operation/,
    'openssh-key',
    'Your ssh could not sign with your key.',
    'Plug the hardware key in and touch it when ssh waits, or unlock your agent; then attach again.',
  ],
  [
    /Permission denied|Too many authentication failures/,
    'client-authentication',
    'The worker did not accept any key that your ssh offered.',
    "It takes the key that was your account's when the job started, and only from the user who launched it.",
  ],
  [
    /Connection refused/,
    'client-socket',
    'The worker refused the connection.',
    'Its SSH server may still be starting: give it a minute.',
  ],
  [
    /timed out/,
    'client-socket',
    'The worker did not answer.',
    "Check that your address is in the job's allowSSH, and that your network lets this port out.",
  ],
  [
    /Could not resolve hostname/,
    'client-socket',
    "The worker's name does not resolve.",
    'Check your network and its name server.',
  ],
  [
    /No route to host|Network is unreachable/,
    'client-socket',
    'There is no route to the worker.',
    'Check your network.',
  ],
  [
    /Connection (?:closed|reset) by|kex_exchange_identification/,
    'handshake',
    'The worker closed the connection at once.',
    "Check that your address is in the job's allowSSH, then try again.",
  ],
  [
    /Bad configuration option|line \d+: |Bad owner or permissions/,
    'openssh',
    'Your ssh does not accept its configuration.',
    'Check your ~/.ssh/config; OpenSSH 8.5 or later is needed.',
  ],
];

/** Why the user's ssh did not connect, from what it printed. */
export const toOpenSshError = (printed: string, pin: HostKeyPin): DxtopError => {
  if (HOST_KEY.test(printed)) {
    const shown = /SHA256:[A-Za-z0-9+/]{43}/.exec(printed)?.[0];
    return new HostKeyError(pin.fingerprint, shown ?? 'one of another type');
  }

  const known = SENTENCES.find(([pattern]) => pattern.test(printed));
  const lines = printed.split(/\r?\n/).filter((line) => line.trim() !== '');
  const said = lines.at(-1);
  if (known) {
    const [, level, summary, remedy] = known;
    const isSelfEvident = level !== 'openssh' || said === undefined;
    return new SshError(level, isSelfEvident ? summary : `${summary} (${clean(said, 160)})`, remedy);
  }

  return new SshError(
    'openssh',
    said === undefined ? 'Your ssh ended without a word.' : `Your ssh did not connect (${clean(said, 160)}).`,
    'Try it with --transport ssh2, if your key is in a file.',
  );
};

/** Why a link that was there is gone, as a phrase. */
export const toLossReason = (printed: string): string => {
  if (/Timeout, server|Broken pipe/.test(printed)) return 'the worker did not answer for 15 s';
  if (printed.includes('Connection reset')) return 'the connection was reset';
  return 'the worker closed the connection';
};
