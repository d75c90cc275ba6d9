import type {ChangeRecord} from '../../model/change.ts';
import {clean, type SafeText} from '../../model/safe-text.ts';
import type {Database} from './database.ts';
import {createSaving} from './saving.ts';

const KEPT_CHANGES = 1000;

/** All that dxtop has changed on the platform, kept across runs, and shared by two at once. */
export interface ChangeLog {
  /** Writes down a change before it is sent; answers what `finish` wants, or `undefined` when it could not be written. */
  begin(action: SafeText, id: SafeText, nowMs: number): number | undefined;
  /** Writes down how it went. */
  finish(entry: number | undefined, result: SafeText): void;
  /** The latest first. */
  list(): readonly ChangeRecord[];
}

/** Makes the log on an open state file. Where it cannot be written or read, `onTrouble` hears of it once. */
export const createChangeLog = ({connection}: Database, onTrouble: (notice: SafeText) => void): ChangeLog => {
  const attempt = createSaving('Changes', onTrouble);
  const insert = connection.prepare(
    "INSERT INTO changes (at_ms, action, target_id, result) VALUES (?, ?, ?, 'sent')",
  );
  const update = connection.prepare('UPDATE changes SET result = ? WHERE entry = ?');
  const trim = connection.prepare(
    'DELETE FROM changes WHERE entry NOT IN (SELECT entry FROM changes ORDER BY entry DESC LIMIT ?)',
  );
  const select = connection.prepare(
    'SELECT at_ms, action, target_id, result FROM changes ORDER BY entry DESC',
  );
  return {
    begin: (action, id, nowMs) =>
      attempt(() => {
        const {lastInsertRowid} = insert.run(nowMs, action, id);
        trim.run(KEPT_CHANGES);
        return Number(lastInsertRowid);
      }),
    finish(entry, result) {
      if (entry !== undefined) attempt(() => update.run(result, entry));
    },
    list: () =>
      attempt(() =>
        select.all().map((row) => ({
          atMs: Number(row['at_ms']),
          action: clean(String(row['action'])),
          id: clean(String(row['target_id'])),
          result: clean(String(row['result'])),
        })),
      ) ?? [],
  };
};
