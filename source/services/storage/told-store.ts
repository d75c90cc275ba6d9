import type {SafeText} from '../../model/safe-text.ts';
import type {Database} from './database.ts';
import {createSaving} from './saving.ts';

const KEPT_KEYS = 20_000;

/** What the user has been told, kept across runs and shared by two dxtops at once. */
export interface ToldStore {
  /** Whether this is the first to tell of it; asking makes it told. When nothing can be saved, once in each run. */
  claim(key: string, nowMs: number): boolean;
}

/** Makes the store on an open state file; `onTrouble` hears once when it cannot be written. */
export const createToldStore = ({connection}: Database, onTrouble: (notice: SafeText) => void): ToldStore => {
  const attempt = createSaving('What was told', onTrouble);
  const insert = connection.prepare('INSERT OR IGNORE INTO told (key, at_ms) VALUES (?, ?)');
  const trim = connection.prepare(
    'DELETE FROM told WHERE key NOT IN (SELECT key FROM told ORDER BY at_ms DESC LIMIT ?)',
  );
  const told = new Set<string>();
  attempt(() => trim.run(KEPT_KEYS));
  return {
    claim(key, nowMs) {
      if (told.has(key)) return false;
      told.add(key);
      return attempt(() => Number(insert.run(key, nowMs).changes) === 1) ?? true;
    },
  };
};
