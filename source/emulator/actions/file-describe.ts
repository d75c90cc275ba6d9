import {describeDataObject, requireDataObject} from '../data-objects.ts';
import {readDescribeRequest, selectFields} from '../describe-fields.ts';
import type {Action} from './action.ts';

/** `/file-xxxx/describe` and `/record-xxxx/describe`. Footing: documented. */
export const fileDescribe: Action = ({subject, input, userId, state}) =>
  selectFields(describeDataObject(requireDataObject(state, subject, userId)), readDescribeRequest(input));
