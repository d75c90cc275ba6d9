import type {Action} from './action.ts';
import {findGlobals} from '../find-globals.ts';

/** `/system/findGlobalWorkflows`: global workflows, as `findApps` finds apps. Footing: documented. */
export const systemFindGlobalWorkflows: Action = (call) => findGlobals(call, 'globalworkflow');
