import {readDescribeRequest, selectFields} from '../describe-fields.ts';
import {toProjectDescribe} from '../project.ts';
import type {Action} from './action.ts';

/** `/project-xxxx/describe`. Footing: documented; the older switches of the official client change nothing (assumed). */
export const projectDescribe: Action = ({subject, input, userId, state}) => {
  const request = readDescribeRequest(input);
  return selectFields(toProjectDescribe(state, state.requireProject(subject, userId), userId), request);
};
