import type {DescribeRequest} from '../wire/describe.ts';
import {InvalidInput} from './errors.ts';
import {isHash, readOptionalBoolean, readOptionalHash, type Hash} from './input.ts';

/** Fields that a describe only contains when they are asked for. Footing: documented in the official client. */
const onRequest = new Set([
  'spotCostSavings',
  'internetUsageIPs',
  'runSystemRequirements',
  'runSystemRequirementsByExecutable',
  'mergedSystemRequirementsByExecutable',
  'jobLogsForwardingStatus',
  'instanceTypeTransitions',
  'subtotalPriceInfo',
  'subtotalEgressInfo',
]);

const ioFields = ['runInput', 'originalInput', 'input', 'output'];

/** Checks the field part of a describe request. Footing of the messages' form: documented, of the wording: assumed. */
export const readDescribeRequest = (input: Hash, path = ''): DescribeRequest => {
  const fields = readOptionalHash(input, 'fields', path);
  for (const [name, wanted] of Object.entries(fields ?? {})) {
    if (typeof wanted !== 'boolean') {
      throw new InvalidInput(`Expected key "${path}fields.${name}" of input to be a boolean`);
    }
  }
  const defaultFields = readOptionalBoolean(input, 'defaultFields', path);
  const io = readOptionalBoolean(input, 'io', path);
  // Footing: documented, "not together".
  if (io !== undefined && fields !== undefined) {
    throw new InvalidInput(`Expected key "${path}io" of input not to be given together with "fields"`);
  }
  return {
    ...(fields && {fields: fields as Record<string, boolean>}),
    ...(defaultFields !== undefined && {defaultFields}),
    ...(io !== undefined && {io}),
  };
};

/**
 * Keeps of a full describe what was asked for; `id` always stays.
 *
 * Footing: documented; names that no describe has are ignored (assumed).
 */
export const selectFields = (full: Hash, request: DescribeRequest): Hash => {
  const {fields = {}, defaultFields, io} = request;
  const usesDefaults = request.fields === undefined || defaultFields === true;
  if (!usesDefaults) {
    const selected: Hash = {id: full.id};
    for (const name of Object.keys(fields)) {
      if (fields[name] === true && Object.hasOwn(full, name)) selected[name] = full[name];
    }
    return selected;
  }
  const selected: Hash = {};
  for (const name of Object.keys(full)) {
    const isWanted = onRequest.has(name) ? fields[name] === true : fields[name] !== false;
    if ((isWanted && !(io === false && ioFields.includes(name))) || name === 'id')
      selected[name] = full[name];
  }
  return selected;
};

/** The `describe` part of a find request: false, or the describe input to use for each result. */
export const readDescribeOption = (input: Hash): DescribeRequest | false => {
  const describe = input.describe;
  if (describe === undefined || describe === false) return false;
  if (describe === true) return {};
  if (isHash(describe)) return readDescribeRequest(describe, 'describe.');
  throw new InvalidInput('Expected key "describe" of input to be a boolean or a hash');
};
