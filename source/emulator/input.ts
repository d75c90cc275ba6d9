import {InvalidInput} from './errors.ts';

/** A JSON object whose values are still to be checked. */
export type Hash = Record<string, unknown>;

/** Whether a value is a JSON object. */
export const isHash = (value: unknown): value is Hash =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The error for a key of the wrong shape. Footing of the form `Expected key "x" of input to be …`: observed. */
export const expected = (key: string, what: string): InvalidInput =>
  new InvalidInput(`Expected key "${key}" of input to be ${what}`);

/** A string, or undefined when the key is absent; throws `InvalidInput` otherwise. */
export const readOptionalString = (input: Hash, key: string): string | undefined => {
  const value = input[key];
  if (value === undefined || typeof value === 'string') return value;
  throw expected(key, 'a string');
};

/** A string; throws `InvalidInput` when it is absent or something else. */
export const readString = (input: Hash, key: string): string => {
  const value = readOptionalString(input, key);
  if (value === undefined) throw expected(key, 'a string');
  return value;
};

/** A boolean, or undefined when the key is absent. */
export const readOptionalBoolean = (input: Hash, key: string, path = ''): boolean | undefined => {
  const value = input[key];
  if (value === undefined || typeof value === 'boolean') return value;
  throw expected(path + key, 'a boolean');
};

/** A JSON object, or undefined when the key is absent. */
export const readOptionalHash = (input: Hash, key: string, path = ''): Hash | undefined => {
  const value = input[key];
  if (value === undefined || isHash(value)) return value;
  throw expected(path + key, 'a hash');
};

/** A whole number within bounds, or undefined when the key is absent. */
export const readOptionalInteger = (
  input: Hash,
  key: string,
  low: number,
  high: number,
): number | undefined => {
  const value = input[key];
  if (value === undefined) return undefined;
  if (typeof value === 'number' && Number.isInteger(value) && value >= low && value <= high) return value;
  throw expected(key, `an integer between ${low} and ${high}`);
};

/** An array of strings, or undefined when the key is absent. */
export const readOptionalStrings = (input: Hash, key: string): string[] | undefined => {
  const value = input[key];
  if (value === undefined) return undefined;
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value;
  throw expected(key, 'an array of strings');
};

/** A string or an array of strings, as an array; undefined when the key is absent. */
export const readOptionalOneOrMore = (input: Hash, key: string): string[] | undefined => {
  const value = input[key];
  if (typeof value === 'string') return [value];
  if (value === undefined || Array.isArray(value)) return readOptionalStrings(input, key);
  throw expected(key, 'a string or an array of strings');
};

/** A string or null, or undefined when the key is absent: for filters where null means "none". */
export const readOptionalStringOrNull = (input: Hash, key: string): string | null | undefined =>
  input[key] === null ? null : readOptionalString(input, key);
