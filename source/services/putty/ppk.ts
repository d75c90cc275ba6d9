import {argon2, createCipheriv, createHash, createHmac, randomBytes} from 'node:crypto';
import {promisify} from 'node:util';
import type {Secret} from '../settings/secret.ts';

/** A key pair as PuTTY writes it down. */
export interface PpkKey {
  /** Such as `ssh-ed25519`. */
  readonly type: string;
  readonly comment: string;
  readonly publicBlob: Uint8Array;
  /** The private numbers, in the order that PuTTY has for the type. */
  readonly privateBlob: Secret<Buffer>;
}

/** Version 3 came with PuTTY 0.75 (2021); older programs read 2 only. */
export type PpkVersion = 2 | 3;

interface KeyMaterial {
  readonly cipherKey: Buffer;
  readonly iv: Buffer;
  readonly macKey: Buffer;
  /** What the file says of how they came about. */
  readonly header: readonly string[];
}

/** What PuTTYgen uses; the passes are what it arrives at in a tenth of a second. */
const ARGON2 = {memory: 8192, passes: 13, parallelism: 1};
const BLOCK = 16;

const deriveArgon2 = promisify(argon2);

/** A length in four bytes, and the content. */
export const toField = (content: Uint8Array | string): Buffer => {
  const body = Buffer.from(content as string);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  return Buffer.concat([length, body]);
};

const sha1 = (...parts: readonly (Buffer | string)[]): Buffer => {
  const hash = createHash('sha1');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** Version 2: SHA-1 of a counter and the passphrase, and an empty vector. Nothing makes guessing slow. */
const deriveOld = (passphrase: string): KeyMaterial => {
  const isEncrypted = passphrase !== '';
  const turns = [0, 1].map((turn) => sha1(Buffer.from([0, 0, 0, turn]), passphrase));
  return {
    cipherKey: Buffer.concat(turns).subarray(0, 32),
    iv: Buffer.alloc(BLOCK),
    macKey: sha1('putty-private-key-file-mac-key', isEncrypted ? passphrase : ''),
    header: [],
  };
};

/** Version 3: Argon2id; without a passphrase the checksum has no key. */
const deriveNew = async (passphrase: string): Promise<KeyMaterial> => {
  if (passphrase === '') {
    return {cipherKey: Buffer.alloc(0), iv: Buffer.alloc(0), macKey: Buffer.alloc(0), header: []};
  }
  const salt = randomBytes(16);
  const derived = await deriveArgon2('argon2id', {
    message: passphrase,
    nonce: salt,
    tagLength: 80,
    ...ARGON2,
  });
  return {
    cipherKey: derived.subarray(0, 32),
    iv: derived.subarray(32, 48),
    macKey: derived.subarray(48),
    header: [
      'Key-Derivation: Argon2id',
      `Argon2-Memory: ${ARGON2.memory}`,
      `Argon2-Passes: ${ARGON2.passes}`,
      `Argon2-Parallelism: ${ARGON2.parallelism}`,
      `Argon2-Salt: ${salt.toString('hex')}`,
    ],
  };
};

const toLines = (blob: Uint8Array): readonly string[] =>
  Buffer.from(blob)
    .toString('base64')
    .match(/.{1,64}/g) ?? [];

/** Up to whole blocks, with bytes of the content's own hash, as PuTTY does. */
const pad = (content: Buffer): Buffer => {
  const missing = (BLOCK - (content.length % BLOCK)) % BLOCK;
  return Buffer.concat([content, sha1(content).subarray(0, missing)]);
};

/**
 * Writes a private key file of PuTTY, encrypted when there is a passphrase.
 *
 * Source: https://the.earth.li/~sgtatham/putty/0.83/htmldoc/AppendixC.html
 */
export const formatPpk = async (key: PpkKey, version: PpkVersion, passphrase: Secret): Promise<string> => {
  const word = passphrase.reveal();
  const encryption = word === '' ? 'none' : 'aes256-cbc';
  const {cipherKey, iv, macKey, header} = version === 2 ? deriveOld(word) : await deriveNew(word);
  const plain = word === '' ? key.privateBlob.reveal() : pad(key.privateBlob.reveal());
  let stored = plain;
  if (word !== '') {
    const cipher = createCipheriv('aes-256-cbc', cipherKey, iv).setAutoPadding(false);
    stored = Buffer.concat([cipher.update(plain), cipher.final()]);
  }
  const mac = createHmac(version === 2 ? 'sha1' : 'sha256', macKey)
    .update(toField(key.type))
    .update(toField(encryption))
    .update(toField(key.comment))
    .update(toField(key.publicBlob))
    .update(toField(plain))
    .digest('hex');
  const publicLines = toLines(key.publicBlob);
  const privateLines = toLines(stored);
  return [
    `PuTTY-User-Key-File-${version}: ${key.type}`,
    `Encryption: ${encryption}`,
    `Comment: ${key.comment}`,
    `Public-Lines: ${publicLines.length}`,
    ...publicLines,
    ...header,
    `Private-Lines: ${privateLines.length}`,
    ...privateLines,
    `Private-MAC: ${mac}`,
    '',
  ].join('\r\n');
};

/** The public half of a private key file of PuTTY; `undefined` when it is none. */
export const readPpkPublicBlob = (text: string): Buffer | undefined => {
  const {lines} =
    /^PuTTY-User-Key-File-\d[^]*?^Public-Lines: \d+\s+(?<lines>(?:[A-Za-z0-9+/=]+\s+)+)/m.exec(text)
      ?.groups ?? {};
  return lines === undefined ? undefined : Buffer.from(lines, 'base64');
};
