import {describeExecution} from '../describe-execution.ts';
import {readDescribeRequest} from '../describe-fields.ts';
import {entityNotFound} from '../errors.ts';
import {readOptionalInteger, readOptionalString} from '../input.ts';
import type {Action} from './action.ts';

/**
 * `/job-xxxx/describe` and `/analysis-xxxx/describe`.
 *
 * Footing: documented
 * (https://documentation.dnanexus.com/developer/api/running-analyses/applets-and-entry-points); an unknown
 * `try` is answered like an unknown job (assumed), `project` is checked and otherwise unused (assumed).
 */
export const executionDescribe: Action = ({subject, input, userId, state, nowMs}) => {
  const request = readDescribeRequest(input);
  readOptionalString(input, 'project');
  const tryNumber = readOptionalInteger(input, 'try', 0, Number.MAX_SAFE_INTEGER);
  const latest = state.requireExecution(subject, userId);
  const record = tryNumber === undefined ? latest : state.executions.getTry(subject, tryNumber);
  if (record === undefined) throw entityNotFound(`${subject} try ${String(tryNumber)}`);
  return describeExecution(state, record, request, nowMs);
};
