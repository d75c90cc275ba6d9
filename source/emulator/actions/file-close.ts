import {requireDataObject} from '../data-objects.ts';
import {InvalidState} from '../errors.ts';
import type {Action} from './action.ts';

/**
 * `/file-xxxx/close`: the file is closed at once, and jobs that waited for it go on.
 *
 * Footing: documented; the real platform goes through `closing`.
 */
export const fileClose: Action = ({subject, userId, state, life, nowMs}) => {
  const file = requireDataObject(state, subject, userId);
  state.requireContribution(file.project ?? '', userId);
  if (file.state !== 'open') throw new InvalidState(`${subject} is in state ${String(file.state)}, not open`);
  file.state = 'closed';
  file.size = 0;
  file.modified = nowMs;
  life.closeObject(subject);
  return {id: subject};
};
