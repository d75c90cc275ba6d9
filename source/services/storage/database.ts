import {chmodSync, closeSync, existsSync, lstatSync, openSync, renameSync} from 'node:fs';
import {DatabaseSync} from 'node:sqlite';
import {clean, type SafeText} from '../../model/safe-text.ts';
import {ensureDirectory, toStatePath} from '../settings/state-directory.ts';

const SCHEMA_VERSION = 2;
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS sessions (
    job_id TEXT NOT NULL,
    worker_number INTEGER NOT NULL,
    job_name TEXT NOT NULL,
    host TEXT NOT NULL,
    persistence TEXT NOT NULL,
    started_ms INTEGER NOT NULL,
    last_seen_ms INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    try_number INTEGER,
    fingerprint TEXT,
    PRIMARY KEY (job_id, worker_number)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS firewall_entries (
    job_id TEXT NOT NULL,
    address TEXT NOT NULL,
    added_ms INTEGER NOT NULL,
    PRIMARY KEY (job_id, address)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS address_consents (
    job_id TEXT NOT NULL,
    address TEXT NOT NULL,
    given_ms INTEGER NOT NULL,
    PRIMARY KEY (job_id, address)
  ) STRICT;
  -- Consents were for whole jobs once; they are asked for again.
  DROP TABLE IF EXISTS firewall_consents;
  CREATE TABLE IF NOT EXISTS told (
    key TEXT PRIMARY KEY,
    at_ms INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS changes (
    entry INTEGER PRIMARY KEY,
    at_ms INTEGER NOT NULL,
    action TEXT NOT NULL,
    target_id TEXT NOT NULL,
    result TEXT NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS snapshots (
    key TEXT PRIMARY KEY,
    format INTEGER NOT NULL,
    fetched_ms INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS snapshot_rows (
    key TEXT NOT NULL,
    id TEXT NOT NULL,
    created_ms REAL NOT NULL,
    described TEXT NOT NULL,
    PRIMARY KEY (key, id)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS chosen_views (
    key TEXT PRIMARY KEY,
    view TEXT NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS named_views (
    entry INTEGER PRIMARY KEY,
    key TEXT NOT NULL,
    name TEXT NOT NULL,
    view TEXT NOT NULL,
    UNIQUE (key, name)
  ) STRICT;
`;

/** Version 1 knew one session for each job. */
const FROM_VERSION_1 = `
  ALTER TABLE sessions RENAME TO sessions_1;
  ${SCHEMA}
  INSERT INTO sessions (job_id, worker_number, job_name, host, persistence, started_ms, last_seen_ms, outcome)
    SELECT job_id, 0, job_name, host, persistence, started_ms, last_seen_ms, outcome FROM sessions_1;
  DROP TABLE sessions_1;
`;

/**
 * Columns of version 2 that came later, and may be missing in its files. An older dxtop neither sees nor writes them: a row
 * that it has written has nothing in them.
 */
const LATER_COLUMNS = [
  {table: 'sessions', column: 'try_number', type: 'INTEGER'},
  {table: 'sessions', column: 'fingerprint', type: 'TEXT'},
] as const;

/** Fails where a table of that name has other columns. */
const COLUMNS = `
  SELECT job_id, worker_number, job_name, host, persistence, started_ms, last_seen_ms, outcome, try_number, fingerprint
    FROM sessions LIMIT 0;
  SELECT job_id, address, added_ms FROM firewall_entries LIMIT 0;
  SELECT job_id, address, given_ms FROM address_consents LIMIT 0;
  SELECT key, at_ms FROM told LIMIT 0;
  SELECT entry, at_ms, action, target_id, result FROM changes LIMIT 0;
  SELECT key, format, fetched_ms FROM snapshots LIMIT 0;
  SELECT key, id, created_ms, described FROM snapshot_rows LIMIT 0;
  SELECT key, view FROM chosen_views LIMIT 0;
  SELECT entry, key, name, view FROM named_views LIMIT 0;
`;
const BUSY_TIMEOUT_MS = 2000;
const BUSY_PAUSE_MS = 25;
/** Source: sqlite.org/rescode.html */
const SQLITE_BUSY = 5;

/** The state file, opened. */
export interface Database {
  readonly connection: DatabaseSync;
  /** What the user should know: the file was set aside, or nothing can be saved. */
  readonly notice: SafeText | undefined;
}

/**
 * Opens `dxtop.db` in the state folder, and makes both where they are missing (folder 0700, file 0600).
 *
 * A file that is broken, of another kind or from another version is set aside as `.bad`, with a notice. Where nothing
 * can be written the state lives in memory, with a notice. Never throws. The caller closes the connection.
 */
export const openDatabase = (directory: string): Database => {
  const path = toStatePath(directory);
  try {
    ensureDirectory(directory);
    // Nothing but a file, not even a link to one.
    if (lstatSync(path, {throwIfNoEntry: false})?.isFile() === false) return setAside(path);
    return {connection: openPatiently(path), notice: undefined};
  } catch (error) {
    return existsSync(path) && isCorrupt(error) ? setAside(path) : inMemory(error);
  }
};

/**
 * Opens it when nobody else is about to. SQLite does not wait for a file that another dxtop turns to its write-ahead log
 * at this moment, as two that are started together do: its time-out does not count there.
 */
const openPatiently = (path: string): DatabaseSync => {
  for (const endMs = performance.now() + BUSY_TIMEOUT_MS; ;) {
    try {
      return openFile(path);
    } catch (error) {
      if (toErrorCode(error) !== SQLITE_BUSY || performance.now() > endMs) throw error;
      // Nothing else can be done meanwhile: nothing is drawn without what is stored.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, BUSY_PAUSE_MS);
    }
  }
};

const openFile = (path: string): DatabaseSync => {
  // SQLite would make it readable for everybody; its further files take over the mode of this one.
  closeSync(openSync(path, 'a', 0o600));
  chmodSync(path, 0o600);
  const connection = new DatabaseSync(path, {timeout: BUSY_TIMEOUT_MS});
  try {
    connection.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
    // From here on no other dxtop upgrades the file at the same moment.
    connection.exec('BEGIN IMMEDIATE');
    const version = connection.prepare('PRAGMA user_version').get()?.['user_version'];
    if (version !== 0 && version !== 1 && version !== SCHEMA_VERSION)
      throw new ForeignFileError('another version');
    const check = connection.prepare('PRAGMA quick_check(1)').get()?.['quick_check'];
    if (check !== 'ok') throw new ForeignFileError('damaged');
    connection.exec(version === 1 ? FROM_VERSION_1 : SCHEMA);
    addLaterColumns(connection);
    connection.exec(`PRAGMA user_version = ${String(SCHEMA_VERSION)}; COMMIT`);
    connection.exec(COLUMNS);
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
};

const addLaterColumns = (connection: DatabaseSync): void => {
  for (const {table, column, type} of LATER_COLUMNS) {
    const columns = connection.prepare(`PRAGMA table_info(${table})`).all();
    if (!columns.some(({name}) => name === column))
      connection.exec(`ALTER TABLE ${table} ADD COLUMN ${column} ${type}`);
  }
};

class ForeignFileError extends Error {
  override readonly name = 'ForeignFileError';
}

const isCorrupt = (error: unknown): boolean => {
  if (error instanceof ForeignFileError) return true;
  // SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_ERROR: the file is not what it should be. Source: sqlite.org/rescode.html
  return [11, 26, 1].includes(toErrorCode(error));
};

/** SQLite's primary result code; 0 for another error. */
const toErrorCode = (error: unknown): number =>
  error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : 0;

const setAside = (path: string): Database => {
  try {
    for (const suffix of ['-wal', '-shm']) {
      if (existsSync(path + suffix)) renameSync(path + suffix, `${path}.bad${suffix}`);
    }

    renameSync(path, `${path}.bad`);
    return {
      connection: openPatiently(path),
      notice: clean(
        `The state file could not be read. It was set aside as ${path}.bad, and a new one begun.`,
      ),
    };
  } catch (error) {
    return inMemory(error);
  }
};

const inMemory = (error: unknown): Database => {
  const connection = new DatabaseSync(':memory:');
  connection.exec(SCHEMA);
  const reason = error instanceof Error ? error.message : 'unknown error';
  return {
    connection,
    notice: clean(`Nothing can be saved (${reason}): sessions are forgotten when dxtop ends.`),
  };
};
