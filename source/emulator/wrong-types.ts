import {isHash} from './input.ts';

const toWrongValue = (value: unknown): unknown => {
  if (typeof value === 'string') return value.length;
  if (typeof value === 'number') return 'soon';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (value === null) return {};
  if (Array.isArray(value)) return {0: 'not an array'};
  return ['not a hash'];
};

/** Gives every field but `id` a value of another type, and adds a `__proto__` of its own. */
const distort = (hash: Record<string, unknown>): Record<string, unknown> => {
  const wrong: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(hash)) wrong[key] = key === 'id' ? value : toWrongValue(value);
  Object.defineProperty(wrong, '__proto__', {value: {polluted: true}, enumerable: true});
  return wrong;
};

/**
 * A reply with wrong types: in a list every second result's describe, elsewhere every field except `id`.
 *
 * Every other row stays right, so that one can see whether a client keeps what is good.
 */
export const toWrongTypes = (reply: unknown): unknown => {
  if (!isHash(reply)) return reply;
  if (!Array.isArray(reply.results)) return distort(reply);
  const results = reply.results.map((result: unknown, index) => {
    if (index % 2 === 0 || !isHash(result)) return result;
    return isHash(result.describe) ? {...result, describe: distort(result.describe)} : distort(result);
  });
  return {...reply, results};
};
