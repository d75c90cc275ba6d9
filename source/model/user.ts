import type {SafeText} from './safe-text.ts';

/** A user's ID, such as `user-alice`. */
export type UserId = `user-${string}`;

/** Whether a text is a user ID, safe to be part of a request's path. */
export const isUserId = (text: string): text is UserId => /^user-[0-9A-Za-z._-]{1,255}$/.test(text);

/** What is known of a user. */
export interface User {
  readonly id: UserId;
  readonly handle: SafeText | undefined;
  /** The public key that workers let in, byte for byte as it was uploaded; `undefined` when unset. Not to be shown. */
  readonly sshPublicKey: string | undefined;
}

/** Who the token belongs to, and where the platform sees us. */
export interface Identity {
  readonly id: UserId;
  /** A literal IPv4 or IPv6 address; `undefined` unless it was asked for and is one. */
  readonly clientIp: string | undefined;
}
