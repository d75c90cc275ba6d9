import {constants} from 'node:fs';
import {access} from 'node:fs/promises';
import {posix, win32} from 'node:path';

const isProgram = async (path: string): Promise<boolean> => {
  try {
    await access(path, constants.X_OK);
    return true;
  } catch {
    // Not here: the next folder decides.
    return false;
  }
};

/**
 * Where a program is, as an absolute path; `undefined` where it is not installed. Folders of `PATH` that are not absolute
 * are left out: they would lead to whatever lies in the folder that dxtop was started in. On Windows it is the program's
 * `.exe`.
 *
 * @param canRun whether there is a program at a path; for tests of other systems
 */
export const findProgram = async (
  name: string,
  environment: NodeJS.ProcessEnv,
  platform: NodeJS.Platform = process.platform,
  canRun: (path: string) => Promise<boolean> = isProgram,
): Promise<string | undefined> => {
  const paths = platform === 'win32' ? win32 : posix;
  const file = platform === 'win32' && !name.includes('.') ? `${name}.exe` : name;
  // Windows calls it Path, and a copy of the variables knows it by that name alone.
  const folders = environment['PATH'] ?? environment['Path'] ?? '';
  for (const folder of folders.split(paths.delimiter).filter((path) => paths.isAbsolute(path))) {
    const path = paths.join(folder, file);
    if (await canRun(path)) return path;
  }

  return undefined;
};
