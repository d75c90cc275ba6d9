import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import {dirname, join} from 'node:path';
import {DatabaseSync} from 'node:sqlite';
import {text} from 'node:stream/consumers';
import {fileURLToPath} from 'node:url';
import test from 'ava';
import type {ExecutionContext} from 'ava';
import type {SessionRecord} from '../../../source/model/session.ts';
import {createStateFolder, openRegistry, toRecord} from './state-folder.ts';

/** The mode bits of a path. */
const toMode = (path: string): string => (statSync(path).mode & 0o777).toString(8);

/** Makes a folder with something in place of the state file, and answers where. */
const createFileInPlace = (folder: string, content: string | Uint8Array): string => {
  mkdirSync(folder, {recursive: true, mode: 0o700});
  const path = join(folder, 'dxtop.db');
  writeFileSync(path, content);
  return path;
};

const SET_ASIDE =
  /^The state file could not be read\. It was set aside as .*dxtop\.db\.bad, and a new one begun\.$/;

/** Checks that the folder works, after its file was set aside. */
const checkSetAside = (t: ExecutionContext, folder: string): void => {
  const {database, registry, troubles, close} = openRegistry(t, folder);
  t.regex(database.notice ?? '', SET_ASIDE);
  t.not(lstatSync(join(folder, 'dxtop.db.bad'), {throwIfNoEntry: false}), undefined);
  t.deepEqual(registry.list(), []);
  registry.save(toRecord(1));
  t.deepEqual(troubles, []);
  close();
  const again = openRegistry(t, folder);
  t.is(again.database.notice, undefined);
  t.deepEqual(again.registry.list(), [toRecord(1)]);
  again.close();
};

test('folder and files are closed to others', (t) => {
  const folder = createStateFolder(t);
  const {registry} = openRegistry(t, folder);
  registry.save(toRecord(1));
  t.is(toMode(folder), '700');
  for (const suffix of ['', '-wal', '-shm']) t.is(toMode(join(folder, `dxtop.db${suffix}`)), '600', suffix);
});

test('a folder and a file that are open to others are closed', (t) => {
  const folder = createStateFolder(t);
  const first = openRegistry(t, folder);
  first.registry.save(toRecord(1));
  first.close();
  chmodSync(folder, 0o755);
  chmodSync(join(folder, 'dxtop.db'), 0o644);
  const {registry} = openRegistry(t, folder);
  t.deepEqual(registry.list(), [toRecord(1)]);
  t.is(toMode(folder), '700');
  t.is(toMode(join(folder, 'dxtop.db')), '600');
});

const rubbish: ReadonlyArray<readonly [title: string, content: string | Uint8Array]> = [
  ['text', 'this is no database\n'.repeat(100)],
  ['zeros', new Uint8Array(8192)],
  ['a header and nothing else', 'SQLite format 3\0'],
  ['a header and rubbish', `SQLite format 3\0${'\xff\x00\x12'.repeat(3000)}`],
];
for (const [title, content] of rubbish) {
  test(`a file of ${title} is set aside`, (t) => {
    const folder = createStateFolder(t);
    const path = createFileInPlace(folder, content);
    const before = readFileSync(path);
    checkSetAside(t, folder);
    t.deepEqual(readFileSync(`${path}.bad`), before);
  });
}

test('an empty file is a new one', (t) => {
  const folder = createStateFolder(t);
  createFileInPlace(folder, '');
  const {database, registry} = openRegistry(t, folder);
  registry.save(toRecord(1));
  t.is(database.notice, undefined);
  t.deepEqual(registry.list(), [toRecord(1)]);
});

test('a file of another version is set aside, not changed', (t) => {
  const folder = createStateFolder(t);
  const path = createFileInPlace(folder, '');
  const future = new DatabaseSync(path);
  future.exec('CREATE TABLE sessions (other TEXT); PRAGMA user_version = 7');
  future.close();
  checkSetAside(t, folder);
  const kept = new DatabaseSync(`${path}.bad`);
  t.is(kept.prepare('PRAGMA user_version').get()?.['user_version'], 7);
  kept.close();
});

test('the sessions in a file of version 1 are kept, each as that of its job’s first worker', (t) => {
  const folder = createStateFolder(t);
  const {workerNumber, ...record} = toRecord(1, {tryNumber: undefined, fingerprint: undefined});
  const old = new DatabaseSync(createFileInPlace(folder, ''));
  old.exec(`
    CREATE TABLE sessions (
      job_id TEXT PRIMARY KEY, job_name TEXT NOT NULL, host TEXT NOT NULL, persistence TEXT NOT NULL,
      started_ms INTEGER NOT NULL, last_seen_ms INTEGER NOT NULL, outcome TEXT NOT NULL
    ) STRICT;
    PRAGMA user_version = 1`);
  const {jobId, jobName, host, persistence, startedMs, lastSeenMs, outcome} = record;
  old
    .prepare('INSERT INTO sessions VALUES (?, ?, ?, ?, ?, ?, ?)')
    .run(jobId, jobName, host, persistence, startedMs, lastSeenMs, outcome);
  old.close();
  const first = openRegistry(t, folder);
  t.is(first.database.notice, undefined);
  t.deepEqual(first.registry.list(), [{...record, workerNumber}]);
  first.registry.save(toRecord(1, {workerNumber: 2}));
  first.close();
  t.is(openRegistry(t, folder).registry.list().length, 2);
});

/** The table of sessions as dxtop made it before it wrote tries and host keys down. */
const OLDER_SESSIONS = `
  CREATE TABLE IF NOT EXISTS sessions (
    job_id TEXT NOT NULL, worker_number INTEGER NOT NULL, job_name TEXT NOT NULL, host TEXT NOT NULL,
    persistence TEXT NOT NULL, started_ms INTEGER NOT NULL, last_seen_ms INTEGER NOT NULL, outcome TEXT NOT NULL,
    PRIMARY KEY (job_id, worker_number)
  ) STRICT;
  PRAGMA user_version = 2`;
/** What that dxtop writes with. */
const OLDER_INSERT = `
  INSERT OR REPLACE INTO sessions
    (job_id, worker_number, job_name, host, persistence, started_ms, last_seen_ms, outcome)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?)`;

test('an older dxtop with the same file goes on, and what it writes has no try and no host key', (t) => {
  const folder = createStateFolder(t);
  const older = new DatabaseSync(createFileInPlace(folder, ''));
  t.teardown(() => {
    older.close();
  });
  older.exec(OLDER_SESSIONS);
  const insert = older.prepare(OLDER_INSERT);
  const select = older.prepare('SELECT * FROM sessions ORDER BY last_seen_ms DESC');
  const unknown = {tryNumber: undefined, fingerprint: undefined};
  const save = ({jobId, workerNumber, jobName, host, persistence, ...rest}: SessionRecord) =>
    insert.run(
      jobId,
      workerNumber,
      jobName,
      host,
      persistence,
      rest.startedMs,
      rest.lastSeenMs,
      rest.outcome,
    );
  save(toRecord(1));
  const {registry, database, troubles} = openRegistry(t, folder);
  t.is(database.notice, undefined);
  t.deepEqual(registry.list(), [toRecord(1, unknown)]);
  registry.save(toRecord(2));
  t.deepEqual(
    select.all().map((row) => row['job_id']),
    [toRecord(2).jobId, toRecord(1).jobId],
  );
  t.deepEqual(registry.list()[0], toRecord(2));
  save(toRecord(2, {lastSeenMs: 1_790_000_009_999}));
  t.deepEqual(registry.list()[0], toRecord(2, {lastSeenMs: 1_790_000_009_999, ...unknown}));
  t.deepEqual(troubles, []);
  // A second start finds the columns there.
  t.is(openRegistry(t, folder).database.notice, undefined);
});

for (const version of [0, 1]) {
  test(`a file of version ${version} with other columns is set aside`, (t) => {
    const folder = createStateFolder(t);
    const foreign = new DatabaseSync(createFileInPlace(folder, ''));
    foreign.exec(
      `CREATE TABLE sessions (job_id TEXT PRIMARY KEY, name TEXT); PRAGMA user_version = ${version}`,
    );
    foreign.close();
    checkSetAside(t, folder);
  });
}

test('a directory in place of the file is set aside', (t) => {
  const folder = createStateFolder(t);
  mkdirSync(join(folder, 'dxtop.db', 'inside'), {recursive: true});
  checkSetAside(t, folder);
});

test('a link in place of the file is set aside, and what it points at is not touched', (t) => {
  const folder = createStateFolder(t);
  mkdirSync(folder, {recursive: true});
  const target = join(dirname(folder), 'target');
  writeFileSync(target, 'precious');
  symlinkSync(target, join(folder, 'dxtop.db'));
  checkSetAside(t, folder);
  t.is(readFileSync(target, 'utf8'), 'precious');
  t.true(lstatSync(join(folder, 'dxtop.db.bad')).isSymbolicLink());
});

test('a dangling link in place of the file is set aside, and nothing made where it points', (t) => {
  const folder = createStateFolder(t);
  mkdirSync(folder, {recursive: true});
  const target = join(dirname(folder), 'target');
  symlinkSync(target, join(folder, 'dxtop.db'));
  checkSetAside(t, folder);
  t.false(existsSync(target));
});

test('with a file in place of the folder dxtop works without saving, and says so', (t) => {
  const folder = createStateFolder(t);
  mkdirSync(dirname(folder), {recursive: true});
  writeFileSync(folder, 'in the way');
  const {database, registry, troubles} = openRegistry(t, folder);
  t.regex(database.notice ?? '', /^Nothing can be saved \(.*\): sessions are forgotten when dxtop ends\.$/);
  registry.save(toRecord(1));
  t.deepEqual(registry.list(), [toRecord(1)]);
  t.deepEqual(troubles, []);
  t.is(readFileSync(folder, 'utf8'), 'in the way');
});

test('with a second broken file the first that was set aside gives way', (t) => {
  const folder = createStateFolder(t);
  const path = createFileInPlace(folder, 'first');
  checkSetAside(t, folder);
  writeFileSync(path, 'second');
  checkSetAside(t, folder);
  t.is(readFileSync(`${path}.bad`, 'utf8'), 'second');
});

test('a file cut off at every 512th byte is either read or set aside', (t) => {
  const folder = createStateFolder(t);
  const full = openRegistry(t, folder);
  for (let number = 1; number <= 60; number += 1) full.registry.save(toRecord(number));
  full.close();
  const path = join(folder, 'dxtop.db');
  const whole = readFileSync(path);
  t.true(whole.length > 16 * 1024);
  let setAside = 0;
  for (let length = 512; length < whole.length; length += 512) {
    writeFileSync(path, whole);
    truncateSync(path, length);
    const {database, registry, troubles, close} = openRegistry(t, folder);
    if (database.notice !== undefined) {
      if (!SET_ASIDE.test(database.notice)) t.fail(`${length}: ${database.notice}`);
      setAside += 1;
    }
    registry.save(toRecord(99));
    if (!registry.list().some(({jobId}) => jobId === toRecord(99).jobId)) t.fail(`not saved at ${length}`);
    if (troubles.length > 0) t.fail(`${length}: ${troubles.join()}`);
    close();
  }
  t.is(setAside, Math.ceil(whole.length / 512) - 1);
});

test('a byte that was changed anywhere is noticed or harmless', (t) => {
  const folder = createStateFolder(t);
  const full = openRegistry(t, folder);
  for (let number = 1; number <= 20; number += 1) full.registry.save(toRecord(number));
  full.close();
  const path = join(folder, 'dxtop.db');
  const whole = readFileSync(path);
  for (let offset = 0; offset < whole.length; offset += 97) {
    const changed = Buffer.from(whole);
    changed[offset] = (changed[offset] ?? 0) ^ 0xff;
    writeFileSync(path, changed);
    const {registry, close} = openRegistry(t, folder);
    registry.save(toRecord(99));
    registry.latestResumable();
    close();
  }
  t.pass();
});

test('eight dxtops that start at the same moment share one new file', async (t) => {
  const folder = createStateFolder(t);
  const program = fileURLToPath(new URL('save-sessions.ts', import.meta.url));
  const children = Array.from({length: 8}, (_, index) =>
    spawn(process.execPath, ['--import=tsx', program, folder, String(index)], {
      stdio: ['pipe', 'pipe', 'inherit'],
    }),
  );
  t.teardown(() => {
    for (const child of children) child.kill('SIGKILL');
  });
  await Promise.all(children.map((child) => once(child.stdout, 'data')));
  const ends = children.map((child) => text(child.stdout));
  for (const child of children) child.stdin.end('go\n');
  t.deepEqual(
    await Promise.all(ends),
    children.map(() => 'saved\n'),
  );
  t.is(openRegistry(t, folder).registry.list().length, 80);
});
