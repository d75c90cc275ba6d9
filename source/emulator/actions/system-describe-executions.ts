import {describeExecution} from '../describe-execution.ts';
import {readDescribeRequest} from '../describe-fields.ts';
import {ApiFailure, InvalidInput} from '../errors.ts';
import {isHash, readOptionalHash, type Hash} from '../input.ts';
import type {Action} from './action.ts';

/**
 * `/system/describeExecutions`: describes of a list of executions, in its order.
 *
 * Each result is `{describe}` or `{error}`; one that cannot be described never fails the others.
 * Footing: assumed throughout, after `/system/describeDataObjects`; the official client never sends it.
 */
export const systemDescribeExecutions: Action = ({input, userId, state, nowMs}) => {
  const {executions} = input;
  if (!Array.isArray(executions) || executions.length > 1000) {
    throw new InvalidInput('Expected key "executions" of input to be an array of at most 1000 items');
  }
  const shared = readDescribeRequest(readOptionalHash(input, 'describe') ?? {}, 'describe.');
  const results = executions.map((item: unknown, index): Hash => {
    const id = isHash(item) ? item.id : item;
    if (typeof id !== 'string')
      throw new InvalidInput(`Expected key "executions.${index}" of input to be an ID`);
    try {
      return {describe: describeExecution(state, state.requireExecution(id, userId), shared, nowMs)};
    } catch (error) {
      if (!(error instanceof ApiFailure)) throw error;
      return {error: {type: error.type, message: error.message}, statusCode: error.status};
    }
  });
  return {results};
};
