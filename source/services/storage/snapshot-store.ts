import {type Execution, isTerminal} from '../../model/execution.ts';
import type {SafeText} from '../../model/safe-text.ts';
import {toDescribed} from '../platform/to-described.ts';
import {toExecution} from '../platform/to-execution.ts';
import type {Database} from './database.ts';
import {createSaving} from './saving.ts';

/** The form of the rows; a snapshot in another form is not read. */
const FORMAT = 1;
/** The newest, and besides them those that have not ended: as many of each. */
const KEPT = 1000;
/** How many rows are written at once: takes less than 5 ms. */
const BATCH = 100;
/** How many are read before the first frame. */
const FIRST = 60;
/** Accounts and servers that have a snapshot; whoever was not here for longest gives way. */
const KEPT_SNAPSHOTS = 4;

/** What was known when it was stored. */
export interface StoredSnapshot {
  readonly executions: readonly Execution[];
  /** When the platform said so, in milliseconds since the Unix epoch. */
  readonly fetchedAtMs: number;
}

/** What the last run left: first what fits on a screen, for reading it all would take longer than all else at the start. */
export interface LoadedSnapshot extends StoredSnapshot {
  /** Reads all of it, a few at a time. */
  readonly more: () => Iterable<readonly Execution[]>;
}

/** The snapshot of one account on one server, in the state file. */
export interface SnapshotStore {
  /** What the last run left; `undefined` when there is nothing, or nothing that can be read. */
  load(): LoadedSnapshot | undefined;
  /**
   * Stores the newest and the active ones of these. Only what is another object than at the last time is written, a few
   * at a time: between two steps others have their turn.
   *
   * Shape: each step returns how many rows it wrote; the last has been done when the iterator ends.
   */
  save(snapshot: StoredSnapshot): Generator<number, void>;
}

/**
 * Makes the store on an open state file. Two dxtops may write into one snapshot: each row is true by itself, and the latest
 * stays.
 *
 * @param key whose executions, from where, and which of them
 * @param onTrouble hears once when it cannot be written or read
 */
export const createSnapshotStore = (
  {connection}: Pick<Database, 'connection'>,
  key: string,
  onTrouble: (notice: SafeText) => void,
): SnapshotStore => {
  const attempt = createSaving('The list for the next start', onTrouble);
  /** What this dxtop has written. */
  const stored = new Map<string, Execution>();

  const write = (rows: ReadonlyArray<readonly [id: string, execution: Execution | undefined]>): void => {
    const upsert = connection.prepare(
      'INSERT OR REPLACE INTO snapshot_rows (key, id, created_ms, described) VALUES (?, ?, ?, ?)',
    );
    const remove = connection.prepare('DELETE FROM snapshot_rows WHERE key = ? AND id = ?');
    connection.exec('BEGIN IMMEDIATE');
    try {
      for (const [id, execution] of rows) {
        if (execution) upsert.run(key, id, execution.createdMs ?? 0, JSON.stringify(toDescribed(execution)));
        else remove.run(key, id);
      }
      connection.exec('COMMIT');
    } catch (error) {
      if (connection.isTransaction) connection.exec('ROLLBACK');
      throw error;
    }
    for (const [id, execution] of rows) {
      if (execution) stored.set(id, execution);
      else stored.delete(id);
    }
  };

  const finish = (fetchedAtMs: number): void => {
    connection
      .prepare('INSERT OR REPLACE INTO snapshots (key, format, fetched_ms) VALUES (?, ?, ?)')
      .run(key, FORMAT, fetchedAtMs);
    connection
      .prepare(
        'DELETE FROM snapshots WHERE key NOT IN (SELECT key FROM snapshots ORDER BY fetched_ms DESC LIMIT ?)',
      )
      .run(KEPT_SNAPSHOTS);
    connection.exec('DELETE FROM snapshot_rows WHERE key NOT IN (SELECT key FROM snapshots)');
  };

  const readRows = (sql: string, ...values: readonly (string | number)[]) =>
    connection.prepare(`SELECT id, described FROM snapshot_rows WHERE key = ? ${sql}`).all(key, ...values);

  const readIds = (): readonly string[] =>
    connection
      .prepare('SELECT id FROM snapshot_rows WHERE key = ?')
      .all(key)
      .map(({id}) => String(id));

  const readMore = function* () {
    for (let last = '', count = 0; count < 2 * KEPT; count += BATCH) {
      const rows = attempt(() => readRows('AND id > ? ORDER BY id LIMIT ?', last, BATCH)) ?? [];
      if (rows.length === 0) return;
      last = String(rows.at(-1)?.['id']);
      yield rows.flatMap(toStored);
    }
  };

  return {
    load: () =>
      attempt(() => {
        const head = connection.prepare('SELECT format, fetched_ms FROM snapshots WHERE key = ?').get(key);
        if (head?.['format'] !== FORMAT) return undefined;
        const executions = readRows('ORDER BY created_ms DESC LIMIT ?', FIRST).flatMap(toStored);
        if (executions.length === 0) return undefined;
        return {executions, fetchedAtMs: Number(head['fetched_ms']), more: readMore};
      }),
    *save({executions, fetchedAtMs}) {
      const chosen = choose(executions);
      const inFile = new Set(attempt(readIds));
      const rows = [
        ...[...chosen].filter(([id, execution]) => stored.get(id) !== execution || !inFile.has(id)),
        ...[...inFile].filter((id) => !chosen.has(id)).map((id) => [id, undefined] as const),
      ];
      for (let start = 0; start < rows.length; start += BATCH) {
        const batch = rows.slice(start, start + BATCH);
        const isWritten = attempt(() => {
          write(batch);
          return true;
        });
        if (!isWritten) return;
        yield batch.length;
      }
      attempt(() => {
        finish(fetchedAtMs);
      });
    },
  };
};

const choose = (executions: readonly Execution[]): ReadonlyMap<string, Execution> => {
  const chosen = new Map<string, Execution>();
  let activeCount = 0;
  for (const [index, execution] of executions.entries()) {
    const isActive = !isTerminal(execution) && activeCount < KEPT;
    if (isActive) activeCount++;
    if (isActive || index < KEPT) chosen.set(execution.id, execution);
    if (index >= KEPT && activeCount >= KEPT) break;
  }
  return chosen;
};

/** Reads a row as strictly as an answer of the platform's; one that is broken is left out. */
const toStored = ({id, described}: Readonly<Record<string, unknown>>): Execution | [] => {
  if (typeof described !== 'string') return [];
  try {
    return toExecution(id, JSON.parse(described), false) ?? [];
  } catch {
    // Somebody else wrote it, or the file is damaged: the platform will tell of this one.
    return [];
  }
};
