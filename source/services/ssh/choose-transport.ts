import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {ConfigError, UnsupportedKeyError} from '../../model/errors.ts';
import {clean, type SafeText} from '../../model/safe-text.ts';
import {isSameKey} from '../../model/ssh-key.ts';
import {describeAccountKey, type KeyAccount} from '../keys/account-key.ts';
import {readKeyPair} from '../keys/read-key-pair.ts';
import {readSshKeyFile} from '../settings/ssh-key-file.ts';
import {hasPublicKeyOnly} from './openssh/openssh-files.ts';

/** Which SSH client connects. */
export type Transport = 'ssh2' | 'openssh';

/** What is known before a client is chosen. */
export interface TransportFacts {
  /** What the user wants: `auto` for ssh2 wherever it can use the key. */
  readonly wanted: Transport | 'auto';
  readonly confDirectory: string;
  /** Whether an SSH agent can be asked; without one a missing private half is just missing. */
  readonly hasAgent: boolean;
  /** Asked for the account's key only where a certificate lies beside the one here. */
  readonly platform: KeyAccount;
  /** Ends that. */
  readonly signal?: AbortSignal;
}

/**
 * Chooses the SSH client of a connect, with a word on why where the user has not said which. Reads the key's file anew.
 * Throws what the platform throws.
 */
export const chooseTransport = async (
  facts: TransportFacts,
): Promise<{readonly transport: Transport; readonly reason: SafeText | undefined}> => {
  const {wanted, confDirectory, hasAgent} = facts;
  const reason =
    wanted === 'auto'
      ? (findSsh2Obstacle(confDirectory, hasAgent) ?? (await findNeedOfCertificate(facts)))
      : undefined;
  const transport = wanted === 'openssh' || reason !== undefined ? 'openssh' : 'ssh2';
  return {transport, reason};
};

/** Why ssh2 cannot use the user's key although OpenSSH may; `undefined` where it can, or nobody could. */
const findSsh2Obstacle = (confDirectory: string, hasAgent: boolean): SafeText | undefined => {
  if (hasAgent && hasPublicKeyOnly(confDirectory)) {
    return clean(
      'Your own ssh connects: the private half of your key is not in its folder, but perhaps in your agent.',
    );
  }

  try {
    readSshKeyFile(confDirectory);
    return undefined;
  } catch (error) {
    // Whatever else is wrong with the key is told, with its remedy, by whoever reads it to connect.
    if (!(error instanceof UnsupportedKeyError)) return undefined;
    return clean('Your own ssh connects: your key is of a kind that dxtop cannot read by itself.');
  }
};

/**
 * ssh2 cannot show a certificate, which is what lets a key in that the account does not have. Where the account has the
 * key none is needed.
 */
const findNeedOfCertificate = async ({
  confDirectory,
  platform,
  signal,
}: TransportFacts): Promise<SafeText | undefined> => {
  const keyPath = join(confDirectory, 'ssh_id');
  if (!existsSync(`${keyPath}-cert.pub`)) return undefined;
  let publicKey;
  try {
    ({publicKey} = readKeyPair(keyPath));
  } catch (error) {
    // As above.
    if (error instanceof ConfigError) return undefined;
    throw error;
  }

  const {key} = await describeAccountKey(platform, signal);
  if (key && isSameKey(key, publicKey)) return undefined;
  return clean(
    'Your own ssh connects: your account does not have your key, but a certificate lies beside it.',
  );
};
