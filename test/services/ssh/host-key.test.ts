import {createHash} from 'node:crypto';
import test from 'ava';
import {SshError} from '../../../source/model/errors.ts';
import {isPinned, parseHostKey, toHostKeyAlgorithms} from '../../../source/services/ssh/host-key.ts';
import {createKeys, hostKeys, hostPin} from './ssh-server.ts';

test('the pin is the published key', (t) => {
  t.is(hostPin.type, 'ssh-ed25519');
  t.deepEqual(hostPin.blob, Buffer.from(hostKeys.public.split(' ')[1] ?? '', 'base64'));
  const digest = createHash('sha256').update(hostPin.blob).digest('base64').replaceAll('=', '');
  t.is(hostPin.fingerprint, `SHA256:${digest}`);
  t.deepEqual(toHostKeyAlgorithms(hostPin), ['ssh-ed25519']);
});

test('a comment and newlines around it change nothing', (t) => {
  t.deepEqual(parseHostKey(`\n${hostKeys.public.trim()} root@ip-10-0-200-1\n`).blob, hostPin.blob);
});

test('an RSA key is taken, never with SHA-1', (t) => {
  const pin = parseHostKey(createKeys('rsa').public);
  t.is(pin.type, 'ssh-rsa');
  t.deepEqual(toHostKeyAlgorithms(pin), ['rsa-sha2-512', 'rsa-sha2-256']);
});

test('an ECDSA key is taken with its own curve only', (t) => {
  t.deepEqual(toHostKeyAlgorithms(parseHostKey(createKeys('ecdsa').public)), ['ecdsa-sha2-nistp256']);
});

test('the pinned key is the only one', (t) => {
  t.true(isPinned(hostPin, Buffer.from(hostPin.blob)));
  t.false(isPinned(hostPin, parseHostKey(createKeys().public).blob));
});

test('1,000 changes of one bit are refused', (t) => {
  const bits = hostPin.blob.length * 8;
  let refused = 0;
  // Three keys, because one of 51 bytes has only 408 bits.
  const pins = [hostPin, parseHostKey(createKeys().public), parseHostKey(createKeys('rsa').public)];
  for (const pin of pins) {
    for (let bit = 0; bit < Math.min(bits, pin.blob.length * 8); bit += 1) {
      const shown = Buffer.from(pin.blob);
      shown[bit >> 3] = (shown[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      if (!isPinned(pin, shown)) refused += 1;
    }
  }
  t.is(refused, 3 * bits);
  t.true(refused >= 1000);
});

const others: ReadonlyArray<readonly [title: string, shown: unknown]> = [
  ['nothing', undefined],
  ['null', null],
  ['an empty buffer', Buffer.alloc(0)],
  ['a part of it', hostPin.blob.subarray(0, -1)],
  ['more than it', Buffer.concat([hostPin.blob, Buffer.from([0])])],
  ['its text', hostPin.blob.toString('latin1')],
  ['its base64', hostPin.blob.toString('base64')],
  ['plain bytes', new Uint8Array(hostPin.blob)],
  ['its fingerprint', hostPin.fingerprint],
  ['an object like it', {length: hostPin.blob.length, equals: () => true}],
];
for (const [title, shown] of others) {
  test(`not the pinned key: ${title}`, (t) => {
    t.false(isPinned(hostPin, shown));
  });
}

const unreadable: ReadonlyArray<readonly [title: string, line: string]> = [
  ['nothing', ''],
  ['white space', ' \n'],
  ['words', 'pending'],
  ['a type without a key', 'ssh-ed25519'],
  ['a broken key', 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI'],
  ['another type in front than inside', hostKeys.public.replace('ssh-ed25519', 'ssh-rsa')],
  ['a private key', hostKeys.private],
  ['a certificate request', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'],
  ['a known_hosts line', `* ${hostKeys.public}`],
];
for (const [title, line] of unreadable) {
  test(`a published key that cannot be read is no connection: ${title}`, (t) => {
    const error = t.throws(() => parseHostKey(line), {instanceOf: SshError});
    t.is(error.level, 'host-key');
    t.not(error.remedy, '');
    t.false(error.summary.includes('PRIVATE'));
  });
}

test('a key of a kind that is not accepted is named', (t) => {
  // A DSA key, made with OpenSSH 9.2; its parts are short because nobody is to use it.
  const part = (bytes: Buffer): Buffer => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    return Buffer.concat([length, bytes]);
  };
  const number = Buffer.alloc(20, 0x55);
  const blob = Buffer.concat([Buffer.from('ssh-dss'), number, number, number, number].map(part));
  const error = t.throws(() => parseHostKey(`ssh-dss ${blob.toString('base64')}`), {instanceOf: SshError});
  t.is(error.level, 'host-key');
});
