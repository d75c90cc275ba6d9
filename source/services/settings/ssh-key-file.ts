import {join} from 'node:path';
import type {Stats} from 'node:fs';
import ssh2 from 'ssh2';
import {ConfigError, KeyError, UnsupportedKeyError} from '../../model/errors.ts';
import {clean} from '../../model/safe-text.ts';
import {toCloseCommand} from '../../model/ssh-key.ts';
import {readRegularFile} from './regular-file.ts';
import {Secret} from './secret.ts';

/** A key pair on this computer. */
export interface SshKeyFile {
  /** The private key's file; may be a symbolic link. */
  readonly path: string;
  /** The file's content; encrypted when `isEncrypted` says so. */
  readonly privateKeyPem: Secret;
  readonly isEncrypted: boolean;
  /**
   * One line in OpenSSH's form: the `.pub` file beside it byte for byte when it is there, otherwise made from the private
   * key; `undefined` when neither is possible.
   */
  readonly publicKeyText: string | undefined;
}

/** A 16384-bit RSA key takes 13 kB. */
const MAX_BYTES = 64 * 1024;

const SET_UP = 'Run `dxtop setup` to set one up.';

/** Others may neither read the key nor own it (threat-model K-3); Windows has neither notion in this form. */
const checkPrivacy = (path: string, stats: Stats): void => {
  const ownUserId = process.getuid?.();
  if (ownUserId === undefined) return;
  if (stats.uid !== ownUserId) {
    throw new ConfigError(
      `The private key ${clean(path)} belongs to another user.`,
      `Make it yours: \`chown $(id -un) ${clean(path)}\`.`,
    );
  }
  if ((stats.mode & 0o077) !== 0) {
    const mode = (stats.mode & 0o777).toString(8).padStart(4, '0');
    throw new ConfigError(
      `The private key ${clean(path)} is open to other users (mode ${mode}).`,
      `Close it: \`${toCloseCommand(clean(path), process.platform)}\`.`,
    );
  }
};

/**
 * Checks that a private key is not open to others; a file that is not there, or is none, is not.
 *
 * Throws: `ConfigError` with the command that closes it. Source: threat-model K-3
 */
export const checkKeyPrivacy = (path: string): void => {
  const file = readRegularFile(path, MAX_BYTES);
  if (file.kind === 'read') checkPrivacy(path, file.stats);
};

/** ssh2 calls everything that it does not know an unsupported format, so the text itself tells whether it is a key at all. */
const describeUnusable = (path: string, pem: string, problem: string, cause?: Error): KeyError => {
  if (pem.startsWith('-----BEGIN ') && !pem.includes('\n-----END ')) {
    return new KeyError(
      `The private key ${clean(path)} is cut off: its last line is missing.`,
      'Copy it again from where it is whole, or run `dxtop setup`.',
      {cause},
    );
  }
  if (/unsupported|not supported/i.test(problem) && /^-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----/.test(pem)) {
    return new UnsupportedKeyError(
      `The private key ${clean(path)} is of a kind that dxtop cannot use (${clean(problem, 200)}).`,
      'Set up an Ed25519 or RSA key with `dxtop setup`.',
      {cause},
    );
  }
  return new KeyError(`The file ${clean(path)} does not hold a private SSH key.`, SET_UP, {cause});
};

const readPublicKey = (path: string, privateKey: ssh2.ParsedKey | undefined): string | undefined => {
  const file = readRegularFile(path, MAX_BYTES);
  if (file.kind === 'read') {
    const text = file.content.toString('utf8');
    const parsed = ssh2.utils.parseKey(text);
    // Only what parses as a public key leaves this computer later (K-2).
    if (!(parsed instanceof Error) && !parsed.isPrivateKey()) return text;
  }
  return privateKey && `${privateKey.type} ${privateKey.getPublicSSH().toString('base64')}\n`;
};

/**
 * Reads a key pair, the private key at `path` and the public one beside it, and checks it as far as that is possible
 * without a passphrase.
 *
 * Throws: `ConfigError`, each with its own remedy, when the private key is missing, cannot be read, is open to or owned
 * by somebody else, is of a kind that cannot be used, or is no key.
 */
export const readKeyFile = (path: string): SshKeyFile => {
  const file = readRegularFile(path, MAX_BYTES);
  if (file.kind === 'missing') {
    throw new KeyError(`There is no SSH key on this computer (${clean(path)}).`, SET_UP);
  }
  if (file.kind === 'unusable') {
    throw new KeyError(`The private key ${clean(path)} ${clean(file.problem)}.`, SET_UP);
  }
  checkPrivacy(path, file.stats);
  const pem = file.content.toString('utf8');
  const parsed = ssh2.utils.parseKey(pem);
  const isEncrypted = parsed instanceof Error && parsed.message.includes('no passphrase given');
  if (parsed instanceof Error && !isEncrypted) throw describeUnusable(path, pem, parsed.message, parsed);
  const key = parsed instanceof Error ? undefined : parsed;
  if (key !== undefined && !key.isPrivateKey()) throw describeUnusable(path, pem, 'it is a public key');
  if (key?.type === 'ssh-dss') throw describeUnusable(path, pem, 'unsupported type ssh-dss');
  return {
    path,
    privateKeyPem: new Secret(pem),
    isEncrypted,
    publicKeyText: readPublicKey(`${path}.pub`, key),
  };
};

/**
 * Reads the key pair that is set up for DNAnexus, `ssh_id` and `ssh_id.pub`, here or by the official client.
 *
 * Throws as `readKeyFile`.
 *
 * @param confDirectory the official client's directory, `DxSettings.confDirectory`
 */
export const readSshKeyFile = (confDirectory: string): SshKeyFile =>
  readKeyFile(join(confDirectory, 'ssh_id'));
