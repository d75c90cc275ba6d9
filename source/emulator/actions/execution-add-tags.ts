import {InvalidInput} from '../errors.ts';
import {readOptionalTags} from '../metadata.ts';
import type {Action} from './action.ts';
import {requireTaggedExecution} from './execution-try.ts';

/** `/job-xxxx/addTags` and `/analysis-xxxx/addTags`: tags already there stay once. Footing: documented. */
export const executionAddTags: Action = (call) => {
  const record = requireTaggedExecution(call);
  const tags = readOptionalTags(call.input);
  if (tags === undefined) throw new InvalidInput('Expected key "tags" of input to be an array of strings');
  record.wire.tags = [...new Set([...(record.wire.tags ?? []), ...tags])];
  return {id: call.subject};
};
