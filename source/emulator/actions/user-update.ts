import {entityNotFound, InvalidInput, PermissionDenied} from '../errors.ts';
import type {Action} from './action.ts';

const publicKeyLine = /^(ssh-(rsa|ed25519|dss)|ecdsa-sha2-nistp\d+|sk-[\w@.-]+) [A-Za-z0-9+/=]+( .*)?\n?$/;

/**
 * `/user-xxxx/update`: sets or, with null, revokes the account's one SSH key, stored byte for byte.
 *
 * Footing: observed message for a private key; the refusal of other text is assumed.
 */
export const userUpdate: Action = ({subject, input, userId, state}) => {
  const user = state.users.get(subject);
  if (user === undefined) throw entityNotFound(subject);
  if (subject !== userId) throw new PermissionDenied('Only the user may change their own account');
  const {sshPublicKey} = input;
  if (sshPublicKey === null) {
    delete user.sshPublicKey;
  } else if (sshPublicKey !== undefined) {
    if (typeof sshPublicKey !== 'string') {
      throw new InvalidInput('Expected key "sshPublicKey" of input to be a string or null');
    }
    if (sshPublicKey.includes('PRIVATE KEY')) {
      throw new InvalidInput('Tried to put a private key in the sshPublicKey field');
    }
    if (!publicKeyLine.test(sshPublicKey)) {
      throw new InvalidInput('Expected key "sshPublicKey" of input to be a valid SSH public key');
    }
    user.sshPublicKey = sshPublicKey;
  }
  return {id: subject};
};
