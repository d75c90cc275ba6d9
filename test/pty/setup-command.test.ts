import {existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import ssh2 from 'ssh2';
import {createPlace, exitOf, see} from './start-dxtop.ts';

/** A user with a config folder of their own, in which there is nothing yet; the account has a key of another computer. */
const createUser = async (t: ExecutionContext) => {
  const place = await createPlace(t);
  const directory = path.join(place.home.path, '.dnanexus_config');
  const env = {DX_USER_CONF_DIR: directory};
  return {
    place,
    directory,
    env,
    setup: (args: readonly string[], input = '') => place.run(['setup', ...args], {env, input}),
  };
};

const FINGERPRINT = /SHA256:[A-Za-z0-9+/]{43}/;
const readLine = (directory: string): string => readFileSync(path.join(directory, 'ssh_id.pub'), 'utf8');

test('a script sets up a new key with --new and --yes, and learns of it as JSON', async (t) => {
  const {directory, setup} = await createUser(t);
  const {code, stdout, stderr} = await setup(['--new', '--yes', '--json']);
  t.is(stderr, '');
  t.is(code, 0);
  const result = JSON.parse(stdout) as Record<string, unknown>;
  t.is(result['action'], 'new');
  t.is(result['type'], 'ssh-ed25519');
  t.regex(String(result['fingerprint']), FINGERPRINT);
  t.is(result['privateKeyPath'], path.join(directory, 'ssh_id'));
  const listed = JSON.parse((await setup(['--list', '--json'])).stdout) as {
    accountKey: {fingerprint: string};
  };
  t.is(listed.accountKey.fingerprint, String(result['fingerprint']));
});

test('without --yes a script is told what would be replaced, with both fingerprints, and nothing is', async (t) => {
  const {directory, setup} = await createUser(t);
  const before = JSON.parse((await setup(['--list', '--json'])).stdout) as {
    accountKey: {fingerprint: string};
  };
  const {code, stdout, stderr} = await setup(['--new']);
  t.is(code, 2);
  t.is(stdout, '');
  t.regex(stderr, /other computers with the older key lose access/);
  t.true(stderr.includes(`Older: ${before.accountKey.fingerprint}`));
  t.regex(stderr, /Newer: SHA256:/);
  t.regex(stderr, /Give --yes to do it\.$/m);
  t.false(existsSync(directory));
});

const REFUSED: ReadonlyArray<readonly [title: string, args: readonly string[], sentence: RegExp]> = [
  ['nothing to do', [], /Give one of --new, --use PATH/],
  ['two things at once', ['--new', '--revoke'], /--new and --revoke do not go together/],
  ['a type that does not exist', ['--new', '--type', 'dsa'], /Allowed choices are ed25519, rsa/],
  ['a path without a key', ['--use', '/nonexistent/key'], /There is no SSH key .*\/nonexistent\/key/],
  ['an agent that is not there', ['--agent', 'SHA256:x'], /The SSH agent holds no key SHA256:x/],
  ['no passphrase to read', ['--new', '--encrypt', '--yes'], /There is no passphrase on standard input/],
];
for (const [title, args, sentence] of REFUSED) {
  test(`refused with status 2, and a word about what to give: ${title}`, async (t) => {
    const {directory, setup} = await createUser(t);
    const {code, stdout, stderr} = await setup(args);
    t.regex(stderr, sentence);
    t.is(stdout, '');
    t.is(code, 2);
    t.false(existsSync(directory));
  });
}

test('a pair at a path is used, and the older one kept', async (t) => {
  const {place, directory, setup} = await createUser(t);
  const ssh = path.join(place.home.path, '.ssh');
  mkdirSync(ssh);
  const pair = ssh2.utils.generateKeyPairSync('ecdsa', {bits: 384, comment: 'mine'});
  writeFileSync(path.join(ssh, 'mine'), pair.private, {mode: 0o600});
  writeFileSync(path.join(ssh, 'mine.pub'), `${pair.public}\n`);
  t.is((await setup(['--new', '--yes'])).code, 0);
  const {code, stdout} = await setup(['--use', '~/.ssh/mine.pub', '--yes']);
  t.is(code, 0);
  t.is(readLine(directory), `${pair.public}\n`);
  t.regex(stdout, /The older file is kept as .*ssh_id\.backup-\S+\.pub\.$/m);
  t.is(readdirSync(directory).length, 4);
});

test('a passphrase comes from standard input, and is nowhere to be seen', async (t) => {
  const {directory, setup} = await createUser(t);
  const {code, stdout, stderr} = await setup(['--new', '--encrypt', '--yes'], 'canary-passphrase\n');
  t.is(code, 0);
  t.notRegex(stdout + stderr, /canary/);
  const pem = readFileSync(path.join(directory, 'ssh_id'), 'utf8');
  t.true(ssh2.utils.parseKey(pem) instanceof Error);
  t.false(ssh2.utils.parseKey(pem, 'canary-passphrase') instanceof Error);
});

test('--revoke takes the key off the account and leaves the files', async (t) => {
  const {directory, setup} = await createUser(t);
  t.is((await setup(['--new', '--yes'])).code, 0);
  const refused = await setup(['--revoke']);
  t.is(refused.code, 2);
  t.regex(refused.stderr, /no computer can connect/);
  t.is((await setup(['--revoke', '--yes'])).code, 0);
  t.regex((await setup(['--list'])).stdout, /^The account of \S+ has no SSH key\.$/m);
  t.true(existsSync(path.join(directory, 'ssh_id')));
});

test('a refusal of the platform ends with status 3', async (t) => {
  const {place, setup} = await createUser(t);
  place.control.failNext({route: 'user/update', kind: 'status', status: 401, type: 'PermissionDenied'});
  const {code, stderr} = await setup(['--new', '--yes']);
  t.is(code, 3);
  t.regex(stderr, /^dxtop: The platform refused the call: PermissionDenied/m);
});

test('at a terminal the word yes is asked for, and any other answer changes nothing', async (t) => {
  const {place, directory, env} = await createUser(t);
  const no = await place.start({args: ['setup', '--new'], env});
  await see(no, 'Type yes to go on:');
  no.type('y\r');
  t.is(await exitOf(no), 1);
  t.false(existsSync(directory));
  const yes = await place.start({args: ['setup', '--new'], env});
  await see(yes, 'Type yes to go on:');
  yes.type('yes\r');
  t.is(await exitOf(yes), 0);
  t.regex(readLine(directory), /^ssh-ed25519 /);
});

test('Ctrl-C at a question leaves with status 130', async (t) => {
  const {place, directory, env} = await createUser(t);
  const program = await place.start({args: ['setup', '--new', '--encrypt'], env});
  await see(program, 'Passphrase for the new key (not shown):');
  program.type('secret');
  program.press('ctrl-c');
  t.is(await exitOf(program), 130);
  t.notRegex(program.screen.text(), /secret/);
  t.false(existsSync(directory));
});
