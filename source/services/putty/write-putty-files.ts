import {join} from 'node:path';
import {ConfigError} from '../../model/errors.ts';
import {clean} from '../../model/safe-text.ts';
import {readRegularFile} from '../settings/regular-file.ts';
import {replaceFile, toErrorCode} from '../settings/replace-file.ts';
import type {Secret} from '../settings/secret.ts';
import {makeDirectories} from '../settings/state-directory.ts';
import {formatPpk, type PpkKey, type PpkVersion, readPpkPublicBlob} from './ppk.ts';
import {formatRegistryFile, type PuttySession} from './putty-session.ts';

const MAX_BYTES = 64 * 1024;

/** Where the key is written; the page calls it so. */
export const toPpkPath = (directory: string): string => join(directory, 'ssh_id.ppk');

/** Another key under this name is somebody's, and stays. */
const checkReplaceable = (path: string, {publicBlob}: PpkKey): void => {
  const file = readRegularFile(path, MAX_BYTES);
  if (file.kind === 'missing') return;
  const present = file.kind === 'read' ? readPpkPublicBlob(file.content.toString('latin1')) : undefined;
  if (present?.equals(publicBlob)) return;
  throw new ConfigError(
    `${clean(path)} holds another key.`,
    'Move it away, or give another folder with --out.',
  );
};

/** Only for its owner, where there is none yet. */
const makeFolder = (directory: string): void => {
  try {
    makeDirectories(directory);
  } catch (error) {
    throw new ConfigError(
      `The folder ${clean(directory)} cannot be made (${toErrorCode(error)}).`,
      'Give another one with --out.',
      {cause: error},
    );
  }
};

/**
 * Writes the key and the saved session, both readable for their owner only; an older copy of the same key is replaced.
 *
 * Shape: the path of the .reg file. Throws: `ConfigError` when a file cannot be written, or another key is in the way.
 */
export const writePuttyFiles = async (
  directory: string,
  session: PuttySession,
  {key, version, passphrase}: {key: PpkKey; version: PpkVersion; passphrase: Secret},
): Promise<string> => {
  const ppkPath = toPpkPath(directory);
  makeFolder(directory);
  checkReplaceable(ppkPath, key);
  replaceFile(ppkPath, await formatPpk(key, version, passphrase));
  const registryPath = join(directory, `${session.name}.reg`);
  replaceFile(registryPath, formatRegistryFile(session));
  return registryPath;
};
