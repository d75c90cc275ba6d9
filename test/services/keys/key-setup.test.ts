import {execFileSync, spawnSync} from 'node:child_process';
import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import ssh2 from 'ssh2';
import {ApiError, ConfigError, NetworkError, toSentence} from '../../../source/model/errors.ts';
import type {KeyPair} from '../../../source/model/ssh-key.ts';
import {createKeySetup, type KeyChoice} from '../../../source/services/keys/key-setup.ts';
import {createHttpClient} from '../../../source/services/platform/http-client.ts';
import {createPlatformClient} from '../../../source/services/platform/create-platform-client.ts';
import {decryptSshKey} from '../../../source/services/settings/decrypt-ssh-key.ts';
import {readDxSettings} from '../../../source/services/settings/dx-settings.ts';
import {Secret} from '../../../source/services/settings/secret.ts';
import {readSshKeyFile} from '../../../source/services/settings/ssh-key-file.ts';
import {startEmulator} from '../../emulator/start-emulator.ts';
import {createTemporaryDirectory} from '../settings/temporary-directory.ts';

const NOW_MS = Date.UTC(2025, 0, 2, 3, 4, 5);
const newKey = (change: Partial<Extract<KeyChoice, {kind: 'new'}>> = {}): KeyChoice => ({
  kind: 'new',
  type: 'ed25519',
  passphrase: new Secret(''),
  ...change,
});

/** A user of an emulated platform, with a home that has no keys yet; the account has the emulator's. */
const start = async (t: ExecutionContext) => {
  const emulator = await startEmulator(t, {scenario: 'empty'});
  const homeDirectory = createTemporaryDirectory(t);
  const confDirectory = join(homeDirectory, '.dnanexus_config');
  const settings = readDxSettings({
    environment: {...emulator.environment, DX_USER_CONF_DIR: confDirectory},
    homeDirectory,
    parentProcessId: 1,
    systemDirectory: '/nonexistent',
  });
  const http = createHttpClient(settings);
  t.teardown(() => http.close());
  const platform = createPlatformClient({http, settings});
  const setup = createKeySetup({
    platform,
    confDirectory,
    homeDirectory,
    comment: 'alice@laptop',
    agentPath: undefined,
    now: () => NOW_MS,
  });
  const apply = async (choice: KeyChoice) => (await setup.prepare(await setup.look(), choice)).apply();
  const accountLine = async () => (await platform.describeUser((await platform.whoami()).id)).sshPublicKey;
  return {emulator, homeDirectory, confDirectory, platform, setup, apply, accountLine};
};

const putPair = (directory: string, name: string): void => {
  mkdirSync(directory, {recursive: true});
  const pair = ssh2.utils.generateKeyPairSync('ecdsa', {bits: 256, comment: name});
  writeFileSync(join(directory, name), pair.private, {mode: 0o600});
  writeFileSync(join(directory, `${name}.pub`), `${pair.public}\n`);
};

const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);
const pairOf = (found: {kind: string; pair?: KeyPair} | undefined): KeyPair => {
  if (found?.pair) return found.pair;
  throw new Error('no pair was found');
};

test('a new pair is made, is the account’s, and can be read by what attaches', async (t) => {
  const {confDirectory, apply, accountLine} = await start(t);
  const result = await apply(newKey());
  t.is(modeOf(join(confDirectory, 'ssh_id')), '600');
  t.is(modeOf(join(confDirectory, 'ssh_id.pub')), '644');
  t.is(modeOf(confDirectory), '700');
  t.deepEqual(readdirSync(confDirectory).sort(), ['ssh_id', 'ssh_id.pub']);
  t.deepEqual(result.backups, []);
  const file = readSshKeyFile(confDirectory);
  t.false(file.isEncrypted);
  t.is(file.publicKeyText, await accountLine());
  t.regex(file.publicKeyText ?? '', /^ssh-ed25519 \S+ alice@laptop\n$/);
});

test('what would be replaced is told before it is, and nothing is done until then', async (t) => {
  const {confDirectory, setup, accountLine} = await start(t);
  const before = await accountLine();
  const situation = await setup.look();
  const prepared = await setup.prepare(situation, newKey());
  t.is(prepared.replacedAccountKey, situation.account.key);
  t.false(prepared.replacesFiles);
  t.not(prepared.publicKey.fingerprint, situation.account.key?.fingerprint);
  t.is(await accountLine(), before);
  t.throws(() => readdirSync(confDirectory), {code: 'ENOENT'});
});

test('an older pair is kept, each time under a name of its own', async (t) => {
  const {confDirectory, apply} = await start(t);
  await apply(newKey());
  const first = readFileSync(join(confDirectory, 'ssh_id'), 'utf8');
  const {backups} = await apply(newKey());
  const stem = join(confDirectory, 'ssh_id.backup-20250102T030405');
  t.deepEqual(backups, [stem, `${stem}.pub`]);
  t.is(readFileSync(stem, 'utf8'), first);
  t.is(modeOf(stem), '600');
  const second = readFileSync(join(confDirectory, 'ssh_id'), 'utf8');
  const again = await apply(newKey());
  t.deepEqual(again.backups, [`${stem}-2`, `${stem}-2.pub`]);
  t.is(readFileSync(stem, 'utf8'), first);
  t.is(readFileSync(`${stem}-2`, 'utf8'), second);
});

test('a pair of ~/.ssh is linked, as the official client does, and its own files stay', async (t) => {
  const {confDirectory, homeDirectory, setup, apply, accountLine} = await start(t);
  const ssh = join(homeDirectory, '.ssh');
  putPair(ssh, 'id_ecdsa');
  await apply(newKey());
  const {keys} = await setup.look();
  const {backups} = await apply({kind: 'pair', pair: pairOf(keys.others[0])});
  t.is(readlinkSync(join(confDirectory, 'ssh_id')), join(ssh, 'id_ecdsa'));
  t.is(readlinkSync(join(confDirectory, 'ssh_id.pub')), join(ssh, 'id_ecdsa.pub'));
  t.is(await accountLine(), readFileSync(join(ssh, 'id_ecdsa.pub'), 'utf8'));
  t.is(backups.length, 2);
  // From the link to a new pair: the link goes, what it named does not.
  const linked = readFileSync(join(ssh, 'id_ecdsa'), 'utf8');
  t.deepEqual((await apply(newKey())).backups, []);
  t.true(lstatSync(join(confDirectory, 'ssh_id')).isFile());
  t.is(readFileSync(join(ssh, 'id_ecdsa'), 'utf8'), linked);
});

test('the pair in use is only uploaded', async (t) => {
  const {confDirectory, setup, apply, accountLine, platform} = await start(t);
  await apply(newKey());
  await setup.revoke(await setup.look());
  t.is(await accountLine(), undefined);
  const before = statSync(join(confDirectory, 'ssh_id')).ino;
  const {keys} = await setup.look();
  const prepared = await setup.prepare(await setup.look(), {kind: 'pair', pair: pairOf(keys.configured)});
  t.false(prepared.replacesFiles);
  t.is(prepared.replacedAccountKey, undefined);
  await prepared.apply();
  t.is(statSync(join(confDirectory, 'ssh_id')).ino, before);
  t.is(await accountLine(), readFileSync(join(confDirectory, 'ssh_id.pub'), 'utf8'));
  t.truthy(platform);
});

test('keys are found by name, each once, and what is wrong with one is told', async (t) => {
  const {confDirectory, homeDirectory, setup, apply} = await start(t);
  const ssh = join(homeDirectory, '.ssh');
  for (const name of ['b', 'a', 'open', 'mixed']) putPair(ssh, name);
  writeFileSync(join(ssh, 'copy'), readFileSync(join(ssh, 'a')), {mode: 0o600});
  writeFileSync(join(ssh, 'copy.pub'), readFileSync(join(ssh, 'a.pub')));
  execFileSync('chmod', ['644', join(ssh, 'open')]);
  writeFileSync(join(ssh, 'mixed.pub'), readFileSync(join(ssh, 'b.pub')));
  writeFileSync(join(ssh, 'lonely.pub'), readFileSync(join(ssh, 'b.pub')));
  writeFileSync(join(ssh, 'config'), 'Host *\n');
  await apply(newKey());
  await apply(newKey());
  const {keys} = await setup.look();
  t.is(pairOf(keys.configured).privatePath, join(confDirectory, 'ssh_id'));
  const told = keys.others.map((found) =>
    found.kind === 'pair' ? found.pair.privatePath : `${found.privatePath}: ${found.problem}`,
  );
  t.deepEqual(told.slice(0, 2), [join(ssh, 'a'), join(ssh, 'b')]);
  t.regex(told[2] ?? '', /mixed\.pub is not the public half of .*mixed\./);
  t.regex(told[3] ?? '', /open to other users \(mode 0644\)\. Close it: `chmod 600/);
  t.regex(told[4] ?? '', /ssh_id\.backup-20250102T030405$/);
  t.is(told.length, 5);
});

test('a refused upload changes nothing, here or there', async (t) => {
  const {emulator, confDirectory, apply, accountLine} = await start(t);
  await apply(newKey());
  const line = await accountLine();
  const before = readFileSync(join(confDirectory, 'ssh_id'), 'utf8');
  emulator.control.failNext({
    route: 'user/update',
    kind: 'status',
    status: 401,
    type: 'PermissionDenied',
  });
  await t.throwsAsync(apply(newKey()), {instanceOf: ApiError});
  t.is(readFileSync(join(confDirectory, 'ssh_id'), 'utf8'), before);
  t.deepEqual(readdirSync(confDirectory).sort(), ['ssh_id', 'ssh_id.pub']);
  t.is(await accountLine(), line);
});

test('a key that another computer sets meanwhile is not overwritten', async (t) => {
  const {confDirectory, platform, setup, accountLine} = await start(t);
  const prepared = await setup.prepare(await setup.look(), newKey());
  const {public: other} = ssh2.utils.generateKeyPairSync('ecdsa', {bits: 256});
  await platform.updateUser((await platform.whoami()).id, {sshPublicKey: other});
  const error = await t.throwsAsync(prepared.apply(), {instanceOf: ConfigError});
  t.regex(toSentence(error), /changed by somebody else/);
  t.is(await accountLine(), other);
  t.deepEqual(readdirSync(confDirectory), []);
});

test('when nobody can tell whether the key was set, its private half is kept and named', async (t) => {
  const {confDirectory, platform, homeDirectory, accountLine} = await start(t);
  let hasUpdated = false;
  const away = () => new NetworkError('reset', 'host', 'The connection broke.', '');
  const setup = createKeySetup({
    platform: {
      whoami: async (options) => {
        if (hasUpdated) throw away();
        return await platform.whoami(options);
      },
      describeUser: (id, options) => platform.describeUser(id, options),
      updateUser: async (id, update, options) => {
        await platform.updateUser(id, update, options);
        hasUpdated = true;
        throw away();
      },
    },
    confDirectory,
    homeDirectory,
    comment: 'alice@laptop',
    agentPath: undefined,
    now: () => NOW_MS,
  });
  const prepared = await setup.prepare(await setup.look(), newKey());
  const error = await t.throwsAsync(prepared.apply(), {instanceOf: ConfigError});
  const path = /setup --use (?<path>\S+)`/.exec(toSentence(error))?.groups?.['path'] ?? '';
  t.is(await accountLine(), readFileSync(`${path}.pub`, 'utf8'));
  t.regex(readFileSync(path, 'utf8'), /PRIVATE KEY/);
  t.is(modeOf(path), '600');
});

test('an upload whose answer was lost counts as done when the account has the key', async (t) => {
  const {emulator, confDirectory, apply, accountLine} = await start(t);
  emulator.control.failNext({route: 'user/update', kind: 'truncate'});
  await apply(newKey());
  t.is(await accountLine(), readFileSync(join(confDirectory, 'ssh_id.pub'), 'utf8'));
});

const hasKeygen = spawnSync('ssh-keygen', ['-?']).error === undefined;
const withKeygen = hasKeygen ? test : test.skip;

withKeygen(
  'OpenSSH reads what was made: Ed25519, RSA, and encrypted ones with their passphrase',
  async (t) => {
    const {confDirectory, apply} = await start(t);
    const path = join(confDirectory, 'ssh_id');
    const derive = (passphrase: string) =>
      execFileSync('ssh-keygen', ['-y', '-P', passphrase, '-f', path], {encoding: 'utf8'})
        .split(' ')
        .slice(0, 2);
    for (const [type, passphrase, bits] of [
      ['ed25519', '', '256'],
      ['rsa', '', '4096'],
      ['ed25519', 'open sesame', '256'],
    ] as const) {
      await apply(newKey({type, passphrase: new Secret(passphrase)}));
      const line = readFileSync(`${path}.pub`, 'utf8');
      t.deepEqual(
        derive(passphrase).map((word) => word.trim()),
        line.split(' ').slice(0, 2),
      );
      const printed = execFileSync('ssh-keygen', ['-l', '-f', path], {encoding: 'utf8'});
      t.true(printed.startsWith(`${bits} SHA256:`));
    }
    const file = readSshKeyFile(confDirectory);
    t.true(file.isEncrypted);
    t.throws(() => derive('wrong'));
    t.regex((await decryptSshKey(file, new Secret('open sesame'))).reveal(), /PRIVATE KEY/);
  },
);
