import test from 'ava';
import ssh2 from 'ssh2';
import {parsePublicKey, toPublicKeyLine} from '../../../source/services/keys/public-key.ts';

const rsa = ssh2.utils.generateKeyPairSync('rsa', {bits: 2048, comment: 'alice@laptop'});
const ecdsa = ssh2.utils.generateKeyPairSync('ecdsa', {bits: 256});

const field = (content: Buffer | string): Buffer => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(Buffer.byteLength(content));
  return Buffer.concat([length, Buffer.from(content)]);
};
const ed25519 = toPublicKeyLine(
  'ssh-ed25519',
  Buffer.concat([field('ssh-ed25519'), field(Buffer.alloc(32, 7))]),
);
const token = toPublicKeyLine(
  'sk-ssh-ed25519@openssh.com',
  Buffer.concat([field('sk-ssh-ed25519@openssh.com'), field(Buffer.alloc(32, 7)), field('ssh:')]),
);

test('a public key is read with type, fingerprint and comment, and kept byte for byte', (t) => {
  const key = parsePublicKey(`${rsa.public}\n`);
  t.is(key?.type as string, 'ssh-rsa');
  t.is(key?.comment as string, 'alice@laptop');
  t.regex(key?.fingerprint ?? '', /^SHA256:[A-Za-z0-9+/]{43}$/);
  t.is(key?.line, `${rsa.public}\n`);
});

const accepted: ReadonlyArray<readonly [title: string, line: string]> = [
  ['Ed25519', ed25519],
  ['ECDSA', ecdsa.public],
  ['a hardware token', token],
  ['without a newline', ed25519.trim()],
  ['with the line end of Windows', `${ed25519.trim()} alice\r\n`],
];
for (const [title, line] of accepted) {
  test(`accepted: ${title}`, (t) => {
    t.is(parsePublicKey(line)?.line, line);
  });
}

const refused: ReadonlyArray<readonly [title: string, text: string]> = [
  ['nothing', ''],
  ['a private key', rsa.private],
  ['a private key behind the public one', `${rsa.public}\n${rsa.private}`],
  ['two keys', `${ed25519}${ed25519}`],
  ['options before the key', `command="rm -rf /" ${ed25519}`],
  ['another type than the blob has', ed25519.replace('ssh-ed25519', 'ssh-rsa')],
  ['a blob that is cut off', `ssh-ed25519 ${ed25519.split(' ')[1]?.slice(0, 40)}`],
  [
    'an Ed25519 key of 31 bytes',
    toPublicKeyLine('ssh-ed25519', Buffer.concat([field('ssh-ed25519'), field(Buffer.alloc(31, 7))])),
  ],
  ['a DSA key', `ssh-dss ${field('ssh-dss').toString('base64')}`],
  ['a type that nobody knows', toPublicKeyLine('ssh-new', field('ssh-new'))],
  [
    'a certificate',
    toPublicKeyLine('ssh-ed25519-cert-v01@openssh.com', field('ssh-ed25519-cert-v01@openssh.com')),
  ],
];
for (const [title, text] of refused) {
  test(`refused: ${title}`, (t) => {
    t.is(parsePublicKey(text), undefined);
  });
}

test('a comment that would act on a terminal is shown harmless', (t) => {
  t.is(parsePublicKey(`${ed25519.trim()} a\u001B[2Jb\n`)?.comment as string, 'a␛[2Jb');
});
