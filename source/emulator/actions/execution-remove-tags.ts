import {InvalidInput} from '../errors.ts';
import {readOptionalStrings} from '../input.ts';
import type {Action} from './action.ts';
import {requireTaggedExecution} from './execution-try.ts';

/** `/job-xxxx/removeTags` and `/analysis-xxxx/removeTags`: tags not there are ignored. Footing: documented. */
export const executionRemoveTags: Action = (call) => {
  const record = requireTaggedExecution(call);
  const tags = readOptionalStrings(call.input, 'tags');
  if (tags === undefined) throw new InvalidInput('Expected key "tags" of input to be an array of strings');
  record.wire.tags = (record.wire.tags ?? []).filter((tag) => !tags.includes(tag));
  return {id: call.subject};
};
