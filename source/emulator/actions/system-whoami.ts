import {readOptionalHash} from '../input.ts';
import type {Action} from './action.ts';

/** `/system/whoami`. Footing: documented; `clientIp` only when asked for (observed). */
export const systemWhoami: Action = ({input, userId, state}) => {
  const fields = readOptionalHash(input, 'fields');
  return {id: userId, ...(fields?.clientIp === true && {clientIp: state.clientIp})};
};
