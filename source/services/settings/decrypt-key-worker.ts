/**
 * Decrypts one private key, in a thread of its own, because it takes a second or more on purpose (threat-model S-10).
 * Started by `decrypt-ssh-key.ts` with a `DecryptTask`; posts one `DecryptResult` and ends.
 */
import {createPrivateKey} from 'node:crypto';
import {parentPort, workerData} from 'node:worker_threads';
import ssh2 from 'ssh2';

/** What the worker is given. */
export interface DecryptTask {
  readonly pem: string;
  readonly passphrase: string;
}

/** What it answers: the key in a form that ssh2 reads without a passphrase, or what was wrong. */
export type DecryptResult =
  | {readonly kind: 'decrypted'; readonly pem: string}
  | {readonly kind: 'wrongPassphrase'}
  | {readonly kind: 'unusable'; readonly problem: string};

const toField = (content: Buffer | string): Buffer => {
  const body = Buffer.from(content);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  return Buffer.concat([length, body]);
};

/**
 * ssh2 gives Ed25519 keys out as PKCS #8, and does not read that itself; this is OpenSSH's own form, not encrypted.
 * Source: https://github.com/openssh/openssh-portable/blob/master/PROTOCOL.key
 */
const toOpenSshPem = (pkcs8: string, publicBlob: Buffer): string => {
  const {d, x} = createPrivateKey(pkcs8).export({format: 'jwk'});
  if (d === undefined || x === undefined) throw new Error('Unsupported key');
  const publicKey = Buffer.from(x, 'base64url');
  const keyPart = Buffer.concat([
    Buffer.alloc(8), // two equal check numbers; they only tell a wrong passphrase from a right one
    toField('ssh-ed25519'),
    toField(publicKey),
    toField(Buffer.concat([Buffer.from(d, 'base64url'), publicKey])),
    toField(''),
  ]);
  const padding = Buffer.from([1, 2, 3, 4, 5, 6, 7].slice(0, (8 - (keyPart.length % 8)) % 8));
  const whole = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    toField('none'),
    toField('none'),
    toField(''),
    Buffer.from([0, 0, 0, 1]),
    toField(publicBlob),
    toField(Buffer.concat([keyPart, padding])),
  ]);
  const lines = whole.toString('base64').replace(/.{70}/g, '$&\n');
  return `-----BEGIN OPENSSH PRIVATE KEY-----\n${lines}\n-----END OPENSSH PRIVATE KEY-----\n`;
};

const decrypt = ({pem, passphrase}: DecryptTask): DecryptResult => {
  const key = ssh2.utils.parseKey(pem, passphrase);
  if (key instanceof Error) {
    // ssh2 has no other sign of it than these messages, and the cipher's own for authenticated ones.
    return /passphrase|authenticate|decrypt/i.test(key.message)
      ? {kind: 'wrongPassphrase'}
      : {kind: 'unusable', problem: key.message};
  }
  const privatePem = key.getPrivatePEM();
  return {
    kind: 'decrypted',
    pem: key.type === 'ssh-ed25519' ? toOpenSshPem(privatePem, key.getPublicSSH()) : privatePem,
  };
};

parentPort?.postMessage(decrypt(workerData as DecryptTask));
