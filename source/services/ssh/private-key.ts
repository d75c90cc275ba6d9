import {join} from 'node:path';
import {ConfigError, KeyError} from '../../model/errors.ts';
import {clean, type SafeText} from '../../model/safe-text.ts';
import {isSameKey, type PublicKey} from '../../model/ssh-key.ts';
import {findAgentKeys} from '../keys/agent-keys.ts';
import {parsePublicKey} from '../keys/public-key.ts';
import {toPublicHalf} from '../keys/read-key-pair.ts';
import {decryptSshKey} from '../settings/decrypt-ssh-key.ts';
import {Secret} from '../settings/secret.ts';
import {readRegularFile} from '../settings/regular-file.ts';
import {readSshKeyFile} from '../settings/ssh-key-file.ts';
import type {AgentKey, LoginKey} from './agent-key.ts';

const PASSPHRASE_TRIES = 3;
const MAX_BYTES = 64 * 1024;

/** `ssh_id` holds a public key where `dxtop setup` has chosen one that an agent has. */
const readAgentKey = (confDirectory: string): PublicKey | undefined => {
  const file = readRegularFile(join(confDirectory, 'ssh_id'), MAX_BYTES);
  return file.kind === 'read' ? parsePublicKey(file.content.toString('latin1')) : undefined;
};

const findInAgent = async (
  publicKey: PublicKey,
  agentPath: string | undefined,
): Promise<AgentKey | undefined> => {
  const held = await findAgentKeys(agentPath);
  return agentPath !== undefined && held.some((key) => isSameKey(key, publicKey))
    ? {agentPath, publicKey}
    : undefined;
};

const requireInAgent = async (publicKey: PublicKey, agentPath: string | undefined): Promise<AgentKey> => {
  const held = await findInAgent(publicKey, agentPath);
  if (held) return held;
  throw new KeyError(
    agentPath === undefined
      ? `Your SSH key ${publicKey.fingerprint} is in an agent, and there is none (SSH_AUTH_SOCK is not set).`
      : `The SSH agent does not hold your key ${publicKey.fingerprint}.`,
    'Start the agent, and unlock it or add the key with `ssh-add`; `dxtop setup` chooses another key.',
  );
};

/** Asks for the passphrase of a key; rejects with `CancelError` when the user gives none. */
export type AskPassphrase = (path: SafeText, wasWrong: boolean) => Promise<string>;

/** Reads the user's private key, decrypted; or which key the agent is to sign with. */
export type PrivateKeyReader = (askPassphrase: AskPassphrase) => Promise<LoginKey>;

/**
 * Makes the reader of the user's private key. The key is read again for each attach, so that a new one is seen; a
 * decrypted one is kept in memory for as long as its file stays the same.
 *
 * What it returns throws `ConfigError`, each with its remedy, and `CancelError`.
 *
 * @param agentPath `SSH_AUTH_SOCK`, for a key that only an agent has, or has unlocked
 */
export const createPrivateKeyReader = (confDirectory: string, agentPath?: string): PrivateKeyReader => {
  let decrypted: {readonly pem: string; readonly key: Secret} | undefined;
  return async (askPassphrase) => {
    const agentKey = readAgentKey(confDirectory);
    if (agentKey) return await requireInAgent(agentKey, agentPath);
    const file = readSshKeyFile(confDirectory);
    if (!file.isEncrypted) return file.privateKeyPem.reveal();
    const pem = file.privateKeyPem.reveal();
    if (decrypted?.pem === pem) return decrypted.key.reveal();
    // As ssh does: who has unlocked the key in an agent is not asked for its passphrase.
    const publicHalf = toPublicHalf(pem, file);
    const held = publicHalf && (await findInAgent(publicHalf, agentPath));
    if (held) return held;
    for (let tries = 0; tries < PASSPHRASE_TRIES; tries += 1) {
      const passphrase = new Secret(await askPassphrase(clean(file.path), tries > 0));
      try {
        const key = await decryptSshKey(file, passphrase);
        decrypted = {pem, key};
        return key.reveal();
      } catch (error) {
        if (!(error instanceof ConfigError && error.summary === 'The passphrase is wrong.')) throw error;
      }
    }

    throw new ConfigError(
      'The passphrase was wrong three times.',
      'Try again, or make a new key with `dxtop setup`.',
    );
  };
};
