import {requireProgram, workerPath} from './find-program.ts';
import {dirname} from 'node:path';
import {toMarkPrefix} from './process-mark.ts';
import {readShellUser, type ShellUser} from './shell-user.ts';
import {toNamePrefix} from './user-name.ts';

/**
 * Closes every descriptor above 2 and becomes the program in its arguments, after the first, which is the user whom
 * the terminal is to belong to when root has opened it. node-pty 1.1 opens terminal
 * masters without close-on-exec, so without this each shell could type into the shells opened before it
 * (threat model E-4). bash, because a POSIX shell need not understand descriptors above 9. The list is read
 * completely before the first descriptor is closed; closing one that is no longer open is not an error.
 */
const prepare = `
owner=$1
shift
[ -z "$owner" ] || [ ! -t 0 ] || chown "$owner" /proc/self/fd/0
list=/proc/self/fd
[ -d "$list" ] || list=/dev/fd
[ -d "$list" ] || { echo 'cannot list open descriptors' >&2; exit 126; }
for descriptor in "$list"/*; do
  descriptor=\${descriptor##*/}
  case $descriptor in [012] | *[!0-9]*) ;; *) eval "exec $descriptor>&-" ;; esac
done
exec "$@"`;

/** Environment that an SSH client may set: sshd's usual `AcceptEnv LANG LC_*`, and TERM. Footing: assumed. */
export const isAcceptedVariable = (name: string, value: string): boolean =>
  /^(TERM|LANG|LC_[A-Z]{1,32})$/.test(name) && /^[\w.@+-]{0,64}$/.test(value);

/** How to start programs on one worker. */
export interface Launcher {
  readonly user: ShellUser;
  /** Absolute path of bash. */
  readonly shell: string;
  readonly home: string;
  /** The allow-listed environment of every process; nothing of the emulator's own. */
  readonly environment: Readonly<Record<string, string>>;
  /**
   * A command line that runs `command` as the worker's user with descriptors 0, 1 and 2 only. The result is
   * the program itself in the end (each step is an exec), so its exit status and signals are seen.
   *
   * @param accepted variables that the client asked for. They are given late, because bash prints a warning
   * about a locale that this computer does not have.
   */
  toCommand(command: readonly string[], accepted?: Readonly<Record<string, string>>): [string, ...string[]];
}

/** The folders of one worker, all in one: its own private home, the folder that holds its tmux socket, and that of its commands. */
export interface LaunchFolders {
  readonly home: string;
  readonly tmux: string;
  /** Commands of its own, which come first on its path. */
  readonly bin: string;
}

/**
 * Prepares the way in which every process of a worker starts.
 *
 * Throws: an `Error` when bash is missing, or when root cannot be given up (`readShellUser`).
 */
export const createLauncher = async ({home, tmux, bin}: LaunchFolders): Promise<Launcher> => {
  const shell = await requireProgram('bash', 'as the login shell');
  const env = await requireProgram('env', 'to start programs');
  const user = await readShellUser();
  const folder = dirname(home);
  const environment = {
    PATH: `${bin}:${workerPath}`,
    HOME: home,
    USER: 'dnanexus',
    LOGNAME: 'dnanexus',
    SHELL: shell,
    LANG: 'C.UTF-8',
    TMUX_TMPDIR: tmux,
  };
  const start = [
    shell,
    '--noprofile',
    '--norc',
    '-c',
    prepare,
    'launch',
    user.isDropped ? String(user.uid) : '',
    ...(await toMarkPrefix(folder)),
    ...(await toNamePrefix(user, {folder, home, shell})),
    ...user.prefix,
    env,
  ] as const;
  return {
    user,
    shell,
    home,
    environment,
    toCommand: (command, accepted = {}) => [
      ...start,
      ...Object.entries(accepted).map(([name, value]) => `${name}=${value}`),
      ...command,
    ],
  };
};
