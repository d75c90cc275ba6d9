import {ApiError, ConfigError} from '../../model/errors.ts';
import type {AccountKey, PublicKey} from '../../model/ssh-key.ts';
import type {PlatformClient} from '../platform/platform-client.ts';
import {parsePublicKey} from './public-key.ts';

/** What setting up a key asks of the platform. */
export type AccountPlatform = Pick<PlatformClient, 'whoami' | 'describeUser' | 'updateUser'>;
/** What looking at the account's key asks of the platform. */
export type KeyAccount = Omit<AccountPlatform, 'updateUser'>;

/** Whether a key was set, or nobody can tell because the answer was lost. */
export type UploadResult = {readonly kind: 'set'} | {readonly kind: 'unknown'; readonly error: unknown};

/** Reads which key the account has. Throws `ApiError` and `NetworkError`. */
export const describeAccountKey = async (platform: KeyAccount, signal?: AbortSignal): Promise<AccountKey> => {
  const options = signal ? {signal} : {};
  const {id} = await platform.whoami(options);
  const {handle, sshPublicKey: line} = await platform.describeUser(id, options);
  return {user: id, handle, line, key: line === undefined ? undefined : parsePublicKey(line)};
};

/** Somebody else, or another computer, may have set a key since it was shown (threat-model F-3). */
const checkUnchanged = async (
  platform: AccountPlatform,
  seen: AccountKey,
  signal: AbortSignal | undefined,
): Promise<void> => {
  const now = await describeAccountKey(platform, signal);
  if (now.user === seen.user && now.line === seen.line) return;
  throw new ConfigError(
    "The account's SSH key was changed by somebody else just now. Nothing was replaced.",
    'Look at the keys again before you decide.',
  );
};

const change = async (
  platform: AccountPlatform,
  seen: AccountKey,
  line: string | null,
  signal: AbortSignal | undefined,
): Promise<UploadResult> => {
  await checkUnchanged(platform, seen, signal);
  let lost: Error | undefined;
  try {
    await platform.updateUser(seen.user, {sshPublicKey: line}, {tries: 1, ...(signal && {signal})});
  } catch (error) {
    // Only a refusal is certain; otherwise the request may have arrived, and its answer been lost.
    if (error instanceof ApiError && error.status < 500) throw error;
    lost = error instanceof Error ? error : new Error('The request failed.');
  }
  let now: AccountKey;
  try {
    // Without the signal: who cancels now must still be told what happened.
    now = await describeAccountKey(platform);
  } catch (error) {
    return {kind: 'unknown', error: lost ?? error};
  }
  if (now.line === (line ?? undefined)) return {kind: 'set'};
  if (lost !== undefined) throw lost;
  throw new ConfigError(
    'The platform took the SSH key, but the account has another one.',
    'Another computer may have set it at the same time: try again.',
  );
};

/**
 * Makes a key that of the account, after another look at what is there, and reads it back. Only what parsed as a public
 * key can get here (threat-model K-2).
 *
 * Throws: `ConfigError` when the account's key is no longer what `seen` says; `ApiError` and `NetworkError` when nothing
 * was changed.
 */
export const uploadPublicKey = (
  platform: AccountPlatform,
  seen: AccountKey,
  key: PublicKey,
  signal?: AbortSignal,
): Promise<UploadResult> => change(platform, seen, key.line, signal);

/** Takes the key off the account; files on this computer stay. Throws as `uploadPublicKey`. */
export const revokePublicKey = (
  platform: AccountPlatform,
  seen: AccountKey,
  signal?: AbortSignal,
): Promise<UploadResult> => change(platform, seen, null, signal);
