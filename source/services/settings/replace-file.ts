import {randomBytes} from 'node:crypto';
import {
  closeSync,
  constants,
  fchmodSync,
  fsyncSync,
  lstatSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import {dirname} from 'node:path';
import {ConfigError} from '../../model/errors.ts';
import {clean} from '../../model/safe-text.ts';

/** A name beside `path` that nobody can foresee. */
export const toTemporaryPath = (path: string): string => `${path}.${randomBytes(8).toString('hex')}.tmp`;

/** Node's word for what went wrong with a file, such as `ENOSPC`. */
export const toErrorCode = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown error';

/** Makes sure that a renamed file is still there after a power cut. */
const syncDirectory = (path: string): void => {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, constants.O_RDONLY);
    fsyncSync(descriptor);
  } catch {
    // Windows opens no directories, and some file systems sync none: the rename is done all the same.
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
};

/**
 * Writes a file that must not be there yet, in full and down to the disk.
 *
 * Throws what Node throws, `EEXIST` among it; nothing is left behind then, except where the name was taken.
 */
export const createFile = (path: string, content: string | Uint8Array, mode: number): void => {
  // Windows knows no O_NOFOLLOW, and takes the missing flag for 0.
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
  const descriptor = openSync(path, flags, mode);
  try {
    // The mask of new files may have taken bits away.
    fchmodSync(descriptor, mode);
    writeFileSync(descriptor, content);
    fsyncSync(descriptor);
  } catch (error) {
    closeSync(descriptor);
    rmSync(path, {force: true});
    throw error;
  }
  closeSync(descriptor);
};

/** Puts one file in the place of another, at once; either the old or the new one is there whenever the power goes. */
export const moveFile = (from: string, to: string): void => {
  renameSync(from, to);
  syncDirectory(dirname(to));
};

/** A link is followed to what it names, so that settings which are kept elsewhere stay there. */
const toTarget = (path: string): string =>
  lstatSync(path, {throwIfNoEntry: false})?.isSymbolicLink() ? realpathSync(path) : path;

/**
 * Writes a whole file in place of what was there: a new file beside it, down to the disk, then the swap (threat-model
 * K-4). Whoever reads meanwhile sees the old or the new one, never a half.
 *
 * Throws: `ConfigError` with the reason; the old file is as it was then.
 *
 * @param mode 0600 unless said otherwise; the old file's own mode does not count
 */
export const replaceFile = (path: string, content: string | Uint8Array, mode = 0o600): void => {
  let temporary: string | undefined;
  try {
    const target = toTarget(path);
    temporary = toTemporaryPath(target);
    createFile(temporary, content, mode);
    moveFile(temporary, target);
  } catch (error) {
    if (temporary !== undefined) rmSync(temporary, {force: true});
    throw new ConfigError(
      `The file ${clean(path)} cannot be written (${toErrorCode(error)}).`,
      'Make room, or make its folder writable for you; it is as it was before.',
      {cause: error},
    );
  }
};
