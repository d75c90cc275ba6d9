import {readDescribeRequest, selectFields} from '../describe-fields.ts';
import {entityNotFound} from '../errors.ts';
import type {Action} from './action.ts';

/**
 * `/org-xxxx/describe`.
 *
 * Footing: documented, `estSpendingLimitLeft` and that it is null without a limit; observed in public programs, the three
 * charges; assumed, that every member sees them and that an unknown organization is a 404.
 */
export const orgDescribe: Action = ({subject, input, state}) => {
  const org = state.orgs.get(subject);
  if (org === undefined) throw entityNotFound(subject);
  return selectFields({class: 'org', level: 'MEMBER', ...org}, readDescribeRequest(input));
};
