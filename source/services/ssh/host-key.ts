import ssh2 from 'ssh2';
import {SshError} from '../../model/errors.ts';
import {clean} from '../../model/safe-text.ts';
import {toFingerprint} from './fingerprint.ts';

/** The one host key that a worker may show: the one the platform published. */
export interface HostKeyPin {
  /** The key's type, such as `ssh-ed25519`. */
  readonly type: string;
  /** The key blob, as it goes over the wire. */
  readonly blob: Buffer;
  /** As `ssh-keygen -l` prints it: `SHA256:` and the digest in base64. */
  readonly fingerprint: string;
}

/** Signature algorithms by key type; RSA never with SHA-1 (threat model S-4). */
const SIGNATURES: Readonly<Record<string, readonly string[]>> = {
  'ssh-ed25519': ['ssh-ed25519'],
  'ssh-rsa': ['rsa-sha2-512', 'rsa-sha2-256'],
  'ecdsa-sha2-nistp256': ['ecdsa-sha2-nistp256'],
  'ecdsa-sha2-nistp384': ['ecdsa-sha2-nistp384'],
  'ecdsa-sha2-nistp521': ['ecdsa-sha2-nistp521'],
};

/**
 * Reads the `sshHostKey` of a job.
 *
 * Throws `SshError` when it is not one public key of a type that we accept: then there is no connection.
 */
export const parseHostKey = (line: string): HostKeyPin => {
  const parsed = ssh2.utils.parseKey(line.trim());
  if (parsed instanceof Error || parsed.isPrivateKey()) {
    throw new SshError(
      'host-key',
      'The platform published a host key for this worker that dxtop cannot read.',
      'Without it the worker cannot be told from an impostor; try again in a minute, or report it to DNAnexus support.',
    );
  }

  if (!SIGNATURES[parsed.type]) {
    throw new SshError(
      'host-key',
      `The worker's host key has the type ${clean(parsed.type)}, which dxtop does not accept.`,
      'Use `dx ssh` for this job.',
    );
  }

  const blob = parsed.getPublicSSH();
  return {type: parsed.type, blob, fingerprint: toFingerprint(blob)};
};

/** The host key algorithms to offer: those of the pinned type only, or a worker with two keys looks like an attack. */
export const toHostKeyAlgorithms = (pin: HostKeyPin): readonly string[] => SIGNATURES[pin.type] ?? [];

/** Whether a shown key is the pinned one, byte for byte. */
export const isPinned = (pin: HostKeyPin, shown: unknown): boolean =>
  Buffer.isBuffer(shown) && shown.length === pin.blob.length && shown.equals(pin.blob);
