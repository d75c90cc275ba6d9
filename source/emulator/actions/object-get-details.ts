import {requireDataObject} from '../data-objects.ts';
import {requireExecutable} from '../executables/find-executable.ts';
import type {Action} from './action.ts';

/** `/applet-xxxx/getDetails` and the like: the details of an object; here always none. Footing: documented. */
export const objectGetDetails: Action = ({subject, userId, state}) => {
  if (state.dataObjects.has(subject)) requireDataObject(state, subject, userId);
  else requireExecutable(state, subject, userId);
  return {};
};
