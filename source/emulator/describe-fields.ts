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
  'availableInstanceTypes',
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
 * Whether a describe request asks for a field that describes have.
 *
 * Footing: documented: `fields` replaces the default set, or with `defaultFields` adds to it and takes away.
 */
export const isFieldWanted = (request: DescribeRequest, name: string): boolean => {
  const {fields, defaultFields, io} = request;
  if (name === 'id') return true;
  if (fields !== undefined && defaultFields !== true)
    return Object.hasOwn(fields, name) && fields[name] === true;
  if (onRequest.has(name)) return fields?.[name] === true;
  return fields?.[name] !== false && !(io === false && ioFields.includes(name));
};

/** Keeps of a full describe what was asked for. Names that it does not have are ignored (assumed). */
export const selectFields = (full: Hash, request: DescribeRequest): Hash => {
  const selected: Hash = {};
  for (const name of Object.keys(full)) if (isFieldWanted(request, name)) selected[name] = full[name];
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
