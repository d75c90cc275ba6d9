import {constants} from 'node:fs';
import {access} from 'node:fs/promises';
import {join} from 'node:path';

/**
 * The search path of every process on a worker. It is fixed, so that a worker does not depend on (or reveal)
 * the search path of whoever started the emulator. The last two entries are where package managers of macOS
 * put tmux.
 */
export const workerPath =
  '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/opt/homebrew/bin:/opt/local/bin';

/**
 * Where a program is, searched on the workers' own path.
 *
 * Shape: an absolute path, `undefined` when there is no such executable file.
 */
export const findProgram = async (name: string): Promise<string | undefined> => {
  for (const directory of workerPath.split(':')) {
    const path = join(directory, name);
    try {
      await access(path, constants.X_OK);
      return path;
    } catch {
      // Not here, or not executable: the next folder decides.
    }
  }
  return undefined;
};

/** As `findProgram`. Throws: an `Error` that says what the program is needed for, when it is missing. */
export const requireProgram = async (name: string, purpose: string): Promise<string> => {
  const path = await findProgram(name);
  if (path === undefined)
    throw new Error(`The emulator's workers need ${name} ${purpose}, and it is not on ${workerPath}.`);
  return path;
};
