import {execFileSync, spawn} from 'node:child_process';
import type {ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {accessSync, constants, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:net';
import type {AddressInfo} from 'node:net';
import {tmpdir, userInfo} from 'node:os';
import path from 'node:path';

/** What a host key can be, in the words of `ssh-keygen -t`. */
export type HostKeyType = 'ed25519' | 'ecdsa' | 'rsa';

/** A real OpenSSH server on 127.0.0.1 that lets the current user in. */
export interface Sshd {
  readonly port: number;
  readonly user: string;
  /** The public key lines, in the order of the types that were asked for. */
  readonly hostKeys: readonly string[];
  /** Ends all connections as a power cut of the worker's SSH server would; new ones are still accepted. */
  readonly dropConnections: () => Promise<void>;
  /** Ends it with all connections. Safe to call twice. */
  readonly close: () => Promise<void>;
}

const PATHS = ['/usr/sbin/sshd', '/usr/local/sbin/sshd', '/usr/lib/ssh/sshd', '/usr/libexec/sshd'];

/** Where OpenSSH's server is; `undefined` when it is not installed, and then tests that need it are to be skipped. */
export const sshdPath = (): string | undefined =>
  PATHS.find((file) => {
    try {
      accessSync(file, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });

/**
 * The words before the server's own command. Started by root it wants an empty `/run/sshd`, which only its package's
 * service makes; it gets one in a namespace of its own.
 */
const toLauncher = (command: readonly string[]): readonly string[] => {
  if (process.getuid?.() !== 0 || existsSync('/run/sshd')) return command;
  const script = 'mount -t tmpfs tmpfs /run && mkdir -m 755 /run/sshd && exec "$@"';
  return ['unshare', '--mount', '--', 'sh', '-c', script, 'sh', ...command];
};

/**
 * Starts a server. Each connection gets a process of its own, as from inetd, so that nothing has to guess a free port.
 * Throws when OpenSSH is not installed. Whoever starts it closes it.
 *
 * @param options.authorizedKey the public key line that may log in
 * @param options.settings more lines for `sshd_config`, which come first and therefore win
 */
export const startSshd = async ({
  authorizedKey,
  hostKeyTypes = ['ed25519'],
  settings = [],
}: {
  readonly authorizedKey: string;
  readonly hostKeyTypes?: readonly HostKeyType[];
  readonly settings?: readonly string[];
}): Promise<Sshd> => {
  const server = sshdPath();
  if (server === undefined) throw new Error('no OpenSSH server is installed');
  const directory = mkdtempSync(path.join(tmpdir(), 'dxtop-sshd-'));
  const keyFiles = hostKeyTypes.map((type) => path.join(directory, `host-${type}`));
  for (const [index, type] of hostKeyTypes.entries()) {
    execFileSync('ssh-keygen', ['-q', '-t', type, '-N', '', '-C', 'worker', '-f', keyFiles[index] ?? '']);
  }
  const authorized = path.join(directory, 'authorized_keys');
  const config = path.join(directory, 'sshd_config');
  writeFileSync(authorized, `${authorizedKey.trim()}\n`, {mode: 0o600});
  const lines = [
    ...settings,
    ...keyFiles.map((file) => `HostKey ${file}`),
    `AuthorizedKeysFile ${authorized}`,
    'AuthenticationMethods publickey',
    'PermitRootLogin yes',
    'PidFile none',
    'UsePAM no',
    'PrintMotd no',
    'PrintLastLog no',
    'StrictModes no',
  ];
  writeFileSync(config, `${lines.join('\n')}\n`, {mode: 0o600});

  const children = new Set<ChildProcess>();
  const [file = '', ...args] = toLauncher([server, '-i', '-e', '-f', config]);
  const listener = createServer({pauseOnConnect: true, noDelay: true}, (socket) => {
    socket.on('error', () => undefined);
    const child = spawn(file, args, {
      stdio: [socket, socket, 'ignore'],
      env: {PATH: process.env['PATH'] ?? '/usr/bin:/bin'},
    });
    children.add(child);
    child.on('exit', () => children.delete(child));
    // The server's process has the connection now; ours would keep it open after its end.
    child.once('spawn', () => socket.destroy());
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');

  const dropConnections = async (): Promise<void> => {
    const ends = Array.from(children, async (child) => {
      const end = once(child, 'exit');
      child.kill('SIGTERM');
      await end;
    });
    await Promise.all(ends);
  };
  const close = async (): Promise<void> => {
    listener.close();
    await dropConnections();
    rmSync(directory, {recursive: true, force: true});
  };
  let closing: Promise<void> | undefined;
  return {
    port: (listener.address() as AddressInfo).port,
    user: userInfo().username,
    hostKeys: keyFiles.map((keyFile) => readFileSync(`${keyFile}.pub`, 'utf8').trim()),
    dropConnections,
    close: () => (closing ??= close()),
  };
};
