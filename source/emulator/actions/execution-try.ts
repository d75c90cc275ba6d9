import type {ExecutionRecord} from '../execution-record.ts';
import {entityNotFound} from '../errors.ts';
import {readOptionalInteger, readOptionalString} from '../input.ts';
import type {Call} from './action.ts';

/** The execution, or the try of it, whose tags or properties a call changes. Footing: documented. */
export const requireTaggedExecution = ({subject, input, userId, state}: Call): ExecutionRecord => {
  readOptionalString(input, 'project');
  const latest = state.requireChangeableExecution(subject, userId);
  const tryNumber = readOptionalInteger(input, 'try', 0, Number.MAX_SAFE_INTEGER) ?? latest.try;
  const record = state.executions.getTry(subject, tryNumber);
  if (record === undefined) throw entityNotFound(`${subject} try ${tryNumber}`);
  return record;
};
