import {readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {createTemporaryHome} from '../test/helpers/temporary-home.ts';
import {Client} from './client.ts';
import {SHELL_READY, startOpensshServer, type OpensshServer} from './openssh-server.ts';
import {startPlatform, type Platform} from './platform.ts';

/** The bundled program. */
export const DXTOP = fileURLToPath(new URL('../dist/dxtop.js', import.meta.url));

/** How many jobs the dashboard has to poll: as many as it asks for, in pages of 1000. */
export const JOB_COUNT = 10_000;

/** What every measurement shares. Whoever opens it closes it. */
export interface Laboratory {
  /** The bundled program that is measured. */
  readonly program: string;
  /** A platform with one running job, whose worker is `server` if there is one. */
  readonly small: Platform;
  /** The same with `JOB_COUNT` jobs; all but one wait for a machine. */
  readonly large: Platform;
  /** The running job's ID on each. */
  readonly jobs: ReadonlyMap<Platform, string>;
  /** A real OpenSSH server, or a sentence that says why there is none. */
  readonly server: OpensshServer | string;
  /** Starts dxtop on a terminal of its own. */
  startDxtop(platform: Platform, args: readonly string[]): Client;
  /** Starts plain `ssh` to the OpenSSH server, with the same key and cipher. */
  startSsh(): Client;
  /** The environment of a program under measurement: a home that nothing else uses. */
  readonly env: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

const CIPHER = 'aes128-gcm@openssh.com';

/** Opens a laboratory for a bundled program. */
export const openLaboratory = async (program = DXTOP): Promise<Laboratory> => {
  const home = createTemporaryHome();
  const clients = new Set<Client>();
  const cleanups: (() => unknown)[] = [home.remove];
  const close = async () => {
    await Promise.all([...clients].map((client) => client.close()));
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  };
  const start = (options: ConstructorParameters<typeof Client>[0]): Client => {
    const client = new Client(options);
    clients.add(client);
    void client.ended.then(() => clients.delete(client));
    return client;
  };
  try {
    const small = await startPlatform('empty');
    cleanups.push(() => small.close());
    const large = await startPlatform('empty');
    cleanups.push(() => large.close());
    await large.addWaiting(JOB_COUNT - 1);
    const configuration = small.environment['DX_USER_CONF_DIR'] ?? '';
    const keyOf = (platform: Platform) => path.join(platform.environment['DX_USER_CONF_DIR'] ?? '', 'ssh_id');
    const authorized = [small, large]
      .map((platform) => readFileSync(`${keyOf(platform)}.pub`, 'utf8'))
      .join('\n');
    const server = await startOpensshServer(authorized);
    if (typeof server !== 'string') cleanups.push(() => server.close());
    const jobs = new Map<Platform, string>();
    for (const platform of [small, large]) {
      const id = await platform.addJob({name: 'DeepVariant'});
      jobs.set(platform, id);
      if (typeof server !== 'string') {
        const changes = {host: '127.0.0.1', sshPort: server.port, sshHostKey: server.hostKey};
        await platform.update(id, changes);
      }
    }
    const knownHosts = path.join(home.path, 'known-hosts');
    return {
      program,
      small,
      large,
      jobs,
      server,
      env: home.env,
      startDxtop: (platform, args) =>
        start({
          file: process.execPath,
          args: [program, ...args],
          env: {...home.env, ...platform.environment},
        }),
      startSsh: () => {
        if (typeof server === 'string') throw new Error(server);
        writeFileSync(knownHosts, `[127.0.0.1]:${server.port} ${server.hostKey}`);
        const settings = [
          'IdentitiesOnly=yes',
          'StrictHostKeyChecking=yes',
          `UserKnownHostsFile=${knownHosts}`,
          'GlobalKnownHostsFile=/dev/null',
          // OpenSSH 9.5 and later send keys every 20 ms only; older ones do not know the option.
          'IgnoreUnknown=ObscureKeystrokeTiming',
          'ObscureKeystrokeTiming=no',
        ].flatMap((setting) => ['-o', setting]);
        const args = ['-F', 'none', '-c', CIPHER, '-i', path.join(configuration, 'ssh_id'), ...settings];
        return start({
          file: 'ssh',
          args: [...args, '-p', String(server.port), 'dnanexus@127.0.0.1'],
          env: home.env,
        });
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
};

/** A shell on the OpenSSH server, reached by one of the ways that are compared. */
export const WAYS = ['ssh', 'dxtop ssh', 'dashboard, Enter'] as const;
/** One of the ways. */
export type Way = (typeof WAYS)[number];

/** Goes one of the ways, and runs a command there; resolves when `mark` is printed. */
export const openShell = async (
  laboratory: Laboratory,
  way: Way,
  command: string,
  mark: string,
): Promise<Client> => {
  const client = await reachShell(laboratory, way);
  await client.waitFor(SHELL_READY);
  client.send(`${command}\r`);
  await client.waitFor(mark);
  return client;
};

const reachShell = async (laboratory: Laboratory, way: Way): Promise<Client> => {
  if (way === 'ssh') return laboratory.startSsh();
  if (way === 'dxtop ssh')
    return laboratory.startDxtop(laboratory.large, ['ssh', laboratory.jobs.get(laboratory.large) ?? '']);
  const client = laboratory.startDxtop(laboratory.large, []);
  await client.waitFor('STATE');
  await untilPolled(laboratory.large);
  client.send('\r');
  return client;
};

/** More calls than the first page, the older jobs, and all jobs twice take. */
const CALLS = (3 * JOB_COUNT) / 1000;

/** Waits until a dashboard that has just been started must have polled every job more than once. */
export const untilPolled = async (platform: Platform): Promise<void> => {
  const before = await platform.countRequests();
  while ((await platform.countRequests()) < before + CALLS)
    await new Promise((resolve) => setTimeout(resolve, 200));
};
