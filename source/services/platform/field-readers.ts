import {clean, type SafeText} from '../../model/safe-text.ts';

/** A JSON object of which nothing is known. Its fields are read one by one, and never merged into another object. */
export type Fields = Readonly<Record<string, unknown>>;

/** The latest time that a `Date` can hold. */
const MAX_TIME_MS = 8.64e15;
/** More than any real list here has; a bound on what one row may cost. */
const MAX_ITEMS = 1000;

/** The value as an object; `undefined` for anything else, lists included. */
export const toFields = (value: unknown): Fields | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;

/** The value as text that may be shown; `undefined` for anything else, the empty text included. */
export const toText = (value: unknown, maxLength = 1024): SafeText | undefined =>
  typeof value === 'string' && value !== '' ? clean(value, maxLength) : undefined;

/** Texts that many executions have in common, so that each is kept once. */
const shared = new Map<string, SafeText>();
/** More projects, programs and kinds of machines than anybody looks at. */
const MAX_SHARED = 2000;

/** The same for a text that many have in common, such as a project. */
export const toSharedText = (value: unknown, maxLength = 1024): SafeText | undefined => {
  if (typeof value !== 'string') return undefined;
  const known = shared.get(value);
  if (known !== undefined && known.length <= maxLength) return known;
  const text = toText(value, maxLength);
  // One that had to be changed is rare, and one that had to be cut is not the same for every length.
  if (text !== undefined && (text as string) === value && shared.size < MAX_SHARED) shared.set(value, text);
  return text;
};

/** The value as a time in milliseconds since the Unix epoch; `undefined` for anything else. */
export const toTimeMs = (value: unknown): number | undefined =>
  typeof value === 'number' && value >= 0 && value <= MAX_TIME_MS ? value : undefined;

/** Nothing, for the many who have nothing: never changed. */
const NONE: readonly never[] = [];

/** The value as a list, cut at 1000 items; empty for anything else. */
const toList = (value: unknown): readonly unknown[] =>
  !Array.isArray(value) ? NONE : value.length > MAX_ITEMS ? value.slice(0, MAX_ITEMS) : value;

/** What `read` makes of a list's items, cut at 1000; empty for anything else than a list. */
export const mapList = <Item>(
  value: unknown,
  read: (item: unknown) => Item | readonly Item[],
): readonly Item[] => {
  const items = toList(value);
  return items.length === 0 ? NONE : items.flatMap(read);
};

/** The texts among a list's items; empty for anything else. */
export const toTexts = (value: unknown): readonly SafeText[] => mapList(value, (item) => toText(item) ?? []);
