import type {WireParameter} from '../../wire/executable.ts';
import {InvalidInput} from '../errors.ts';
import {isHash, type Hash} from '../input.ts';
import {findStages, toObjectId, toReference} from './references.ts';

const isObjectLink = (value: unknown, entityClass: string): boolean =>
  toObjectId(value)?.startsWith(`${entityClass}-`) === true;

const checks: Readonly<Record<string, (value: unknown) => boolean>> = {
  int: (value) => Number.isInteger(value),
  float: (value) => typeof value === 'number',
  string: (value) => typeof value === 'string',
  boolean: (value) => typeof value === 'boolean',
  hash: isHash,
  file: (value) => isObjectLink(value, 'file'),
  record: (value) => isObjectLink(value, 'record'),
  applet: (value) => isObjectLink(value, 'applet'),
};

/** Whether a value is what another job or stage is still to give. */
const isReference = (value: unknown): boolean =>
  toReference(value) !== undefined || findStages(value).length > 0;

/** Whether a value may be given for a class; references pass, because what they give is not known yet. */
const fitsClass = (value: unknown, wireClass: string): boolean => {
  if (isReference(value)) return true;
  const item = /^array:(.+)$/.exec(wireClass)?.[1];
  if (item !== undefined) return Array.isArray(value) && value.every((part) => fitsClass(part, item));
  // A class that is not told here accepts everything (assumed).
  return checks[wireClass]?.(value) ?? true;
};

const requireFit = (path: string, value: unknown, parameter: WireParameter): void => {
  if (!fitsClass(value, parameter.class)) {
    throw new InvalidInput(`Expected key "${path}" of input to be of class "${parameter.class}"`);
  }
  const {choices} = parameter;
  if (choices === undefined) return;
  const parts = Array.isArray(value) ? value : [value];
  for (const part of parts) {
    if (!isReference(part) && !choices.some((choice) => JSON.stringify(choice) === JSON.stringify(part))) {
      throw new InvalidInput(`Expected key "${path}" of input to be one of ${JSON.stringify(choices)}`);
    }
  }
};

/**
 * Checks the values given for an input or output specification, and adds the defaults.
 *
 * Throws `InvalidInput` for a name that the specification does not have, a value of another class or not among the
 * choices, and for required ones that are missing. Without a specification everything is accepted, as the platform
 * does (documented). Footing of the messages' form: observed, of their wording: assumed.
 *
 * @param path of the values in the request, for messages
 */
export const toFullValues = (
  values: Hash,
  specification: readonly WireParameter[] | undefined,
  path = 'input',
): Hash => {
  if (specification === undefined) return values;
  const known = new Set(specification.map(({name}) => name));
  for (const name of Object.keys(values)) {
    if (!known.has(name)) throw new InvalidInput(`Key "${path}.${name}" of input is not expected`);
  }
  const full: Hash = {};
  for (const parameter of specification) {
    const {name, optional = false} = parameter;
    const value = Object.hasOwn(values, name) ? values[name] : parameter.default;
    if (value === undefined || value === null) {
      if (optional || parameter.default !== undefined) continue;
      throw new InvalidInput(`Expected key "${path}.${name}" of input to be given; it is required`);
    }
    requireFit(`${path}.${name}`, value, parameter);
    full[name] = value;
  }
  return full;
};
