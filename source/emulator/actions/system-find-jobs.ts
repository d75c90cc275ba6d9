import {findExecutions} from '../find-executions.ts';
import type {Action} from './action.ts';

/** `/system/findJobs`: findExecutions for jobs. Footing: documented, the official client never calls it. */
export const systemFindJobs: Action = (call) =>
  findExecutions({...call, input: {...call.input, class: 'job'}});
