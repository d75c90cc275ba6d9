import {createHash} from 'node:crypto';

/** The fingerprint of a key blob, as `ssh-keygen -l` prints it: `SHA256:` and the digest in base64. */
export const toFingerprint = (blob: Buffer): string =>
  `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`;

/**
 * The fingerprint of a public key's line in OpenSSH's form: type, blob in base64, comment.
 *
 * Shape: `undefined` for a text that is no such line. Whether it is a key that dxtop accepts is for `parseHostKey` to say,
 * which loads ssh2.
 */
export const toLineFingerprint = (line: string): string | undefined => {
  const base64 = /^[\w@.-]+ ([A-Za-z0-9+/]+={0,2})(?:[ \t].*)?$/.exec(line.trim())?.[1];
  return base64 === undefined ? undefined : toFingerprint(Buffer.from(base64, 'base64'));
};
