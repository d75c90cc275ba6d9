import {InvalidInput} from './errors.ts';
import {isHash, readOptionalString, type Hash} from './input.ts';

/** Whether a value, which hostile scenarios may have put anything into, matches. */
export type Matcher = (value: unknown) => boolean;

const toGlobPattern = (glob: string): RegExp => {
  const source = glob
    .replaceAll(/[.+^${}()|\\]/g, String.raw`\$&`)
    .replaceAll('*', '[^]*')
    .replaceAll('?', '[^]');
  try {
    return new RegExp(`^${source}$`, 'u');
  } catch {
    return new RegExp(`^${source.replaceAll(/[[\]]/g, String.raw`\$&`)}$`, 'u');
  }
};

const toRegExp = (source: string, flags: string | undefined): RegExp => {
  if (flags !== undefined && !/^i?$/.test(flags)) {
    throw new InvalidInput('Expected key "name.flags" of input to be "i"');
  }
  try {
    return new RegExp(source, flags ?? '');
  } catch {
    throw new InvalidInput('Expected key "name.regexp" of input to be a valid regular expression');
  }
};

/**
 * The name filter: a whole name, a glob for a whole name, or a regular expression found anywhere in it.
 *
 * Footing: documented forms (https://documentation.dnanexus.com/developer/api/search); that the expression is
 * not anchored is assumed.
 */
export const toNameMatcher = (name: unknown): Matcher => {
  if (typeof name === 'string') return (value) => value === name;
  if (isHash(name)) {
    const glob = readOptionalString(name, 'glob');
    const regexp = readOptionalString(name, 'regexp');
    const pattern =
      glob !== undefined
        ? toGlobPattern(glob)
        : regexp !== undefined
          ? toRegExp(regexp, readOptionalString(name, 'flags'))
          : undefined;
    if (pattern) return (value) => typeof value === 'string' && pattern.test(value);
  }
  throw new InvalidInput('Expected key "name" of input to be a string or a hash with "glob" or "regexp"');
};

/** The tags filter: one tag, or `$and` or `$or` of several, nested if need be. Footing: documented. */
export const toTagsMatcher = (filter: unknown): Matcher => {
  if (typeof filter === 'string') return (tags) => Array.isArray(tags) && tags.includes(filter);
  if (isHash(filter) && Object.keys(filter).length === 1) {
    const {$and, $or} = filter;
    const parts = $and ?? $or;
    if (Array.isArray(parts) && parts.length > 0) {
      const matchers = parts.map((part) => toTagsMatcher(part));
      return $and === undefined
        ? (tags) => matchers.some((matches) => matches(tags))
        : (tags) => matchers.every((matches) => matches(tags));
    }
  }
  throw new InvalidInput('Expected key "tags" of input to be a string or a hash with "$and" or "$or"');
};

/** The properties filter: each key with its value, or with any value for true. Footing: documented. */
export const toPropertiesMatcher = (filter: Hash): Matcher => {
  const wanted = Object.entries(filter);
  for (const [key, value] of wanted) {
    if (typeof value !== 'string' && value !== true) {
      throw new InvalidInput(`Expected key "properties.${key}" of input to be a string or true`);
    }
  }
  return (properties) =>
    isHash(properties) &&
    wanted.every(
      ([key, value]) => Object.hasOwn(properties, key) && (value === true || properties[key] === value),
    );
};
