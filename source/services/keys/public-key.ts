import ssh2 from 'ssh2';
import {clean} from '../../model/safe-text.ts';
import type {PublicKey} from '../../model/ssh-key.ts';
import {toFingerprint} from '../ssh/fingerprint.ts';

const LINE = /^(?<type>[\w@.-]+) (?<blob>[A-Za-z0-9+/]+={0,2})(?: (?<comment>[^\r\n]*))?\r?\n?$/;
/** Kept on a hardware token; ssh2 does not read these, OpenSSH uses them. */
const TOKEN_TYPES = ['sk-ssh-ed25519@openssh.com', 'sk-ecdsa-sha2-nistp256@openssh.com'];
/** Old and weak: OpenSSH 7 and later refuse it. */
const REFUSED_TYPES = ['ssh-dss'];

const readField = (blob: Buffer, offset: number): Buffer | undefined => {
  if (offset + 4 > blob.length) return undefined;
  const end = offset + 4 + blob.readUInt32BE(offset);
  return end <= blob.length ? blob.subarray(offset + 4, end) : undefined;
};

/** Whether a blob is well formed for its type: ssh2 says so for the types it knows; of the others the name is checked. */
const isBlobOf = (type: string, blob: Buffer): boolean => {
  if (readField(blob, 0)?.toString('latin1') !== type) return false;
  if (TOKEN_TYPES.includes(type)) return readField(blob, 4 + type.length) !== undefined;
  const parsed = ssh2.utils.parseKey(`${type} ${blob.toString('base64')}`);
  if (parsed instanceof Error || parsed.isPrivateKey() || parsed.type !== type) return false;
  return type !== 'ssh-ed25519' || blob.length === 51;
};

/**
 * Reads one public key in OpenSSH's form, strictly: one line, and nothing besides (threat-model K-2).
 *
 * Shape: `undefined` for anything else, a private key above all.
 */
export const parsePublicKey = (text: string): PublicKey | undefined => {
  const {type = '', blob: base64 = '', comment = ''} = LINE.exec(text)?.groups ?? {};
  const blob = Buffer.from(base64, 'base64');
  if (blob.length === 0 || REFUSED_TYPES.includes(type) || !isBlobOf(type, blob)) return undefined;
  return {
    type: clean(type, 64),
    blob,
    fingerprint: toFingerprint(blob),
    comment: clean(comment.trim(), 200),
    line: text,
  };
};

/** The line of a public key, newline included. */
export const toPublicKeyLine = (type: string, blob: Buffer, comment = ''): string =>
  `${type} ${blob.toString('base64')}${comment === '' ? '' : ` ${comment}`}\n`;
