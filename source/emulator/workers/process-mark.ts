import {createHash} from 'node:crypto';
import {findProgram} from './find-program.ts';

/**
 * The number that every process of a worker carries as its limit of real-time CPU microseconds, which no ordinary
 * process has or needs. It is inherited and cannot be shed: not by clearing the environment, not by a session of
 * its own, not by parents that end.
 *
 * @param folder of the worker; the shell program of `endProcesses` works the number out in the same way
 */
export const toProcessMark = (folder: string): number =>
  Number.parseInt(createHash('sha256').update(folder).digest('hex').slice(0, 12), 16);

/** Words before a command that mark it and all that comes of it; none where there is no `prlimit` (macOS). */
export const toMarkPrefix = async (folder: string): Promise<readonly string[]> => {
  const prlimit = await findProgram('prlimit');
  const mark = toProcessMark(folder);
  return prlimit === undefined ? [] : [prlimit, `--rttime=${mark}:${mark}`];
};
