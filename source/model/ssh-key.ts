import type {SafeText} from './safe-text.ts';
import type {UserId} from './user.ts';

/** The public half of a key pair. */
export interface PublicKey {
  /** Such as `ssh-ed25519`. */
  readonly type: SafeText;
  /** As it goes over the wire. */
  readonly blob: Uint8Array;
  /** As `ssh-keygen -l` prints it. */
  readonly fingerprint: string;
  /** What its maker wrote behind it, usually `user@computer`; may be empty. */
  readonly comment: SafeText;
  /** The whole line, byte for byte: what the account keeps, and what the official client compares. Not to be shown. */
  readonly line: string;
}

/** A key pair in files, both halves of it checked. */
export interface KeyPair {
  readonly privatePath: string;
  /** `undefined` when there is no such file, and the public half was read out of the private one. */
  readonly publicPath: string | undefined;
  readonly publicKey: PublicKey;
  readonly isEncrypted: boolean;
  /** Whether the private half is in an SSH agent, and both files hold the public one. */
  readonly isInAgent: boolean;
  /** Why dxtop itself cannot use it, for keys that only OpenSSH can; `undefined` for all others. */
  readonly obstacle: SafeText | undefined;
}

/** A pair that was found, or a private key with what is wrong with it. */
export type FoundKey =
  | {readonly kind: 'pair'; readonly pair: KeyPair}
  | {readonly kind: 'broken'; readonly privatePath: string; readonly problem: SafeText};

/** The key pairs on this computer. */
export interface FoundKeys {
  /** `ssh_id` in the official client's folder; `undefined` when there is none. */
  readonly configured: FoundKey | undefined;
  /** The others, each once: `~/.ssh` by name, then what the config folder keeps from before. */
  readonly others: readonly FoundKey[];
}

/** The one SSH key of the user's account. */
export interface AccountKey {
  readonly user: UserId;
  readonly handle: SafeText | undefined;
  /** Byte for byte as the platform has it; `undefined` when none is set. Not to be shown. */
  readonly line: string | undefined;
  /** `undefined` when none is set, or dxtop cannot read it. */
  readonly key: PublicKey | undefined;
}

/** Everything that the user chooses from. */
export interface KeySituation {
  readonly account: AccountKey;
  readonly keys: FoundKeys;
  /** Keys that an SSH agent holds, those aside that are in files as well. */
  readonly agentKeys: readonly PublicKey[];
}

/** What a set-up would replace. */
export interface KeyReplacement {
  readonly publicKey: PublicKey;
  /** The account's key that would be replaced: every computer that has it loses access. */
  readonly replacedAccountKey: PublicKey | 'unreadable' | undefined;
  /** Whether `ssh_id` and `ssh_id.pub` would be replaced. */
  readonly replacesFiles: boolean;
}

/** What a set-up has done. */
export interface KeySetupResult {
  readonly publicKey: PublicKey;
  /** The private key's file, as the official client names it. */
  readonly privatePath: string;
  /** Where the files that were replaced are kept. */
  readonly backups: readonly string[];
}

/** Whether two public keys are one and the same. */
export const isSameKey = (one: PublicKey, other: PublicKey | undefined): boolean =>
  one.fingerprint === other?.fingerprint;

/** The command that closes a private key's file to other users; OpenSSH for Windows refuses open ones too. */
export const toCloseCommand = (path: string, platform: string): string =>
  platform === 'win32' ? `icacls "${path}" /inheritance:r /grant:r "%USERNAME%":F` : `chmod 600 ${path}`;
