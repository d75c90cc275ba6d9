import {describeExecution} from './describe-execution.ts';
import {readDescribeOption} from './describe-fields.ts';
import {InvalidInput} from './errors.ts';
import type {ListPosition} from './execution-store.ts';
import {toRecordFilter} from './find-filter.ts';
import {readOptionalInteger, type Hash} from './input.ts';
import type {Call} from './actions/action.ts';

/** Footing: documented as opaque; a string on the platform (assumed). */
const toCursor = (position: ListPosition): string =>
  Buffer.from(JSON.stringify(position)).toString('base64url');

const readCursor = (starting: unknown): ListPosition | undefined => {
  if (starting === undefined || starting === null) return undefined;
  try {
    const text = typeof starting === 'string' ? Buffer.from(starting, 'base64url').toString() : '';
    const position: unknown = JSON.parse(text);
    if (
      Array.isArray(position) &&
      position.length === 3 &&
      position.every((part) => typeof part === 'number')
    ) {
      return [Number(position[0]), Number(position[1]), Number(position[2])];
    }
  } catch {
    // Falls through to the refusal: what is not ours is not valid.
  }
  throw new InvalidInput('Expected key "starting" of input to be the "next" of an earlier reply');
};

/**
 * One page of executions, newest first: `{results, next}` with `next` null at the end.
 *
 * Footing: documented, limit 1 to 1000 and the order; the default limit of 1000 is assumed.
 */
export const findExecutions = ({input, userId, state, nowMs}: Call): Hash => {
  const limit = readOptionalInteger(input, 'limit', 1, 1000) ?? 1000;
  const describe = readDescribeOption(input);
  const matches = toRecordFilter(input, state, userId);
  const results: Hash[] = [];
  let last: ListPosition | undefined;
  for (const record of state.executions.newestFirst(readCursor(input.starting))) {
    if (!matches(record)) continue;
    if (results.length === limit && last) return {results, next: toCursor(last)};
    last = [record.created, record.sequence, record.try];
    results.push({
      id: record.id,
      ...(describe && {describe: describeExecution(state, record, describe, nowMs)}),
    });
  }
  return {results, next: null};
};
