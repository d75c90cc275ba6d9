import {createPrivateKey} from 'node:crypto';
import ssh2 from 'ssh2';
import {ConfigError} from '../../model/errors.ts';
import {clean} from '../../model/safe-text.ts';
import {Secret} from '../settings/secret.ts';
import {type PpkKey, toField} from './ppk.ts';

/** A number as SSH writes it: as short as possible, and with a zero in front where it would look negative. */
const toNumber = (base64url: string | undefined): Buffer => {
  const bytes = Buffer.from(base64url ?? '', 'base64url');
  let start = 0;
  while (start < bytes.length && bytes[start] === 0) start += 1;
  const digits = bytes.subarray(start);
  return toField((digits[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.alloc(1), digits]) : digits);
};

/** Which private numbers PuTTY keeps of a key, and in which order. Source: its manual, appendix C.3. */
const toPrivateBlob = (type: string, pem: string): Buffer | undefined => {
  const {d, p, q, qi} = createPrivateKey(pem).export({format: 'jwk'});
  if (type === 'ssh-rsa') return Buffer.concat([d, p, q, qi].map(toNumber));
  if (type === 'ssh-ed25519') return toField(Buffer.from(d ?? '', 'base64url'));
  return type.startsWith('ecdsa-sha2-') ? toNumber(d) : undefined;
};

/**
 * Takes a private key, decrypted, apart into what PuTTY keeps of it.
 *
 * Throws: `ConfigError` when it is no key, or of a kind that PuTTY does not know.
 */
export const toPpkKey = (privateKey: Secret): PpkKey => {
  const key = ssh2.utils.parseKey(privateKey.reveal());
  const refuse = (why: string) =>
    new ConfigError(
      `The key cannot be written for PuTTY: ${why}.`,
      'Set up an Ed25519, ECDSA or RSA key with `dxtop setup`.',
    );
  if (key instanceof Error || !key.isPrivateKey()) throw refuse('it is no private key that dxtop can read');
  const privateBlob = toPrivateBlob(key.type, key.getPrivatePEM());
  if (!privateBlob) throw refuse(`its type is ${clean(key.type, 60)}`);
  return {
    type: key.type,
    // The line of a comment ends where it ends.
    comment: clean(key.comment || 'ssh_id', 200),
    publicBlob: key.getPublicSSH(),
    privateBlob: new Secret(privateBlob),
  };
};
