import {UnsupportedKeyError} from '../../model/errors.ts';
import {clean, type SafeText} from '../../model/safe-text.ts';
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
}

/** Chooses the SSH client of a connect, with a word on why where the user has not said which. Reads the key's file anew. */
export const chooseTransport = ({
  wanted,
  confDirectory,
  hasAgent,
}: TransportFacts): {readonly transport: Transport; readonly reason: SafeText | undefined} => {
  const reason = wanted === 'auto' ? findSsh2Obstacle(confDirectory, hasAgent) : undefined;
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
