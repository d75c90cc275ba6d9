import {readDescribeRequest, selectFields} from '../describe-fields.ts';
import {entityNotFound} from '../errors.ts';
import type {Hash} from '../input.ts';
import type {Action} from './action.ts';

/**
 * `/user-xxxx/describe`. An unset `sshPublicKey` is absent.
 *
 * Footing: documented, email, billTo and key are the user's own to see
 * (https://documentation.dnanexus.com/developer/api/users); the two extra lists are empty (assumed).
 */
export const userDescribe: Action = ({subject, input, userId, state}) => {
  const user = state.users.get(subject);
  if (user === undefined) throw entityNotFound(subject);
  const full: Hash = {...user, class: 'user'};
  if (subject !== userId)
    for (const name of ['email', 'billTo', 'sshPublicKey']) Reflect.deleteProperty(full, name);
  if (input.appsInstalled === true) full.appsInstalled = [];
  if (input.subscriptions === true) full.subscriptions = [];
  return selectFields(full, readDescribeRequest(input));
};
