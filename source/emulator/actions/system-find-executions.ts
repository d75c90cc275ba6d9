import {findExecutions} from '../find-executions.ts';
import type {Action} from './action.ts';

/** `/system/findExecutions`: what every `find` command of the official client calls. Footing: documented. */
export const systemFindExecutions: Action = (call) => findExecutions(call);
