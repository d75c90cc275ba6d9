import {execFile, spawnSync} from 'node:child_process';
import {cpSync, mkdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {promisify} from 'node:util';
import test, {type ExecutionContext} from 'ava';
import ssh2 from 'ssh2';
import type {WireJob} from '../../source/wire/job.ts';
import {createPlace} from './start-dxtop.ts';

// Where PuTTY's own programs are missing, the tests that need them are left out.
const hasPutty = ['plink', 'puttygen'].every((name) => spawnSync(name, ['--version']).error === undefined);
const withPutty = hasPutty ? test.serial : test.serial.skip;
const run = promisify(execFile);

/** A user with a config folder of their own, in which there is the account's key, and a running job. */
const createUser = async (t: ExecutionContext) => {
  const place = await createPlace(t);
  const jobId = await place.control.addJob({name: 'the worker'});
  const directory = path.join(place.home.path, 'conf');
  mkdirSync(directory, {mode: 0o700});
  cpSync(place.emulator.environment['DX_USER_CONF_DIR'] ?? '', directory, {recursive: true});
  const env = {DX_USER_CONF_DIR: directory};
  return {place, jobId, directory, env};
};

/** The plink command that was printed, as the words of a shell without quotes. */
const readPlink = (stdout: string): readonly string[] => {
  const line = stdout.split('\n').find((text) => text.startsWith('plink ')) ?? '';
  return line.split(' ');
};

for (const kind of ['ed25519', 'ecdsa', 'rsa'] as const) {
  for (const version of ['2', '3']) {
    withPutty(`plink logs in with the printed command: ${kind}, version ${version}`, async (t) => {
      const {place, jobId, directory, env} = await createUser(t);
      if (kind !== 'ed25519') {
        const bits = kind === 'rsa' ? 2048 : 256;
        const pair = ssh2.utils.generateKeyPairSync(kind as 'rsa', {bits});
        writeFileSync(path.join(place.home.path, 'key'), pair.private, {mode: 0o600});
        writeFileSync(path.join(place.home.path, 'key.pub'), `${pair.public}\n`);
        t.is((await place.run(['setup', '--use', '~/key', '--yes'], {env})).code, 0);
      }
      const {code, stdout, stderr} = await place.run(['putty', jobId, '--ppk', version], {env});
      t.is(stderr, '');
      t.is(code, 0);
      const ppk = path.join(directory, 'ssh_id.ppk');
      t.is(statSync(ppk).mode & 0o777, 0o600);
      t.true(readFileSync(ppk, 'utf8').startsWith(`PuTTY-User-Key-File-${version}: `));
      const published = (await run('puttygen', ['-L', ppk])).stdout.split(' ')[1];
      t.is(published, readFileSync(path.join(directory, 'ssh_id.pub'), 'utf8').trim().split(' ')[1]);
      const [program = '', ...words] = readPlink(stdout);
      const options = {env: {...place.home.env}, timeout: 30_000};
      const answer = await run(program, ['-batch', ...words, 'echo in as $USER'], options);
      t.is(answer.stdout.trim(), 'in as dnanexus');
    });
  }
}

withPutty('plink refuses a worker with another host key', async (t) => {
  const {place, jobId, env} = await createUser(t);
  const {stdout} = await place.run(['putty', jobId], {env});
  const [program = '', ...words] = readPlink(stdout);
  const other = words.map((word) => (word.startsWith('SHA256:') ? `SHA256:${'A'.repeat(43)}` : word));
  const error = await t.throwsAsync(run(program, ['-batch', ...other, 'true'], {env: {...place.home.env}}));
  t.regex(error.message, /Host key not in manually configured list/i);
});

test.serial('the two checks tell whether the worker lets this computer in', async (t) => {
  const {place, jobId, env} = await createUser(t);
  const open = await place.run(['putty', jobId], {env});
  t.regex(open.stdout, /^1\. Your address is 127\.0\.0\.1, .* through an SSH proxy it is the proxy's/im);
  const closedId = await place.control.addJob({name: 'closed', allowSSH: ['198.51.100.9']});
  const closed = await place.run(['putty', closedId], {env});
  t.regex(closed.stdout, /^2\. .*allowSSH is 198\.51\.100\.9: your address is not let in\./m);
});

test.serial('a passphrase is kept: it opens the key, and encrypts the copy', async (t) => {
  const {place, jobId, directory, env} = await createUser(t);
  const made = await place.run(['setup', '--new', '--encrypt', '--yes'], {env, input: 'canary-word\n'});
  t.is(made.code, 0);
  const wrong = await place.run(['putty', jobId], {env, input: 'wrong\n'});
  t.is(wrong.code, 2);
  t.regex(wrong.stderr, /The passphrase is wrong/);
  const {code, stdout, stderr} = await place.run(['putty', jobId], {env, input: 'canary-word\n'});
  t.is(code, 0);
  t.notRegex(stdout + stderr, /canary/);
  t.regex(readFileSync(path.join(directory, 'ssh_id.ppk'), 'utf8'), /^Encryption: aes256-cbc\r$/m);
});

test.serial('the saved session is beside the key, and another key in the way stays', async (t) => {
  const {place, jobId, env} = await createUser(t);
  const out = path.join(place.home.path, 'windows', 'for putty');
  t.is((await place.run(['putty', jobId, '--out', out], {env})).code, 0);
  t.is(statSync(out).mode & 0o777, 0o700);
  const nowhere = await place.run(['putty', jobId, '--out', '/proc/x/y'], {env});
  t.is(nowhere.code, 2);
  t.regex(
    nowhere.stderr,
    /^dxtop: The folder \/proc\/x\/y cannot be made \(E[A-Z]+\)\. Give another one with --out\./,
  );
  const session = readFileSync(path.join(out, `${jobId}.reg`), 'utf16le');
  t.true(session.includes(`"PublicKeyFile"="${out}/ssh_id.ppk"`));
  t.true(session.includes('"HostName"="127.0.0.1"'));
  // The same key again is no trouble, another one is.
  t.is((await place.run(['putty', jobId, '--out', out], {env})).code, 0);
  const before = readFileSync(path.join(out, 'ssh_id.ppk'), 'utf8');
  t.is((await place.run(['setup', '--new', '--yes'], {env})).code, 0);
  const refused = await place.run(['putty', jobId, '--out', out], {env});
  t.is(refused.code, 2);
  t.regex(refused.stderr, /ssh_id\.ppk holds another key/);
  t.is(readFileSync(path.join(out, 'ssh_id.ppk'), 'utf8'), before);
});

test.serial('a job without a worker has nothing to connect to', async (t) => {
  const {place, env} = await createUser(t);
  const jobId = await place.control.addJob({name: 'later', state: 'runnable'});
  const {code, stderr} = await place.run(['putty', jobId], {env});
  t.is(code, 2);
  t.regex(stderr, /later has no worker to connect to: it is runnable/);
});

test.serial('--worker is about that machine of a cluster, under a name of its own', async (t) => {
  const place = await createPlace(t, {scenario: 'cluster'});
  const jobId = place.control.findJob('Dask PCA, 1000 Genomes');
  const {clusterSlaves: [worker] = []} = place.control.execution(jobId) as WireJob;
  const out = path.join(place.home.path, 'for putty');
  mkdirSync(out);
  const {code, stdout} = await place.run(['putty', jobId, '--worker', '1', '--out', out]);
  t.is(code, 0);
  t.is(readPlink(stdout)[3], String(worker?.sshPort));
  const session = readFileSync(path.join(out, `${jobId}.worker-1.reg`), 'utf16le');
  t.true(session.includes(`Sessions\\${jobId}.worker-1]`));
  const absent = await place.run(['putty', jobId, '--worker', '2', '--out', out]);
  t.is(absent.code, 3);
  t.regex(absent.stderr, /The job has no worker 2\. Give a number from 0/);
});
