import ssh2, {type BaseAgent, type ParsedKey} from 'ssh2';
import type {PublicKey} from '../../model/ssh-key.ts';
import {parsePublicKey, toPublicKeyLine} from './public-key.ts';

/** An agent that does not answer is one that asks its owner, or hangs. */
const DEADLINE_MS = 3000;

/**
 * The public keys that an SSH agent holds, those only that can be an account's.
 *
 * Shape: `[]` without an agent, or when it does not answer in 3 s. Never throws.
 *
 * @param agentPath `SSH_AUTH_SOCK`; on Windows a named pipe
 */
export const findAgentKeys = async (agentPath: string | undefined): Promise<readonly PublicKey[]> => {
  if (agentPath === undefined || agentPath === '') return [];
  const {promise, resolve} = Promise.withResolvers<readonly PublicKey[]>();
  const timer = setTimeout(() => resolve([]), DEADLINE_MS);
  // Every agent that ssh2 makes answers with parsed keys.
  const agent = ssh2.createAgent(agentPath) as BaseAgent<ParsedKey>;
  agent.getIdentities((error, identities) => {
    if (error || !identities) {
      resolve([]);
      return;
    }
    resolve(
      identities.flatMap((identity) => {
        if (!('getPublicSSH' in identity)) return [];
        const comment = identity.comment.replace(/[\r\n]/g, ' ');
        return parsePublicKey(toPublicKeyLine(identity.type, identity.getPublicSSH(), comment)) ?? [];
      }),
    );
  });
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
  }
};
