import {execFile} from 'node:child_process';
import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {findProgram, workerPath} from './find-program.ts';
import type {ShellUser} from './shell-user.ts';

/** Shows its first argument in place of the user database, to the rest of them alone, and becomes that. */
const withDatabase = 'mount --bind -- "$1" /etc/passwd && shift && exec "$@"';

/**
 * Words before a command that give a user without an account the name `dnanexus`, for this command and what comes of it:
 * sftp's server, which scp needs too, ends where the user has no name. They run as root, before that is given up. The
 * computer's own user database stays as it is.
 *
 * `[]` where the user has an account, or the container forbids root to have a view of its own of the files: there scp
 * and sftp do not work. Footing: the name is documented (reference H.1).
 *
 * @param folder of the worker, which its user may enter
 */
export const toNamePrefix = async (
  {uid, gid, isDropped}: ShellUser,
  {folder, home, shell}: {readonly folder: string; readonly home: string; readonly shell: string},
): Promise<readonly string[]> => {
  const unshare = isDropped ? await findProgram('unshare') : undefined;
  if (unshare === undefined) return [];
  const database = join(folder, 'passwd');
  const lines = ['root:x:0:0::/root:/bin/false', `dnanexus:x:${uid}:${gid}::${home}:${shell}`];
  await writeFile(database, `${lines.join('\n')}\n`, {mode: 0o644});
  const prefix = [unshare, '--mount', '--', '/bin/sh', '-c', withDatabase, 'name', database];
  isAllowed ??= works(prefix);
  return (await isAllowed) ? prefix : [];
};

/** Nothing of it changes while the emulator runs, and finding out starts a program. */
let isAllowed: Promise<boolean> | undefined;

const works = async ([program = '', ...rest]: readonly string[]): Promise<boolean> => {
  try {
    await promisify(execFile)(program, [...rest, '/bin/sh', '-c', ':'], {env: {PATH: workerPath}});
    return true;
  } catch {
    // It is the container's to forbid; what does not work then is written down.
    return false;
  }
};
