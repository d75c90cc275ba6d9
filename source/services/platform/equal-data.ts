/**
 * Whether two pieces of plain data (objects, lists, texts, numbers) say the same. Made for comparing thousands of small
 * objects of the same shape several times a minute, which `util.isDeepStrictEqual` is too slow for.
 */
export const isEqualData = (a: unknown, b: unknown): boolean => {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return Object.is(a, b);
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const left = a as Readonly<Record<string, unknown>>;
  const right = b as Readonly<Record<string, unknown>>;
  const keys = Object.keys(left);
  if (keys.length !== Object.keys(right).length) return false;
  for (const key of keys) {
    const value = right[key];
    if (value !== left[key] && !isEqualData(left[key], value)) return false;
    if (value === undefined && !Object.hasOwn(right, key)) return false;
  }
  return true;
};
