/**
 * A user as `/user-xxxx/describe` returns it; `email`, `billTo` and `sshPublicKey` only to that user.
 *
 * Source: https://documentation.dnanexus.com/developer/api/users
 */
export interface WireUser {
  id: string;
  class?: 'user';
  handle?: string;
  first?: string;
  middle?: string;
  last?: string;
  email?: string;
  billTo?: string;
  /** Byte for byte what was uploaded, final newline included; absent when unset. */
  sshPublicKey?: string;
}

/** The body of `/user-xxxx/update`, as far as it is about SSH. `null` revokes the key. */
export interface UpdateUserRequest {
  sshPublicKey: string | null;
}
