import {execFileSync} from 'node:child_process';
import {copyFileSync, mkdirSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import type {ExecutionContext, ImplementationFn} from 'ava';
import type {SshProxy} from '../../../source/services/settings/ssh-proxy.ts';
import {chooseTransport} from '../../../source/services/ssh/choose-transport.ts';
import type {ConnectedWorker} from '../../../source/services/ssh/connect-to-worker.ts';
import {connectThroughOpenSsh} from '../../../source/services/ssh/openssh/connect-through-openssh.ts';
import {sshdPath} from '../../helpers/sshd.ts';
import {createTemporaryHome} from '../../helpers/temporary-home.ts';
import {BUNDLE} from '../../pty/start-dxtop.ts';
import {ASK, type AttachKit, startKit, type TestAttachment} from './attach-kit.ts';

const hasSsh = ((): boolean => {
  try {
    execFileSync('ssh', ['-V'], {stdio: 'ignore'});
    return true;
  } catch {
    return false;
  }
})();
const testWith = (isThere: boolean, missing: string) => (title: string, run: ImplementationFn<[]>) => {
  if (isThere) test.serial(title, run);
  else test.serial.skip(`${title} (left out: there is no ${missing} on this computer)`, run);
};
/** Declares a test that needs OpenSSH's client; without it, the test counts as left out. */
export const testSsh = testWith(hasSsh, 'OpenSSH client');
/** Declares one that needs OpenSSH's server as well. */
export const testSshd = testWith(hasSsh && sshdPath() !== undefined, 'OpenSSH server');

/** A user whose own ssh connects, with a key of their own to change, and whose configuration begins empty. */
export interface OpenSshUser {
  readonly kit: AttachKit;
  readonly conf: string;
  readonly home: string;
  readonly workers: ConnectedWorker[];
  readonly env: Record<string, string>;
  attach(job: Awaited<ReturnType<AttachKit['addJob']>>): TestAttachment;
}

/** Starts an emulator, and makes such a user; all of it ends with the test. */
export const startOpenSshUser = async (
  t: ExecutionContext,
  more: Record<string, string> = {},
  {proxy, userName}: {proxy?: SshProxy | undefined; userName?: string} = {},
): Promise<OpenSshUser> => {
  const kit = await startKit(t);
  const home = createTemporaryHome();
  t.teardown(home.remove);
  const conf = path.join(home.path, 'conf');
  mkdirSync(conf, {mode: 0o700});
  for (const name of ['ssh_id', 'ssh_id.pub'])
    copyFileSync(path.join(kit.emulator.environment['DX_USER_CONF_DIR'] ?? '', name), path.join(conf, name));
  const workers: ConnectedWorker[] = [];
  t.teardown(() => {
    for (const {connection} of workers) connection.close();
  });
  const env = {...home.env, ...more};
  return {
    kit,
    conf,
    home: home.path,
    workers,
    env,
    attach: (job) =>
      kit.attach(job, {
        connect: async (request) => {
          const program = [process.execPath, BUNDLE];
          const places = {
            environment: env,
            homeDirectory: home.path,
            confDirectory: conf,
            program,
            ...(userName && {userName}),
          };
          const worker = await connectThroughOpenSsh({...request, firewall: ASK, proxy}, places);
          workers.push(worker);
          return worker;
        },
      }),
  };
};

/** Which client is chosen for the user's key. */
export const choose = (
  {conf, kit}: OpenSshUser,
  {wanted = 'auto', hasAgent = true}: {wanted?: 'auto' | 'ssh2'; hasAgent?: boolean} = {},
) => chooseTransport({wanted, confDirectory: conf, hasAgent, platform: kit.platform});
