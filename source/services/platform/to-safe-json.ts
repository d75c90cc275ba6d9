import type {SafeJson} from '../../model/safe-json.ts';
import {clean, type SafeText} from '../../model/safe-text.ts';

/** More than any describe has; a bound on what one answer may cost. */
const MAX_VALUES = 50_000;
const MAX_TEXT_LENGTH = 16 * 1024;

/**
 * Makes a parsed JSON value fit to be shown: texts and keys go through `clean`, and whatever comes after the first
 * 50,000 values is replaced by one text that says so. The client has bounded the depth before (threat-model H-1).
 */
export const toSafeJson = (value: unknown): SafeJson => {
  let count = 0;
  const convert = (item: unknown): SafeJson => {
    count += 1;
    if (count > MAX_VALUES) return clean('(more than can be shown)');
    if (typeof item === 'string') return clean(item, MAX_TEXT_LENGTH);
    if (typeof item === 'number' || typeof item === 'boolean' || item === null) return item;
    if (Array.isArray(item)) return takeWhileFew(item, convert);
    if (typeof item !== 'object') return null;
    const object = new Map<SafeText, SafeJson>();
    for (const [key, entry] of Object.entries(item)) {
      if (count > MAX_VALUES) break;
      object.set(clean(key, 1024), convert(entry));
    }

    return object;
  };
  const takeWhileFew = (items: readonly unknown[], take: (item: unknown) => SafeJson): SafeJson[] => {
    const taken: SafeJson[] = [];
    for (const item of items) {
      if (count > MAX_VALUES) break;
      taken.push(take(item));
    }

    return taken;
  };
  return convert(value);
};
