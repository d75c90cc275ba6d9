import {findExecutions} from '../find-executions.ts';
import type {Action} from './action.ts';

/** `/system/findAnalyses`: findExecutions for analyses. Footing: documented, the official client never calls it. */
export const systemFindAnalyses: Action = (call) =>
  findExecutions({...call, input: {...call.input, class: 'analysis'}});
