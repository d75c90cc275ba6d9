import {Worker} from 'node:worker_threads';
import {CancelError, ConfigError} from '../../model/errors.ts';
import {clean} from '../../model/safe-text.ts';
import type {DecryptResult, DecryptTask} from './decrypt-key-worker.ts';
import {Secret} from './secret.ts';
import type {SshKeyFile} from './ssh-key-file.ts';

/** `ssh-keygen -a 1000` needs some ten seconds; a file that asks for more is broken, or made to stall us. */
const DEADLINE_MS = 60_000;

/** In the bundle the worker is a file beside the program; in a checkout, beside this one. */
const workerUrl = (): URL =>
  new URL(
    import.meta.url.endsWith('.ts') ? './decrypt-key-worker.ts' : './decrypt-key-worker.js',
    import.meta.url,
  );

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
  const worker = new Worker(workerUrl(), {workerData: task, env: {}, name: 'decrypt key'});
  const {promise, resolve, reject} = Promise.withResolvers<DecryptResult>();
  const fail = (cause: unknown) => {
    reject(new ConfigError(`The private key ${clean(file.path)} could not be decrypted.`, '', {cause}));
  };
  const deadline = setTimeout(() => fail(new Error(`took more than ${DEADLINE_MS} ms`)), DEADLINE_MS);
  const onAbort = () => reject(new CancelError('Cancelled.'));
  signal?.addEventListener('abort', onAbort, {once: true});
  worker.once('message', resolve);
  worker.once('error', fail);
  worker.once('exit', (code) => fail(new Error(`the worker ended with ${code}`)));
  let result: DecryptResult;
  try {
    result = await promise;
  } finally {
    clearTimeout(deadline);
    signal?.removeEventListener('abort', onAbort);
    await worker.terminate();
  }
  if (result.kind === 'decrypted') return new Secret(result.pem);
  if (result.kind === 'wrongPassphrase') throw wrong;
  throw new ConfigError(
    `The private key ${clean(file.path)} cannot be used (${clean(result.problem, 200)}).`,
    'Set up an Ed25519 or RSA key with `dx ssh_config`.',
  );
};
