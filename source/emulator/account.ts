import {randomBytes} from 'node:crypto';
import {mkdir, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {createKeyPair} from './workers/key-pair.ts';

/** A token that cannot be guessed. */
export const createToken = (): string => randomBytes(24).toString('base64url');

/** The credentials of one run: new each time. */
export interface Account {
  readonly token: string;
  /** The text of the `.pub` file, newline included: exactly what the account's `sshPublicKey` is. */
  readonly publicKey: string;
  readonly confDirectory: string;
}

/**
 * Makes a token, a key pair and a configuration folder with that pair for one run.
 *
 * The folder (mode 0700) lies in the run's own folder and is removed along with it.
 */
export const createAccount = async (runDirectory: string, comment: string): Promise<Account> => {
  const confDirectory = join(runDirectory, 'conf');
  await mkdir(confDirectory, {mode: 0o700});
  const pair = createKeyPair(comment);
  const publicKey = `${pair.public.trim()}\n`;
  const privateKey = `${pair.private.trim()}\n`;
  await writeFile(join(confDirectory, 'ssh_id'), privateKey, {mode: 0o600, flag: 'wx'});
  await writeFile(join(confDirectory, 'ssh_id.pub'), publicKey, {mode: 0o644, flag: 'wx'});
  return {token: createToken(), publicKey, confDirectory};
};
