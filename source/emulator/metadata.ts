import {InvalidInput} from './errors.ts';
import {expected, readOptionalHash, readOptionalStrings, type Hash} from './input.ts';

/** Footing: observed for values; 100 bytes for keys and 700 for tags are assumed. */
const valueBytes = 700;
const keyBytes = 100;

const requireShort = (path: string, text: string, bytes: number): void => {
  if (Buffer.byteLength(text) <= bytes) return;
  throw new InvalidInput(`Expected key "${path}" of input to be no longer than ${bytes} UTF-8 encoded bytes`);
};

/** Checks the text of one property. */
export const requireProperty = (key: string, value: unknown, what: string): string => {
  if (typeof value !== 'string') throw expected(`properties.${key}`, what);
  if (key === '' || Buffer.byteLength(key) > keyBytes) {
    throw new InvalidInput(`Expected keys of "properties" to have 1 to ${keyBytes} UTF-8 encoded bytes`);
  }
  requireShort(`properties.${key}`, value, valueBytes);
  return value;
};

/** Tags without repetitions, or undefined when the key is absent. */
export const readOptionalTags = (input: Hash): string[] | undefined => {
  const tags = readOptionalStrings(input, 'tags');
  for (const [index, tag] of (tags ?? []).entries()) {
    if (tag === '') throw expected(`tags.${index}`, 'nonempty');
    requireShort(`tags.${index}`, tag, valueBytes);
  }
  return tags && [...new Set(tags)];
};

/** Properties for something new, or undefined when the key is absent. */
export const readOptionalProperties = (input: Hash): Record<string, string> | undefined => {
  const properties = readOptionalHash(input, 'properties');
  return (
    properties &&
    Object.fromEntries(
      Object.entries(properties).map(([key, value]) => [key, requireProperty(key, value, 'a string')]),
    )
  );
};
