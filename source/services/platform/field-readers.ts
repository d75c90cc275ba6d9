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

/** The value as a time in milliseconds since the Unix epoch; `undefined` for anything else. */
export const toTimeMs = (value: unknown): number | undefined =>
  typeof value === 'number' && value >= 0 && value <= MAX_TIME_MS ? value : undefined;

/** The value as a list, cut at 1000 items; empty for anything else. */
export const toList = (value: unknown): readonly unknown[] =>
  !Array.isArray(value) ? [] : value.length > MAX_ITEMS ? value.slice(0, MAX_ITEMS) : value;

/** The texts among a list's items; empty for anything else. */
export const toTexts = (value: unknown): readonly SafeText[] =>
  toList(value).flatMap((item) => toText(item) ?? []);
