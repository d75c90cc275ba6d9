import {chmod, chown, mkdir, mkdtemp, stat, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {assertReachable, readShellUser, type ShellUser} from './shell-user.ts';

/** What the files of a worker say. */
export interface WorkerContent {
  readonly jobId: string;
  readonly banner: string;
  /** The variables of the job, as `~/environment` sets them. */
  readonly environment: Readonly<Record<string, string>>;
  /** More files of the home folder by name, or other text for the standard ones. */
  readonly files: Readonly<Record<string, string>>;
  /** Bash scripts that every process of the worker finds first on its path, by name. */
  readonly commands: Readonly<Record<string, string>>;
}

/** Where things are on the disk for one worker. Everything is inside `root`. */
export interface WorkerFolder {
  readonly root: string;
  /** `/home/dnanexus` of this worker: mode 0700, owned by the user of its shells. */
  readonly home: string;
  /** For TMUX_TMPDIR: mode 0700, owned by the user of its shells. */
  readonly tmux: string;
  /** The worker's own commands: first on the path, and not for its user to change. */
  readonly bin: string;
  readonly banner: string;
  readonly bashrc: string;
}

/** The longest path of a Unix socket that works everywhere: 104 bytes with its final zero on macOS. */
const socketPathBytes = 103;

/** Text as one word of a shell command. */
export const toShellWord = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

const toEnvironmentFile = (environment: Readonly<Record<string, string>>): string =>
  Object.entries(environment)
    .map(([name, value]) => `export ${name}=${toShellWord(value)}\n`)
    .join('');

/**
 * Interactive shells read only this, never a start-up file of the computer or its user. The prompt is that of
 * the real worker (reference H.1: documented by the strings that the toolkit's tests wait for), without its
 * colours.
 */
const toBashrc = (jobId: string): string => `PS1='dnanexus@${jobId}:\\w\\$ '
HISTFILE=$HOME/.bash_history
[ -r "$HOME/environment" ] && . "$HOME/environment"
`;

/**
 * As on a real worker, `bash -lc` has the job's variables and plain commands do not (reference H.1:
 * observed). The computer's own profile, which a login shell reads first, sets another path.
 */
const toProfile = (bin: string): string =>
  `PATH=${toShellWord(bin)}:$PATH\n[ -r "$HOME/environment" ] && . "$HOME/environment"\n`;

/**
 * Makes the folders and files of one worker inside the folder of the run: those of reference H.3 that a
 * person looks for. As root, the path is opened to 0711 and the home given to the unprivileged user.
 *
 * Throws: an `Error` of the file system, or one that says that the run folder's path is too long for tmux or
 * cannot be entered by the shells' user. `endProcesses(folder.root)` removes it.
 */
export const createWorkerFolder = async (
  runDirectory: string,
  content: WorkerContent,
): Promise<WorkerFolder> => {
  const user = await readShellUser();
  const root = await mkdtemp(join(runDirectory, 'w-'));
  const folder = {
    root,
    home: join(root, 'home'),
    tmux: join(root, 't'),
    bin: join(root, 'bin'),
    banner: join(root, 'banner'),
    bashrc: join(root, 'bashrc'),
  };
  const socketPath = join(folder.tmux, `tmux-${user.uid}`, 'default');
  if (Buffer.byteLength(socketPath) > socketPathBytes)
    throw new Error(`${socketPath} is too long for a socket; set TMPDIR to a folder with a short path.`);
  await openPath(runDirectory, root, user);
  for (const path of [folder.home, folder.tmux]) await createOwned(path, user);
  await createCommands(folder.bin, content.commands);
  await writeFile(folder.banner, content.banner.endsWith('\n') ? content.banner : `${content.banner}\n`, {
    mode: 0o644,
  });
  await writeFile(folder.bashrc, toBashrc(content.jobId), {mode: 0o644});
  const files = {
    '.bash_profile': toProfile(folder.bin),
    dx_stdout: '',
    dx_stderr: '',
    environment: toEnvironmentFile(content.environment),
    'job_input.json': '{}\n',
    'dnanexus-job.json': `${JSON.stringify({id: content.jobId}, undefined, 2)}\n`,
    ...content.files,
  };
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder.home, name);
    await writeFile(path, text, {mode: 0o600, flag: 'wx'});
    if (user.isDropped) await chown(path, user.uid, user.gid);
  }
  return folder;
};

/**
 * Lets the unprivileged user pass through folders of root without reading them; otherwise they stay as they
 * are.
 */
const openPath = async (runDirectory: string, root: string, user: ShellUser): Promise<void> => {
  if (!user.isDropped) return;
  await chmod(root, 0o711);
  if (((await stat(runDirectory)).mode & 0o777) === 0o711) return;
  await chmod(runDirectory, 0o711);
  await assertReachable(runDirectory, user);
};

const createCommands = async (path: string, commands: Readonly<Record<string, string>>): Promise<void> => {
  await mkdir(path, {mode: 0o711});
  for (const [name, script] of Object.entries(commands)) {
    await writeFile(join(path, name), `#!/usr/bin/env bash\n${script}`, {mode: 0o755, flag: 'wx'});
  }
};

const createOwned = async (path: string, user: ShellUser): Promise<void> => {
  await mkdir(path, {mode: 0o700});
  if (user.isDropped) await chown(path, user.uid, user.gid);
};
