import {PermissionDenied, ResourceNotFound} from '../errors.ts';
import {readString} from '../input.ts';
import type {Action} from './action.ts';

/**
 * `/system/destroyAuthToken`: revokes the token with this signature, the SHA-256 of it in hexadecimal.
 *
 * Footing: observed request and reply; the refusals are assumed.
 */
export const systemDestroyAuthToken: Action = ({input, userId, state}) => {
  const tokenSignature = readString(input, 'tokenSignature');
  const owner = state.tokenOwners.get(tokenSignature);
  if (owner === undefined) throw new ResourceNotFound('The token could not be found');
  if (owner !== userId) throw new PermissionDenied('Only the owner of a token may destroy it');
  state.tokenOwners.delete(tokenSignature);
  return {tokenSignature};
};
