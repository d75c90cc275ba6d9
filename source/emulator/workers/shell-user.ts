import {execFile} from 'node:child_process';
import {randomInt} from 'node:crypto';
import {promisify} from 'node:util';
import {requireProgram, workerPath} from './find-program.ts';

/** User IDs that no account has: those that systemd hands out for a while. Footing: documented, systemd's UIDS-GIDS. */
const firstId = 61_184;
const lastId = 65_519;

/** Who the processes of the workers run as. */
export interface ShellUser {
  readonly uid: number;
  readonly gid: number;
  /**
   * Whether this differs from the emulator's own user: only when it was started by root. The demo says so.
   */
  readonly isDropped: boolean;
  /** Words to put before a command so that it runs as this user; `[]` when nothing needs to change. */
  readonly prefix: readonly string[];
}

/**
 * Decides who worker shells run as: whoever runs the emulator, except that root becomes a user without an account
 * who has no process, without supplementary groups, capabilities, or a way back through set-user-ID programs
 * (threat model E-5). Two emulators that root runs therefore can't touch each other's workers.
 *
 * Throws: an `Error` when the emulator runs as root and cannot give that up, because `setpriv` (util-linux)
 * is missing or the container forbids it. There is no fallback: a shell as root is not a sandbox.
 */
export const readShellUser = (): Promise<ShellUser> => (shellUser ??= decideShellUser());

/** Nothing of it changes while the emulator runs, and finding out starts a program. */
let shellUser: Promise<ShellUser> | undefined;

const decideShellUser = async (): Promise<ShellUser> => {
  const uid = process.getuid?.();
  const gid = process.getgid?.();
  if (uid === undefined || gid === undefined)
    throw new Error('The workers of the emulator need a POSIX system.');
  if (uid !== 0) return {uid, gid, isDropped: false, prefix: []};
  const setpriv = await requireProgram('setpriv', 'to give up root privileges');
  const id = await findFreeId();
  const prefix = [
    setpriv,
    `--reuid=${id}`,
    `--regid=${id}`,
    '--clear-groups',
    '--inh-caps=-all',
    '--no-new-privs',
    '--',
  ];
  const user = {uid: id, gid: id, isDropped: true, prefix};
  await assertReachable('/', user);
  return user;
};

/** A user ID by chance that no process has; whoever runs out of tries takes the last one. */
const findFreeId = async (): Promise<number> => {
  const {stdout} = await promisify(execFile)('ps', ['-A', '-o', 'uid='], {env: {PATH: workerPath}});
  const taken = new Set(stdout.split('\n').map(Number));
  const ids = Array.from({length: 20}, () => randomInt(firstId, lastId + 1));
  return ids.find((id) => !taken.has(id)) ?? lastId;
};

/**
 * Checks that a user can enter a folder.
 *
 * Throws: an `Error` that names the folder and carries the reason as `cause`.
 */
export const assertReachable = async (directory: string, user: ShellUser): Promise<void> => {
  const enter = ['/bin/sh', '-c', 'cd -- "$1"', 'sh', directory];
  const [program = '', ...rest] = user.prefix.concat(enter);
  try {
    await promisify(execFile)(program, rest, {cwd: '/', env: {PATH: workerPath}});
  } catch (error) {
    const message = `Worker shells cannot run as user ${user.uid} in ${directory}; can only root enter TMPDIR?`;
    throw new Error(message, {cause: error});
  }
};
