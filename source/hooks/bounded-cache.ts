import type {Cache, State} from 'swr';

/**
 * SWR's cache, which never shrinks by itself: of all that was ever looked at, it keeps what was used last. What is on the
 * screen is read with every frame, so it is never among what goes.
 *
 * @param limit how many entries are kept: more than one frame uses
 */
export const createBoundedCache = (limit: number): Cache<unknown> => {
  /** The one that was not used for longest comes first. */
  const entries = new Map<string, State<unknown, unknown>>();
  const touch = (key: string, value: State<unknown, unknown>): void => {
    entries.delete(key);
    entries.set(key, value);
  };
  return {
    // Of now: whoever goes through them reads the entries, which puts each at the end, where it would come by again.
    keys: () => [...entries.keys()].values(),
    get(key) {
      const value = entries.get(key);
      if (value !== undefined) touch(key, value);
      return value;
    },
    set(key, value) {
      touch(key, value);
      for (const oldest of entries.keys()) {
        if (entries.size <= limit) break;
        entries.delete(oldest);
      }
    },
    delete(key) {
      entries.delete(key);
    },
  };
};
