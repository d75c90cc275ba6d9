import type {Action} from './action.ts';
import {findGlobals} from '../find-globals.ts';

/** `/system/findApps`. Footing: documented. */
export const systemFindApps: Action = (call) => findGlobals(call, 'app');
