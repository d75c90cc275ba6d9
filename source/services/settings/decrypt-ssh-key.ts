import {CancelError, ConfigError} from '../../model/errors.ts';
import {clean} from '../../model/safe-text.ts';
import type {DecryptResult, DecryptTask} from './decrypt-key-worker.ts';
import {runThread} from './run-thread.ts';
import {Secret} from './secret.ts';
import type {SshKeyFile} from './ssh-key-file.ts';

/** `ssh-keygen -a 1000` needs some ten seconds; a file that asks for more is broken, or made to stall us. */
const DEADLINE_MS = 60_000;

/**
 * Decrypts a private key in a worker thread, so that nothing on the screen stops meanwhile; do it once and keep the result.
 *
 * Shape: a private key that ssh2 reads without a passphrase; the key as it is when it was not encrypted.
 * Throws: `ConfigError` when the passphrase is wrong, the key cannot be used, or it takes more than a minute;
 * `CancelError` when `signal` is aborted.
 */
export const decryptSshKey = async (
  file: Pick<SshKeyFile, 'path' | 'privateKeyPem' | 'isEncrypted'>,
  passphrase: Secret,
  signal?: AbortSignal,
): Promise<Secret> => {
  if (!file.isEncrypted) return file.privateKeyPem;
  if (signal?.aborted) throw new CancelError('Cancelled.');
  const wrong = new ConfigError('The passphrase is wrong.', 'Type it again.');
  // ssh2 takes an empty passphrase for none.
  if (passphrase.reveal() === '') throw wrong;
  const task: DecryptTask = {pem: file.privateKeyPem.reveal(), passphrase: passphrase.reveal()};
  let result: DecryptResult;
  try {
    result = await runThread({
      from: import.meta.url,
      name: 'decrypt-key-worker',
      task,
      deadlineMs: DEADLINE_MS,
      signal,
    });
  } catch (error) {
    if (error instanceof CancelError) throw error;
    throw new ConfigError(`The private key ${clean(file.path)} could not be decrypted.`, '', {cause: error});
  }
  if (result.kind === 'decrypted') return new Secret(result.pem);
  if (result.kind === 'wrongPassphrase') throw wrong;
  throw new ConfigError(
    `The private key ${clean(file.path)} cannot be used (${clean(result.problem, 200)}).`,
    'Set up an Ed25519 or RSA key with `dxtop setup`.',
  );
};
