import {ConfigError} from '../../model/errors.ts';
import {clean, type SafeText} from '../../model/safe-text.ts';
import {isSameKey, type KeyPair, type PublicKey} from '../../model/ssh-key.ts';
import {readRegularFile} from '../settings/regular-file.ts';
import {readKeyFile, type SshKeyFile} from '../settings/ssh-key-file.ts';
import {parsePublicKey, toPublicKeyLine} from './public-key.ts';

const MAX_BYTES = 64 * 1024;
const OPENSSH = /-----BEGIN OPENSSH PRIVATE KEY-----(?<body>[^-]+)-----END/;
/** The name of the format, and behind it cipher, derivation, its options, the number of keys, the public key. */
const MAGIC = 'openssh-key-v1\0';

/**
 * The public key that OpenSSH writes, readable for anyone, into the head of a private key's file, encrypted or not.
 * `undefined` for files in other forms. Source: https://github.com/openssh/openssh-portable/blob/master/PROTOCOL.key
 */
export const readPublicBlob = (pem: string): Buffer | undefined => {
  const body = Buffer.from(OPENSSH.exec(pem)?.groups?.['body'] ?? '', 'base64');
  if (body.subarray(0, MAGIC.length).toString('latin1') !== MAGIC) return undefined;
  let offset = MAGIC.length;
  for (const field of ['cipher', 'derivation', 'options', 'count', 'publicKey']) {
    if (offset + 4 > body.length) return undefined;
    const length = field === 'count' ? 0 : body.readUInt32BE(offset);
    const end = offset + 4 + length;
    if (end > body.length) return undefined;
    if (field === 'publicKey') return body.subarray(offset + 4, end);
    offset = end;
  }
  return undefined;
};

const readPublicFile = (path: string): PublicKey | undefined => {
  const file = readRegularFile(path, MAX_BYTES);
  if (file.kind === 'missing') return undefined;
  const key = file.kind === 'read' ? parsePublicKey(file.content.toString('utf8')) : undefined;
  if (key) return key;
  throw new ConfigError(
    `The file ${clean(path)} is not one public SSH key.`,
    'Make it anew from the private one: `ssh-keygen -y`.',
  );
};

/** The public half out of the private one, encrypted or not; `undefined` where that needs a passphrase. */
export const toPublicHalf = (pem: string, file: SshKeyFile | undefined): PublicKey | undefined => {
  const blob = readPublicBlob(pem);
  if (!blob || blob.length < 4)
    return file?.publicKeyText === undefined ? undefined : parsePublicKey(file.publicKeyText);
  const type = blob.subarray(4, 4 + Math.min(64, blob.readUInt32BE(0))).toString('latin1');
  return parsePublicKey(toPublicKeyLine(type, blob));
};

const readPem = (path: string): string => {
  const file = readRegularFile(path, MAX_BYTES);
  return file.kind === 'read' ? file.content.toString('latin1') : '';
};

/**
 * Reads the key pair at a path, which may be that of either half.
 *
 * Throws: `ConfigError` when there is no such pair, the private key is open to others, or the halves do not belong
 * together. A key that lives on a hardware token is no error, but an `obstacle`.
 */
export const readKeyPair = (path: string): KeyPair => {
  const privatePath = path.endsWith('.pub') ? path.slice(0, -4) : path;
  const publicPath = `${privatePath}.pub`;
  const published = readPublicFile(publicPath);
  const pem = readPem(privatePath);
  const agentKey = parsePublicKey(pem);
  let file: SshKeyFile | undefined;
  let obstacle: SafeText | undefined;
  try {
    if (!agentKey) file = readKeyFile(privatePath);
  } catch (error) {
    if (!published?.type.startsWith('sk-') || readPublicBlob(pem) === undefined) throw error;
    obstacle = clean('it lives on a hardware token: attach with --transport openssh');
  }
  const ownHalf = agentKey ?? toPublicHalf(pem, file);
  const publicKey = published ?? ownHalf;
  if (!publicKey) {
    throw new ConfigError(
      `The public half of ${clean(privatePath)} is missing (${clean(publicPath)}).`,
      `Make it: \`ssh-keygen -y -f ${clean(privatePath)} > ${clean(publicPath)}\`.`,
    );
  }
  if (ownHalf && !isSameKey(ownHalf, publicKey)) {
    throw new ConfigError(
      `${clean(publicPath)} is not the public half of ${clean(privatePath)}.`,
      `Make it anew: \`ssh-keygen -y -f ${clean(privatePath)} > ${clean(publicPath)}\`.`,
    );
  }
  return {
    privatePath,
    publicPath: published ? publicPath : undefined,
    publicKey,
    isEncrypted: file?.isEncrypted ?? false,
    isInAgent: agentKey !== undefined,
    obstacle,
  };
};
