import {timingSafeEqual} from 'node:crypto';
import ssh2, {type AuthContext, type Connection, type ParsedKey} from 'ssh2';

/** The only account of a worker (reference H.1: documented). */
const userName = 'dnanexus';

/**
 * Refused attempts after which the connection is closed, as sshd's MaxAuthTries. Footing: documented in
 * sshd_config(5).
 */
const maximumTries = 6;

const isAllowedAlgorithm = (context: {
  readonly hashAlgo?: string;
  readonly key: {readonly algo: string};
}): boolean =>
  // An RSA key without a hash means a SHA-1 signature, which OpenSSH 8.8 and later refuse.
  context.key.algo !== 'ssh-rsa' || (context.hashAlgo !== undefined && context.hashAlgo !== 'sha1');

const findKey = (blob: Buffer, authorizedKeys: readonly string[]): ParsedKey | undefined => {
  for (const text of authorizedKeys) {
    const key = ssh2.utils.parseKey(text);
    // A text that is no key admits nobody, like a broken line in authorized_keys.
    if (key instanceof Error) continue;
    const known = key.getPublicSSH();
    if (known.length === blob.length && timingSafeEqual(known, blob)) return key;
  }
  return undefined;
};

/**
 * Whether this attempt may pass: as far as "would this key do?", and with a signature, whether it is right.
 */
const isGranted = (context: AuthContext, authorizedKeys: readonly string[]): boolean => {
  if (context.username !== userName || context.method !== 'publickey') return false;
  const key = findKey(context.key.data, authorizedKeys);
  if (key === undefined) return false;
  if (context.signature === undefined) return true;
  if (context.blob === undefined || !isAllowedAlgorithm(context)) return false;
  // Anything but `true` is a refusal: the library returns an Error for a signature that it cannot read.
  const answer: unknown = key.verify(context.blob, context.signature, context.hashAlgo);
  return answer === true;
};

/**
 * Lets in who holds one of the keys, as the user `dnanexus`, and nobody else: no passwords, no other methods.
 *
 * @param authorizedKeys texts of public keys as OpenSSH writes them, asked again at each attempt
 */
export const authenticate = (connection: Connection, authorizedKeys: () => readonly string[]): void => {
  let refusals = 0;
  connection.on('authentication', (context) => {
    if (isGranted(context, authorizedKeys())) {
      context.accept();
      return;
    }
    // The first question of most clients, "none", only asks for the methods.
    if (context.method !== 'none') refusals += 1;
    context.reject(['publickey']);
    if (refusals >= maximumTries) connection.end();
  });
};
