import {isTerminal} from '../execution-record.ts';
import {InvalidState, PermissionDenied} from '../errors.ts';
import {readOptionalStrings} from '../input.ts';
import type {Action} from './action.ts';

/**
 * `/job-xxxx/update`: `allowSSH` replaces the list; an empty one closes SSH again.
 *
 * Footing: documented, the replacing and any state that is not terminal, the job's start not awaited; assumed,
 * the error in a terminal state and that null closes as well. Entries may be host names, so none is refused.
 */
export const jobUpdate: Action = ({subject, input, userId, state, nowMs}) => {
  const record = state.requireExecution(subject, userId);
  const allowSsh = input.allowSSH === null ? [] : readOptionalStrings(input, 'allowSSH');
  if (record.wire.launchedBy !== userId) {
    throw new PermissionDenied('Only the user who launched the job may update it');
  }
  if (isTerminal(record)) {
    throw new InvalidState(
      `${subject} is in terminal state ${String(record.wire.state)} and cannot be updated`,
    );
  }
  if (allowSsh === undefined) return {id: subject};
  record.wire.modified = nowMs;
  if (allowSsh.length === 0) delete record.wire.allowSSH;
  else record.wire.allowSSH = allowSsh;
  return {id: subject};
};
