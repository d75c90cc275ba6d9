import {constants} from 'node:fs';
import {access} from 'node:fs/promises';
import {delimiter, isAbsolute, join} from 'node:path';

/** Where a program is on the PATH, in folders with absolute names only; `undefined` where it is not installed. */
export const findProgram = async (
  name: string,
  {PATH = ''}: NodeJS.ProcessEnv,
): Promise<string | undefined> => {
  for (const directory of PATH.split(delimiter).filter(isAbsolute)) {
    const path = join(directory, name);
    try {
      await access(path, constants.X_OK);
      return path;
    } catch {
      // Not here: the next folder decides.
    }
  }

  return undefined;
};
