import {execFileSync, spawn, type ChildProcess} from 'node:child_process';
import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import {once} from 'node:events';
import {connect, createServer, type AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import path from 'node:path';

/** A real OpenSSH server on 127.0.0.1 with one account, `dnanexus`. */
export interface OpensshServer {
  readonly port: number;
  /** One public key line, as the platform publishes it. */
  readonly hostKey: string;
  /** What the server calls itself. */
  readonly version: string;
  /** Ends it with everything that was started on it. Safe to call twice. */
  close(): Promise<void>;
}

/** Printed by every login before it takes commands. */
export const SHELL_READY = '[shell is ready]';

const NOBODY = 65_534;
const SERVER_PATHS = ['/usr/sbin/sshd', '/usr/local/sbin/sshd', '/usr/lib/ssh/sshd'];
/** Everything that a login finds: no tmux, so that dxtop's shell is as bare as that of plain ssh. */
const REMOTE_PROGRAMS = ['base64', 'cat', 'head', 'sleep', 'stty'];

/** The path of an installed program; `undefined` when there is none. */
export const findProgram = (names: readonly string[]): string | undefined => {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).concat('/usr/bin', '/bin');
  return names
    .flatMap((name) => (path.isAbsolute(name) ? [name] : folders.map((folder) => path.join(folder, name))))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
};

/** How much a flood is; ten at a time are sent. */
export const FLOOD_MEGABYTES = 500;

/** What a benchmark runs on the server, by name. */
const SCRIPTS = {
  /** Sends each byte back. */
  'echo-keys': `stty raw -echo; printf '[%s]' echoing; exec cat`,
  /** Sends `FLOOD_MEGABYTES` MiB of base64 between two marks. */
  flood: `stty raw -echo; printf '[%s]' begin; i=0
while [ $i -lt ${FLOOD_MEGABYTES / 10} ]; do cat M M M M M M M M M M; i=$((i + 1)); done; printf '[%s]' end; exec cat`,
} as const;

const prepare = (directory: string): string => {
  const bin = path.join(directory, 'bin');
  mkdirSync(bin);
  for (const name of REMOTE_PROGRAMS) {
    const program = findProgram([name]);
    if (program !== undefined) symlinkSync(program, path.join(bin, name));
  }
  const megabyte = path.join(directory, 'megabyte');
  const line = `${Buffer.from(Array.from({length: 57}, (_, index) => (index * 73) % 256)).toString('base64')}\n`;
  writeFileSync(megabyte, line.repeat(Math.ceil(2 ** 20 / line.length)).slice(0, 2 ** 20), {mode: 0o644});
  for (const [name, script] of Object.entries(SCRIPTS)) {
    const text = script.replaceAll(' M', ` ${megabyte}`);
    writeFileSync(path.join(bin, name), `#!/bin/sh\n${text}\n`, {mode: 0o755});
  }
  const shell = path.join(directory, 'shell');
  writeFileSync(
    shell,
    `#!/bin/sh
PATH=${bin}; export PATH
[ "$1" = -c ] && exec /bin/sh "$@"
printf '%s' '${SHELL_READY}'
exec /bin/sh -i
`,
    {mode: 0o755},
  );
  return shell;
};

/**
 * The words before the server's own command. dxtop logs in as `dnanexus`, and no account of that name is made on
 * anybody's machine: the server alone sees it, in files that are laid over those in `/etc`, in a namespace of its own.
 * For root it stands for `nobody`, for anybody else for themselves.
 */
const toLauncher = (accounts: Accounts, command: readonly string[]): readonly string[] => {
  const isRoot = process.getuid?.() === 0;
  const namespace = isRoot ? ['--mount'] : ['--user', '--map-current-user', '--keep-caps', '--mount'];
  const drop = isRoot
    ? [`--reuid=${accounts.uid}`, `--regid=${accounts.gid}`, '--clear-groups', '--inh-caps=-all']
    : ['--inh-caps=-all', '--ambient-caps=-all'];
  const script =
    'mount --bind "$1" /etc/passwd && mount --bind "$2" /etc/group && shift 2 && exec setpriv "$@"';
  const words = [accounts.passwords, accounts.groups, ...drop, '--', ...command];
  return ['unshare', ...namespace, '--', 'sh', '-c', script, 'sh', ...words];
};

/** The account `dnanexus`, and the files that it is in. */
interface Accounts {
  readonly uid: number;
  readonly gid: number;
  readonly passwords: string;
  readonly groups: string;
}

const writeAccounts = (directory: string, shell: string): Accounts => {
  const isRoot = process.getuid?.() === 0;
  const uid = isRoot ? NOBODY : (process.getuid?.() ?? NOBODY);
  const gid = isRoot ? NOBODY : (process.getgid?.() ?? NOBODY);
  const passwords = path.join(directory, 'passwd');
  // First, because the server asks for the name that belongs to its own ID.
  const account = `dnanexus:x:${uid}:${gid}::${directory}:${shell}\n`;
  writeFileSync(passwords, account + readFileSync('/etc/passwd', 'utf8'), {mode: 0o644});
  const groups = path.join(directory, 'group');
  const allGroups = readFileSync('/etc/group', 'utf8');
  // The server gives terminals to the group `tty` where there is one, which fails unless they are that group's already.
  const isTtyOwner = /^devpts \S+ devpts \S*gid=/m.test(readFileSync('/proc/self/mounts', 'utf8'));
  writeFileSync(groups, isTtyOwner ? allGroups : allGroups.replace(/^tty:.*\n/m, ''), {mode: 0o644});
  return {uid, gid, passwords, groups};
};

/**
 * Starts an OpenSSH server that lets one key in. Answers with a sentence where that can't be done.
 *
 * Each connection gets a server process of its own, as from inetd, so nothing has to guess a free port.
 */
export const startOpensshServer = async (authorizedKey: string): Promise<OpensshServer | string> => {
  const server = findProgram(SERVER_PATHS);
  if (server === undefined) return 'no OpenSSH server is installed (package openssh-server)';
  if (findProgram(['unshare']) === undefined || findProgram(['setpriv']) === undefined)
    return 'an account for the server alone needs unshare and setpriv (util-linux)';
  const directory = mkdtempSync(path.join(tmpdir(), 'dxtop-sshd-'));
  const remove = () => {
    rmSync(directory, {recursive: true, force: true});
  };
  try {
    chmodSync(directory, 0o755);
    const accounts = writeAccounts(directory, prepare(directory));
    const keyFile = path.join(directory, 'host-key');
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'benchmark', '-f', keyFile]);
    writeFileSync(path.join(directory, 'authorized-keys'), authorizedKey, {mode: 0o644});
    const settings = path.join(directory, 'settings');
    writeFileSync(
      settings,
      `HostKey ${keyFile}
AuthorizedKeysFile ${path.join(directory, 'authorized-keys')}
AuthenticationMethods publickey
PidFile none
UsePAM no
PrintMotd no
PrintLastLog no
StrictModes no
Subsystem sftp /bin/false
`,
      {mode: 0o644},
    );
    for (const file of [keyFile, directory]) chownSync(file, accounts.uid, accounts.gid);
    const [file = '', ...args] = toLauncher(accounts, [server, '-i', '-e', '-f', settings]);
    const hostKey = readFileSync(`${keyFile}.pub`, 'utf8');
    return await listen({file, args, hostKey, remove});
  } catch (error) {
    remove();
    throw error;
  }
};

const listen = async ({
  file,
  args,
  hostKey,
  remove,
}: {
  file: string;
  args: readonly string[];
  hostKey: string;
  remove: () => void;
}): Promise<OpensshServer | string> => {
  const children = new Set<ChildProcess>();
  let lastWords = '';
  const listener = createServer({pauseOnConnect: true, noDelay: true}, (socket) => {
    socket.on('error', () => undefined);
    const child = spawn(file, args, {
      stdio: [socket, socket, 'pipe'],
      env: {PATH: process.env['PATH'], LANG: 'C'},
    });
    child.stderr.on('data', (bytes: Buffer) => {
      lastWords = (lastWords + bytes.toString()).slice(-1000);
    });
    child.on('exit', () => children.delete(child));
    children.add(child);
    // The server process has it now; ours would keep the connection open after its end.
    child.once('spawn', () => socket.destroy());
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const close = async () => {
    listener.close();
    const ends = [...children].map(async (child) => {
      const end = once(child, 'exit');
      child.kill('SIGTERM');
      await end;
    });
    await Promise.all(ends);
    remove();
  };
  let closing: Promise<void> | undefined;
  const version = await greet((listener.address() as AddressInfo).port);
  if (version === undefined) {
    await close();
    return `the OpenSSH server cannot be started here: ${lastWords.trim()}`;
  }
  return {
    port: (listener.address() as AddressInfo).port,
    hostKey,
    version,
    close: () => (closing ??= close()),
  };
};

/** What a server says first; `undefined` when it says nothing. */
const greet = async (port: number): Promise<string | undefined> => {
  const socket = connect({host: '127.0.0.1', port});
  try {
    for await (const bytes of socket)
      return String(bytes)
        .split('\r\n')[0]
        ?.replace(/^SSH-2\.0-/, '');
  } catch {
    // Reset by a server that could not start.
  } finally {
    socket.destroy();
  }
  return undefined;
};
