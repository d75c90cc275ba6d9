import {execFileSync, spawn, spawnSync} from 'node:child_process';
import {randomBytes} from 'node:crypto';
import {existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import {once} from 'node:events';
import {userInfo} from 'node:os';
import path from 'node:path';
import test from 'ava';
import type {ExecutionContext, ImplementationFn} from 'ava';
import {sshdPath, startSshd} from '../helpers/sshd.ts';
import {BUNDLE, createPlace, type Place} from '../pty/start-dxtop.ts';
import {runDxtop, runProgram} from './run-dxtop.ts';

const isInstalled = (program: string): boolean => {
  try {
    execFileSync('/bin/sh', ['-c', `command -v ${program}`], {stdio: 'ignore'});
    return true;
  } catch {
    return false;
  }
};
const testWith = (isThere: boolean, missing: string) => (title: string, run: ImplementationFn<[]>) => {
  if (isThere) test(title, run);
  else test.skip(`${title} (left out: there is no ${missing} on this computer)`, run);
};
const testSsh = testWith(isInstalled('ssh'), 'OpenSSH client');
const testSshd = testWith(isInstalled('ssh') && sshdPath() !== undefined, 'OpenSSH server');
const testSftp = testWith(isInstalled('sftp') && sshdPath() !== undefined, 'OpenSSH server');
const testRsync = testWith(isInstalled('ssh') && isInstalled('rsync'), 'rsync');

/** A user with a job, who has put the line that dxtop says into a configuration of their own. */
const startConfigured = async (t: ExecutionContext): Promise<{place: Place; job: string; config: string}> => {
  const place = await createPlace(t);
  const job = await place.control.addJob();
  const {output} = await runDxtop(t, ['ssh-config'], place);
  const config = path.join(place.home.path, 'own-config');
  writeFileSync(config, output, {mode: 0o600});
  return {place, job, config};
};

const ssh = async (t: ExecutionContext, {place, config}: {place: Place; config: string}, ...args: string[]) =>
  runProgram(t, ['ssh', '-F', config, ...args], place);

testSsh('ssh reaches a worker by its job’s ID, and its exit status is the command’s', async (t) => {
  const user = await startConfigured(t);
  const result = await ssh(t, user, user.job, 'echo "$USER"; echo err >&2; exit 9');
  t.deepEqual(
    {...result, output: result.output.toString()},
    {status: 9, output: 'dnanexus\n', errors: 'err\n'},
  );
  t.is((await ssh(t, user, `${user.job}.dnanex.us`, 'exit 3')).status, 3);
});

/** Whether the emulator's workers have OpenSSH's server for sftp, and a user with a name, which that asks for. */
const hasSftpServer =
  ['openssh', 'ssh'].some((folder) =>
    ['lib', 'libexec'].some((parent) => existsSync(`/usr/${parent}/${folder}/sftp-server`)),
  ) &&
  (process.getuid?.() !== 0 ||
    spawnSync('unshare', ['--mount', '--', 'mount', '--bind', '/etc/passwd', '/etc/passwd']).status === 0);

testWith(isInstalled('sftp') && hasSftpServer, 'server for sftp')(
  'scp and sftp carry files to the emulator’s workers and back unchanged, and the user has its name',
  async (t) => {
    const user = await startConfigured(t);
    const {place, job, config} = user;
    const bytes = randomBytes(300_000);
    const file = path.join(place.home.path, 'bytes');
    writeFileSync(file, bytes);
    const there = await runProgram(t, ['scp', '-F', config, file, `${job}:there`], place);
    t.is(there.status, 0, there.errors);
    const back = await runProgram(t, ['scp', '-F', config, `${job}:there`, `${file}.scp`], place);
    t.is(back.status, 0, back.errors);
    t.true(readFileSync(`${file}.scp`).equals(bytes));
    const input = `put ${file} more\nget more ${file}.sftp\n`;
    const batch = await runProgram(t, ['sftp', '-F', config, '-b', '-', job], {env: place.env, input});
    t.is(batch.status, 0, batch.errors);
    t.true(readFileSync(`${file}.sftp`).equals(bytes));
    const name = process.getuid?.() === 0 ? 'dnanexus' : userInfo().username;
    t.is(
      (await ssh(t, user, job, 'id -un; ls -ld ~ | cut -d" " -f3')).output.toString(),
      `${name}\n${name}\n`,
    );
  },
);

testSftp('scp and sftp carry files to a real server and back unchanged', async (t) => {
  const {place, job, config} = await startConfigured(t);
  const keyPath = path.join(place.emulator.environment['DX_USER_CONF_DIR'] ?? '', 'ssh_id.pub');
  const sshd = await startSshd({
    authorizedKey: readFileSync(keyPath, 'utf8'),
    settings: ['Subsystem sftp internal-sftp'],
  });
  t.teardown(sshd.close);
  place.control.update(job, {host: '127.0.0.1', sshPort: sshd.port, sshHostKey: sshd.hostKeys[0] ?? ''});
  const options = ['-F', config, '-o', `User=${sshd.user}`];
  const bytes = randomBytes(300_000);
  const file = path.join(place.home.path, 'bytes');
  writeFileSync(file, bytes);
  const there = await runProgram(t, ['scp', ...options, file, `${job}:${file}.there`], place);
  t.is(there.status, 0, there.errors);
  const back = await runProgram(t, ['scp', ...options, `${job}:${file}.there`, `${file}.scp`], place);
  t.is(back.status, 0, back.errors);
  t.true(readFileSync(`${file}.scp`).equals(bytes));
  const input = `get ${file}.there ${file}.sftp\n`;
  const batch = await runProgram(t, ['sftp', ...options, '-b', '-', job], {env: place.env, input});
  t.is(batch.status, 0, batch.errors);
  t.true(readFileSync(`${file}.sftp`).equals(bytes));
});

testRsync('rsync carries a file to a worker and back unchanged', async (t) => {
  const {place, job, config} = await startConfigured(t);
  const bytes = randomBytes(300_000);
  const file = path.join(place.home.path, 'bytes');
  writeFileSync(file, bytes);
  const rsync = ['rsync', '-e', `ssh -F ${config}`] as const;
  const there = await runProgram(t, [...rsync, file, `${job}:copy`], place);
  t.is(there.status, 0, there.errors);
  const back = await runProgram(t, [...rsync, `${job}:copy`, `${file}.back`], place);
  t.is(back.status, 0, back.errors);
  t.true(readFileSync(`${file}.back`).equals(bytes));
});

testSsh('a worker with another key than the published one gets nothing', async (t) => {
  const user = await startConfigured(t);
  user.place.control.changeHostKey(user.job);
  const {status, errors} = await ssh(t, user, user.job, 'true');
  t.is(status, 255);
  t.regex(errors, /Host key verification failed/);
});

testSsh('a new key that the platform publishes takes the place of the old one', async (t) => {
  const user = await startConfigured(t);
  t.is((await ssh(t, user, user.job, 'true')).status, 0);
  user.place.control.changeHostKey(user.job, {publish: true});
  t.is((await ssh(t, user, user.job, 'true')).status, 0);
  const directory = path.join(user.place.env['XDG_STATE_HOME'] ?? '', 'dxtop', 'known-hosts');
  t.deepEqual(readdirSync(directory), [user.job]);
  t.is(readFileSync(path.join(directory, user.job), 'utf8').match(/\n/g)?.length, 1);
});

testSsh('a job that is over is told by dxtop, through ssh', async (t) => {
  const user = await startConfigured(t);
  user.place.control.endJob(user.job, {state: 'done'});
  const {status, errors} = await ssh(t, user, user.job, 'true');
  t.is(status, 255);
  t.true(errors.includes(`dxtop: ${user.job} is done.`), errors);
});

for (const published of [0, 1] as const) {
  const type = (['rsa', 'ed25519'] as const)[published];
  testSshd(`with two host keys and the ${type} one published, OpenSSH’s both ends agree on it`, async (t) => {
    const user = await startConfigured(t);
    const keyPath = path.join(user.place.emulator.environment['DX_USER_CONF_DIR'] ?? '', 'ssh_id.pub');
    const sshd = await startSshd({
      authorizedKey: readFileSync(keyPath, 'utf8'),
      hostKeyTypes: ['rsa', 'ed25519'],
    });
    t.teardown(sshd.close);
    const sshHostKey = sshd.hostKeys[published] ?? '';
    user.place.control.update(user.job, {host: '127.0.0.1', sshPort: sshd.port, sshHostKey});
    const {status, errors} = await ssh(t, user, '-l', sshd.user, user.job, 'exit 6');
    t.is(status, 6, errors);
  });
}

for (const name of [
  'job-x',
  '../../etc/passwd',
  '-oProxyCommand=id',
  `job-${'x'.repeat(24)}.example.com`,
  '',
]) {
  test(`${JSON.stringify(name)} names no worker, and nobody is asked about it`, async (t) => {
    const place = await createPlace(t);
    const {status} = await runDxtop(t, ['proxy', '--', name], place);
    t.is(status, 2);
    t.deepEqual(place.control.requests(), []);
  });
}

test('when ssh is gone the wire ends, also where the worker is silent', async (t) => {
  const place = await createPlace(t);
  const job = await place.control.addJob();
  const child = spawn(process.execPath, [BUNDLE, 'proxy', job], {env: place.env, detached: true});
  t.teardown(() => child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  place.control.orderLinks({how: 'stall'});
  child.stdin.end();
  const [status] = (await once(child, 'exit')) as [number];
  t.is(status, 0);
});

test('ssh-config writes its own file and nothing of the user’s', async (t) => {
  const place = await createPlace(t);
  const own = path.join(place.home.path, '.ssh', 'config');
  mkdirSync(path.dirname(own), {mode: 0o700});
  writeFileSync(own, 'Host other\n');
  const first = await runDxtop(t, ['ssh-config'], place);
  const file = path.join(place.env['XDG_CONFIG_HOME'] ?? '', 'dxtop', 'ssh_config');
  t.is(first.output.toString(), `Include "${file}"\n`);
  t.regex(first.errors, /Put this line at the top of your .*\.ssh\/config/);
  t.is(statSync(file).mode & 0o777, 0o600);
  t.is(readFileSync(own, 'utf8'), 'Host other\n');
  writeFileSync(own, `Include "${file}"\nHost other\n`);
  const second = await runDxtop(t, ['ssh-config'], place);
  t.regex(second.errors, /is up to date, and your .*\.ssh\/config has this line/);
  const printed = await runDxtop(t, ['ssh-config', '--print'], place);
  t.is(printed.output.toString(), readFileSync(file, 'utf8'));
});
