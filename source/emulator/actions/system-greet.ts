import type {Action} from './action.ts';

/** `/system/greet`: the messages shown after a login; there are none. Footing: documented in the official client. */
export const systemGreet: Action = () => ({messages: []});
