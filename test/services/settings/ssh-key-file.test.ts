import {execFileSync, spawnSync} from 'node:child_process';
import {chmodSync, chownSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync} from 'node:fs';
import {join} from 'node:path';
import {inspect} from 'node:util';
import test, {type ExecutionContext} from 'ava';
import ssh2 from 'ssh2';
import {CancelError, ConfigError, toSentence} from '../../../source/model/errors.ts';
import {decryptSshKey} from '../../../source/services/settings/decrypt-ssh-key.ts';
import {Secret} from '../../../source/services/settings/secret.ts';
import {readSshKeyFile} from '../../../source/services/settings/ssh-key-file.ts';
import {createTemporaryDirectory, putFile} from './temporary-directory.ts';

const PASSPHRASE = 'canary-pass-77';

// Keys are made by the tool whose files we must be able to read; where it is missing, the tests that need it are left out.
const hasKeygen = spawnSync('ssh-keygen', ['-?']).error === undefined;
const withKeygen = hasKeygen ? test : test.skip;
const asRoot = hasKeygen && process.getuid?.() === 0 ? test : test.skip;

const made = new Map<string, {readonly key: string; readonly publicKey: string}>();

/** Puts a key pair into a directory of its own. Each kind is made once only: an RSA key takes a second. */
const generate = (t: ExecutionContext, ...options: string[]): string => {
  const directory = createTemporaryDirectory(t);
  const kind = options.join(' ');
  const path = join(directory, 'ssh_id');
  const pair = made.get(kind);
  if (pair === undefined) {
    execFileSync('ssh-keygen', ['-q', '-f', path, '-C', 'alice@laptop', ...options]);
    made.set(kind, {key: readFileSync(path, 'utf8'), publicKey: readFileSync(`${path}.pub`, 'utf8')});
  } else {
    putFile(directory, 'ssh_id', pair.key);
    putFile(directory, 'ssh_id.pub', pair.publicKey);
  }
  return directory;
};

/** One round instead of 16 or 24: what is tested does not depend on how long it takes. */
const ENCRYPTED = ['-a', '1', '-N', PASSPHRASE];

const kinds: ReadonlyArray<readonly [title: string, options: readonly string[]]> = [
  ['Ed25519', ['-t', 'ed25519']],
  ['RSA', ['-t', 'rsa', '-b', '2048']],
  ['RSA in PEM form', ['-t', 'rsa', '-b', '2048', '-m', 'PEM']],
  ['ECDSA', ['-t', 'ecdsa', '-b', '384']],
  ['ECDSA in PEM form', ['-t', 'ecdsa', '-b', '256', '-m', 'PEM']],
];

for (const [title, options] of kinds) {
  withKeygen(`an ${title} key is read`, (t) => {
    const directory = generate(t, ...options, '-N', '');
    const file = readSshKeyFile(directory);
    t.false(file.isEncrypted);
    t.is(file.path, join(directory, 'ssh_id'));
    t.is(file.publicKeyText, readFileSync(join(directory, 'ssh_id.pub'), 'utf8'));
    t.is(file.privateKeyPem.reveal(), readFileSync(file.path, 'utf8'));
    t.false(inspect(file, {depth: 9, showHidden: true}).includes('PRIVATE KEY'));
  });

  withKeygen(`an encrypted ${title} key is decrypted to the same key`, async (t) => {
    const directory = generate(t, ...options, ...ENCRYPTED);
    const file = readSshKeyFile(directory);
    t.true(file.isEncrypted);
    const pem = await decryptSshKey(file, new Secret(PASSPHRASE));
    const key = ssh2.utils.parseKey(pem.reveal());
    const published = ssh2.utils.parseKey(file.publicKeyText ?? '');
    if (key instanceof Error || published instanceof Error) throw new Error('not a key');
    t.true(key.isPrivateKey());
    t.deepEqual(key.getPublicSSH(), published.getPublicSSH());
    t.true(published.verify('challenge', key.sign('challenge')));
    // OpenSSH's own reader agrees that it is a key without a passphrase.
    const copy = putFile(directory, 'copy', pem.reveal());
    t.is(
      execFileSync('ssh-keygen', ['-y', '-P', '', '-f', copy], {encoding: 'utf8'}).split(/\s/)[1],
      file.publicKeyText?.split(' ')[1],
    );
  });

  withKeygen(`a wrong passphrase for an ${title} key is told as such`, async (t) => {
    const file = readSshKeyFile(generate(t, ...options, ...ENCRYPTED));
    for (const passphrase of ['wrong', '']) {
      const error = await t.throwsAsync(decryptSshKey(file, new Secret(passphrase)), {
        instanceOf: ConfigError,
      });
      t.is(error.summary, 'The passphrase is wrong.');
      t.false(inspect(error, {depth: 9, showHidden: true}).includes(PASSPHRASE));
    }
  });
}

withKeygen('while a key is decrypted, everything else goes on', async (t) => {
  const file = readSshKeyFile(generate(t, '-t', 'ed25519', '-a', '24', '-N', PASSPHRASE));
  let turns = 0;
  const timer = setInterval(() => turns++, 5);
  await decryptSshKey(file, new Secret(PASSPHRASE));
  clearInterval(timer);
  t.true(turns >= 10, `${turns} turns`);
});

withKeygen('decrypting can be cancelled', async (t) => {
  const file = readSshKeyFile(generate(t, '-t', 'ed25519', '-a', '24', '-N', PASSPHRASE));
  const controller = new AbortController();
  const decrypted = decryptSshKey(file, new Secret(PASSPHRASE), controller.signal);
  controller.abort();
  await t.throwsAsync(decrypted, {instanceOf: CancelError});
  await t.throwsAsync(decryptSshKey(file, new Secret(PASSPHRASE), controller.signal), {
    instanceOf: CancelError,
  });
});

withKeygen('a key that is not encrypted needs no passphrase', async (t) => {
  const file = readSshKeyFile(generate(t, '-t', 'ed25519', '-N', ''));
  t.is(await decryptSshKey(file, new Secret('')), file.privateKeyPem);
});

withKeygen('a key behind a symbolic link is read, and its target is what is checked', (t) => {
  const directory = generate(t, '-t', 'ed25519', '-N', '');
  const target = join(directory, 'elsewhere');
  renameSync(join(directory, 'ssh_id'), target);
  symlinkSync(target, join(directory, 'ssh_id'));
  t.false(readSshKeyFile(directory).isEncrypted);
  chmodSync(target, 0o640);
  t.throws(() => readSshKeyFile(directory), {instanceOf: ConfigError, message: /mode 0640/});
});

for (const mode of [0o640, 0o604, 0o660, 0o644]) {
  withKeygen(`a key that others may read is refused: ${mode.toString(8)}`, (t) => {
    const directory = generate(t, '-t', 'ed25519', '-N', '');
    chmodSync(join(directory, 'ssh_id'), mode);
    const error = t.throws(() => readSshKeyFile(directory), {instanceOf: ConfigError});
    t.is(error.remedy, `Close it: \`chmod 600 ${join(directory, 'ssh_id')}\`.`);
  });
}

asRoot("somebody else's key is refused", (t) => {
  const directory = generate(t, '-t', 'ed25519', '-N', '');
  chownSync(join(directory, 'ssh_id'), 12_345, 12_345);
  t.throws(() => readSshKeyFile(directory), {instanceOf: ConfigError, message: /belongs to another user/});
});

withKeygen('without ssh_id.pub, or with garbage in it, the public key comes from the private one', (t) => {
  const directory = generate(t, '-t', 'ed25519', '-N', '');
  const path = join(directory, 'ssh_id.pub');
  const expected = `${readFileSync(path, 'utf8').split(' ').slice(0, 2).join(' ')}\n`;
  rmSync(path);
  t.is(readSshKeyFile(directory).publicKeyText, expected);
  putFile(directory, 'ssh_id.pub', 'garbage');
  t.is(readSshKeyFile(directory).publicKeyText, expected);
});

withKeygen('a private key in the place of the public one is never handed out as that', (t) => {
  const directory = generate(t, '-t', 'ed25519', '-N', '');
  putFile(directory, 'ssh_id.pub', readFileSync(join(directory, 'ssh_id'), 'utf8'));
  t.false(readSshKeyFile(directory).publicKeyText?.includes('PRIVATE'));
});

test('a missing key says how to set one up', (t) => {
  const error = t.throws(() => readSshKeyFile(createTemporaryDirectory(t)), {instanceOf: ConfigError});
  t.regex(toSentence(error), /There is no SSH key on this computer \(.*ssh_id\)\. Run `dxtop setup`/);
});

const unusable: ReadonlyArray<readonly [title: string, content: string, sentence: RegExp]> = [
  ['empty', '', /does not hold a private SSH key/],
  ['garbage', 'garbage\u001B[2J', /does not hold a private SSH key/],
  [
    'a public key',
    'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIPMZ4rt/KX9kpMHCQVHgqUPc4dPCFmPLFRCEYbTqtQYB a\n',
    /private SSH key/,
  ],
  [
    'truncated',
    '-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAA\n-----END OPENSSH PRIVATE KEY-----\n',
    /does not hold a private SSH key/,
  ],
  [
    'PKCS #8',
    '-----BEGIN PRIVATE KEY-----\nMC4CAQ==\n-----END PRIVATE KEY-----\n',
    /of a kind that dxtop cannot use/,
  ],
  ['too large', 'x'.repeat(70_000), /is larger than 65536 bytes/],
];

for (const [title, content, sentence] of unusable) {
  test(`a key file that is ${title} has its own sentence`, (t) => {
    const directory = createTemporaryDirectory(t);
    putFile(directory, 'ssh_id', content);
    const error = t.throws(() => readSshKeyFile(directory), {instanceOf: ConfigError});
    t.regex(error.summary, sentence);
    t.not(error.remedy, '');
    t.false(toSentence(error).includes('\u001B'));
  });
}

test('a directory in the place of the key is refused', (t) => {
  const directory = createTemporaryDirectory(t);
  mkdirSync(join(directory, 'ssh_id'));
  t.throws(() => readSshKeyFile(directory), {instanceOf: ConfigError, message: /is not a regular file/});
});
