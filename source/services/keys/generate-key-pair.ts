import {CancelError, ConfigError} from '../../model/errors.ts';
import type {PublicKey} from '../../model/ssh-key.ts';
import {runThread} from '../settings/run-thread.ts';
import {Secret} from '../settings/secret.ts';
import type {GenerateResult, GenerateTask} from './generate-key-worker.ts';
import {parsePublicKey} from './public-key.ts';

/** A key pair that is in no file yet. */
export interface NewKeyPair {
  /** In OpenSSH's form; encrypted when there is a passphrase. */
  readonly privateKeyPem: Secret;
  readonly publicKey: PublicKey;
}

/** What to make. */
export interface KeyPairOptions {
  /** `rsa` has 4096 bits. */
  readonly type: 'ed25519' | 'rsa';
  /** What stands behind the public key, usually `user@computer`. */
  readonly comment: string;
  /** Encrypts the private key; none when empty. */
  readonly passphrase: Secret;
}

/** On a busy computer 4096 bits of RSA may take half a minute. */
const DEADLINE_MS = 180_000;

/** The kind of comment that keys have, without what could end the line or look like something else. */
const toComment = (text: string): string => text.replace(/[^\w@.+-]+/g, '-').slice(0, 100);

/**
 * Makes a key pair, in a thread, without any program but Node.
 *
 * Throws: `ConfigError` when it cannot; `CancelError` when `signal` is aborted.
 */
export const generateKeyPair = async (options: KeyPairOptions, signal?: AbortSignal): Promise<NewKeyPair> => {
  const task: GenerateTask = {
    type: options.type,
    comment: toComment(options.comment),
    passphrase: options.passphrase.reveal(),
  };
  const fail = (cause?: unknown) =>
    new ConfigError('No key pair could be made.', 'Make one with ssh-keygen, and give its path.', {cause});
  let made: GenerateResult;
  try {
    made = await runThread({
      from: import.meta.url,
      name: 'generate-key-worker',
      task,
      deadlineMs: DEADLINE_MS,
      signal,
    });
  } catch (error) {
    if (error instanceof CancelError) throw error;
    throw fail(error);
  }
  const publicKey = parsePublicKey(made.publicKey);
  if (!publicKey) throw fail();
  return {privateKeyPem: new Secret(made.privateKey), publicKey};
};
