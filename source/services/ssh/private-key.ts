import {ConfigError} from '../../model/errors.ts';
import {clean, type SafeText} from '../../model/safe-text.ts';
import {decryptSshKey} from '../settings/decrypt-ssh-key.ts';
import {Secret} from '../settings/secret.ts';
import {readSshKeyFile} from '../settings/ssh-key-file.ts';

const PASSPHRASE_TRIES = 3;

/** Asks for the passphrase of a key; rejects with `CancelError` when the user gives none. */
export type AskPassphrase = (path: SafeText, wasWrong: boolean) => Promise<string>;

/** Reads the user's private key, decrypted. */
export type PrivateKeyReader = (askPassphrase: AskPassphrase) => Promise<string>;

/**
 * Makes the reader of the user's private key. The key is read again for each attach, so that a new one is seen; a
 * decrypted one is kept in memory for as long as its file stays the same.
 *
 * What it returns throws `ConfigError`, each with its remedy, and `CancelError`.
 */
export const createPrivateKeyReader = (confDirectory: string): PrivateKeyReader => {
  let decrypted: {readonly pem: string; readonly key: Secret} | undefined;
  return async (askPassphrase) => {
    const file = readSshKeyFile(confDirectory);
    if (!file.isEncrypted) return file.privateKeyPem.reveal();
    const pem = file.privateKeyPem.reveal();
    if (decrypted?.pem === pem) return decrypted.key.reveal();
    for (let tries = 0; tries < PASSPHRASE_TRIES; tries += 1) {
      const passphrase = new Secret(await askPassphrase(clean(file.path), tries > 0));
      try {
        const key = await decryptSshKey(file, passphrase);
        decrypted = {pem, key};
        return key.reveal();
      } catch (error) {
        if (!(error instanceof ConfigError && error.summary === 'The passphrase is wrong.')) throw error;
      }
    }

    throw new ConfigError(
      'The passphrase was wrong three times.',
      'Try again, or make a new key with `dxtop setup`.',
    );
  };
};
