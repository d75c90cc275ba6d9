import {hostname, userInfo} from 'node:os';
import {join, resolve} from 'node:path';
import {ConfigError} from '../../model/errors.ts';
import {clean} from '../../model/safe-text.ts';
import {
  type AccountKey,
  isSameKey,
  type KeyPair,
  type KeyReplacement,
  type KeySetupResult,
  type KeySituation,
  type PublicKey,
} from '../../model/ssh-key.ts';
import type {Secret} from '../settings/secret.ts';
import {
  type AccountPlatform,
  describeAccountKey,
  revokePublicKey,
  type UploadResult,
  uploadPublicKey,
} from './account-key.ts';
import {findAgentKeys} from './agent-keys.ts';
import {findKeyPairs} from './find-key-pairs.ts';
import {generateKeyPair, type KeyPairOptions} from './generate-key-pair.ts';
import {readKeyPair} from './read-key-pair.ts';
import {stageAgentKey, stageLinks, stageNewPair} from './stage-key-pair.ts';

/** Which key is to be the account's and this computer's. `pair` may be the one that is set up already. */
export type KeyChoice =
  | {readonly kind: 'new'; readonly type: KeyPairOptions['type']; readonly passphrase: Secret}
  | {readonly kind: 'pair'; readonly pair: KeyPair}
  | {readonly kind: 'agent'; readonly key: PublicKey};

/** What a choice would do; nothing of it is done yet. */
export interface PreparedKey extends KeyReplacement {
  /**
   * Does it: files first under other names, then the account, then the swap. Throws `ConfigError`, `ApiError` and
   * `NetworkError`; account and files are as they were then, unless the sentence says otherwise.
   */
  apply(signal?: AbortSignal): Promise<KeySetupResult>;
}

/** Sets up the SSH key of this computer and of the user's account. */
export interface KeySetup {
  /** Reads account, files and agent. Throws `ApiError` and `NetworkError`. */
  look(signal?: AbortSignal): Promise<KeySituation>;
  /** Reads the pair at a path, that of either half; `~` is the home folder. Throws `ConfigError`. */
  open(path: string): KeyPair;
  /** Works out what a choice would do; makes the new pair, in memory only. Throws `ConfigError`, `CancelError`. */
  prepare(situation: KeySituation, choice: KeyChoice, signal?: AbortSignal): Promise<PreparedKey>;
  /** Takes the key off the account; files stay. Throws as `PreparedKey.apply`. */
  revoke(situation: KeySituation, signal?: AbortSignal): Promise<void>;
}

/** What the set-up works on. */
export interface KeySetupOptions {
  readonly platform: AccountPlatform;
  readonly confDirectory: string;
  readonly homeDirectory: string;
  /** What stands behind a new public key. */
  readonly comment: string;
  /** `SSH_AUTH_SOCK`. */
  readonly agentPath: string | undefined;
  readonly now: () => number;
}

/** `user@computer`, by which the owner of several keys tells them apart. */
export const toKeyComment = (): string => {
  try {
    return `${userInfo().username}@${hostname()}`;
  } catch {
    // A user without a name, as in some containers.
    return `dxtop@${hostname()}`;
  }
};

const unknownOutcome = (what: string, remedy: string, cause: unknown): ConfigError =>
  new ConfigError(`The connection broke while ${what}: nobody can tell whether it was.`, remedy, {cause});

const toReplacedKey = ({key, line}: AccountKey, next: PublicKey): PreparedKey['replacedAccountKey'] => {
  if (line === undefined || isSameKey(next, key)) return undefined;
  return key ?? 'unreadable';
};

/** Makes the set-up; it reads and writes nothing by itself. */
export const createKeySetup = (options: KeySetupOptions): KeySetup => {
  const {platform, confDirectory, homeDirectory, comment, agentPath, now} = options;
  const configuredPath = join(confDirectory, 'ssh_id');

  /** The chosen key, and how it is laid beside the one in use; a pair that is in use needs nothing. */
  const toKey = async (choice: KeyChoice, signal?: AbortSignal) => {
    if (choice.kind === 'new') {
      const made = await generateKeyPair({...choice, comment}, signal);
      return {publicKey: made.publicKey, stage: () => stageNewPair(confDirectory, made, now())};
    }
    if (choice.kind === 'agent') {
      return {publicKey: choice.key, stage: () => stageAgentKey(confDirectory, choice.key, now())};
    }
    const {pair} = choice;
    const isInUse = pair.privatePath === configuredPath;
    return {
      publicKey: pair.publicKey,
      stage: isInUse ? undefined : () => stageLinks(confDirectory, pair, now()),
    };
  };

  return {
    async look(signal) {
      const [account, agentKeys] = await Promise.all([
        describeAccountKey(platform, signal),
        findAgentKeys(agentPath),
      ]);
      const keys = findKeyPairs(confDirectory, homeDirectory);
      const inFiles = [keys.configured, ...keys.others].flatMap((found) =>
        found?.kind === 'pair' ? [found.pair.publicKey] : [],
      );
      return {
        account,
        keys,
        agentKeys: agentKeys.filter((key) => !inFiles.some((other) => isSameKey(key, other))),
      };
    },

    open: (path) => readKeyPair(resolve(path.replace(/^~(?=[/\\])/, homeDirectory))),

    async prepare({account, keys}, choice, signal) {
      const {publicKey, stage} = await toKey(choice, signal);
      return {
        publicKey,
        replacedAccountKey: toReplacedKey(account, publicKey),
        replacesFiles: keys.configured !== undefined && stage !== undefined,
        async apply(applySignal) {
          const staged = stage?.();
          let result: UploadResult;
          try {
            result = await uploadPublicKey(platform, account, publicKey, applySignal);
          } catch (error) {
            staged?.discard();
            throw error;
          }
          if (result.kind === 'unknown') {
            // The only private half of what may be the account's key by now is never thrown away.
            const path = clean(staged?.privatePath ?? configuredPath);
            throw unknownOutcome(
              "the key was made the account's",
              `Nothing was replaced on this computer: \`dxtop setup --use ${path}\` tries again.`,
              result.error,
            );
          }
          return {publicKey, privatePath: configuredPath, backups: staged?.install() ?? []};
        },
      };
    },

    async revoke({account}, signal) {
      const result = await revokePublicKey(platform, account, signal);
      if (result.kind === 'set') return;
      throw unknownOutcome(
        'the key was taken off the account',
        'Look with `dxtop setup --list`.',
        result.error,
      );
    },
  };
};
