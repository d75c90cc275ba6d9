import type {SafeText} from './safe-text.ts';

/**
 * Any JSON value with its texts and keys cleaned. Objects are maps, so that no key can stand for anything but itself.
 */
export type SafeJson =
  SafeText | number | boolean | null | readonly SafeJson[] | ReadonlyMap<SafeText, SafeJson>;

/** Whether a value is an object. */
export const isSafeObject = (value: SafeJson): value is ReadonlyMap<SafeText, SafeJson> =>
  value instanceof Map;

/** Whether a value is a list. */
export const isSafeList = (value: SafeJson): value is readonly SafeJson[] => Array.isArray(value);
