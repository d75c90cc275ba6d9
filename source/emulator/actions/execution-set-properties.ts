import {InvalidInput} from '../errors.ts';
import {readOptionalHash} from '../input.ts';
import {requireProperty} from '../metadata.ts';
import type {Action} from './action.ts';
import {requireTaggedExecution} from './execution-try.ts';

/**
 * `/job-xxxx/setProperties` and `/analysis-xxxx/setProperties`: null deletes, what is not named stays.
 *
 * Footing: documented; the limit of 700 bytes and its message are observed.
 */
export const executionSetProperties: Action = (call) => {
  const record = requireTaggedExecution(call);
  const changes = readOptionalHash(call.input, 'properties');
  if (changes === undefined) throw new InvalidInput('Expected key "properties" of input to be a hash');
  const properties = new Map(Object.entries(record.wire.properties ?? {}));
  for (const [key, value] of Object.entries(changes)) {
    if (value === null) {
      properties.delete(key);
    } else {
      properties.set(key, requireProperty(key, value, 'a string or null'));
    }
  }
  record.wire.properties = Object.fromEntries(properties);
  return {id: call.subject};
};
