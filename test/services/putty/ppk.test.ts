import {execFileSync, spawnSync} from 'node:child_process';
import {createPrivateKey} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import ssh2 from 'ssh2';
import {generateKeyPair} from '../../../source/services/keys/generate-key-pair.ts';
import {formatPpk, readPpkPublicBlob} from '../../../source/services/putty/ppk.ts';
import {toPpkKey} from '../../../source/services/putty/to-ppk-key.ts';
import {Secret} from '../../../source/services/settings/secret.ts';
import {createTemporaryDirectory, putFile} from '../settings/temporary-directory.ts';

// PuTTY's own tool has the last word; where it is missing, the tests that need it are left out.
const hasPuttygen = spawnSync('puttygen', ['--version']).error === undefined;
const withPuttygen = hasPuttygen ? test : test.skip;

const none = new Secret('');
const kinds = {
  Ed25519: async () => {
    const pair = await generateKeyPair({type: 'ed25519', comment: 'alice@laptop', passphrase: none});
    return {private: pair.privateKeyPem.reveal(), public: pair.publicKey.line};
  },
  'ECDSA of 256 bits': () => ssh2.utils.generateKeyPairSync('ecdsa', {bits: 256, comment: 'alice@laptop'}),
  'ECDSA of 521 bits': () => ssh2.utils.generateKeyPairSync('ecdsa', {bits: 521, comment: 'alice@laptop'}),
  RSA: () => ssh2.utils.generateKeyPairSync('rsa', {bits: 2048, comment: 'alice@laptop'}),
};

const toNumbers = (key: ssh2.ParsedKey) => createPrivateKey(key.getPrivatePEM()).export({format: 'jwk'});

for (const [kind, generate] of Object.entries(kinds)) {
  for (const version of [2, 3] as const) {
    for (const passphrase of ['', 'open sesame']) {
      const title = `PuTTYgen reads an ${kind} key of version ${version}${passphrase === '' ? '' : ' with a passphrase'}`;
      withPuttygen(title, async (t) => {
        const pair = await generate();
        const ppk = await formatPpk(toPpkKey(new Secret(pair.private)), version, new Secret(passphrase));
        const directory = createTemporaryDirectory(t);
        const path = putFile(directory, 'ssh_id.ppk', ppk);
        const words = ['--old-passphrase', putFile(directory, 'word', passphrase)];
        const line = execFileSync('puttygen', ['-L', path, ...words], {encoding: 'utf8'});
        t.deepEqual(line.trim().split(' '), pair.public.trim().split(' '));
        // The private half too: PuTTYgen writes it for OpenSSH, and it is the key that it was.
        const out = join(directory, 'back');
        const more = [...words, '--new-passphrase', putFile(directory, 'empty', '')];
        execFileSync('puttygen', [path, '-O', 'private-openssh-new', '-o', out, ...more]);
        const back = ssh2.utils.parseKey(readFileSync(out, 'utf8'));
        const original = ssh2.utils.parseKey(pair.private);
        if (back instanceof Error || original instanceof Error) throw new Error('unreadable');
        t.deepEqual(toNumbers(back), toNumbers(original));
      });
    }
  }
}

withPuttygen('a wrong passphrase is noticed by PuTTYgen', async (t) => {
  const pair = kinds['ECDSA of 256 bits']();
  const directory = createTemporaryDirectory(t);
  const ppk = await formatPpk(toPpkKey(new Secret(pair.private)), 3, new Secret('right'));
  const path = putFile(directory, 'ssh_id.ppk', ppk);
  const {status, stderr} = spawnSync(
    'puttygen',
    [
      path,
      '-O',
      'private-openssh',
      '-o',
      join(directory, 'back'),
      '--old-passphrase',
      putFile(directory, 'w', 'wrong'),
    ],
    {encoding: 'utf8'},
  );
  t.not(status, 0);
  t.regex(stderr, /wrong passphrase/i);
});

test('a passphrase leaves nothing of the private numbers readable, and none is the default', async (t) => {
  const pair = kinds['ECDSA of 256 bits']();
  const key = toPpkKey(new Secret(pair.private));
  const readPrivate = (ppk: string) =>
    /Private-Lines: \d+\r\n(?<lines>[^]*)Private-MAC/.exec(ppk)?.groups?.['lines']?.replace(/\s/g, '');
  const open = await formatPpk(key, 3, none);
  t.is(readPrivate(open), key.privateBlob.reveal().toString('base64'));
  t.regex(open, /^Encryption: none\r$/m);
  const locked = await formatPpk(key, 3, new Secret('x'));
  t.not(readPrivate(locked), readPrivate(open));
  t.regex(locked, /^Encryption: aes256-cbc\r$/m);
  t.regex(locked, /^Key-Derivation: Argon2id\r$/m);
  // Another salt each time.
  t.not(readPrivate(await formatPpk(key, 3, new Secret('x'))), readPrivate(locked));
});

test('the public half is read out of the file; of anything else nothing is', async (t) => {
  const pair = kinds['ECDSA of 256 bits']();
  const key = toPpkKey(new Secret(pair.private));
  const blob = readPpkPublicBlob(await formatPpk(key, 3, none));
  t.is(blob?.toString('base64'), pair.public.split(' ')[1]);
  t.is(readPpkPublicBlob(pair.private), undefined);
  t.is(readPpkPublicBlob(''), undefined);
});

test('what is no private key is refused', (t) => {
  const pair = kinds['ECDSA of 256 bits']();
  for (const text of ['', pair.public]) {
    t.throws(() => toPpkKey(new Secret(text)), {name: 'ConfigError', message: /cannot be written for PuTTY/});
  }
});
