import {statSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import type {ExecutionContext} from 'ava';
import type {Execution} from '../../../source/model/execution.ts';
import {clean} from '../../../source/model/safe-text.ts';
import {Secret} from '../../../source/services/settings/secret.ts';
import {openDatabase} from '../../../source/services/storage/database.ts';
import {toSnapshotKey} from '../../../source/services/storage/snapshot-key.ts';
import {createSnapshotStore} from '../../../source/services/storage/snapshot-store.ts';
import {createJob, NOW_MS, toTestJobId} from '../../helpers/executions.ts';
import {createStateFolder} from './state-folder.ts';

/** The store in a folder, as one run of dxtop has it. */
const open = (t: ExecutionContext, folder: string, key = 'ada') => {
  const {connection} = openDatabase(folder);
  t.teardown(() => {
    if (connection.isOpen) connection.close();
  });
  const troubles: string[] = [];
  const store = createSnapshotStore({connection}, key, (notice) => troubles.push(notice));
  /** Stores them, and answers how many rows were written in each step. */
  const save = (executions: readonly Execution[], fetchedAtMs = NOW_MS): number[] => [
    ...store.save({executions, fetchedAtMs}),
  ];
  /** The names of all that is read again. */
  const names = (): string[] => [...(store.load()?.more() ?? [])].flat().map(({name}) => String(name));
  return {connection, troubles, store, save, names};
};

/** Without what is unknown. */
const toKnown = (executions: readonly Execution[] | undefined): unknown =>
  JSON.parse(JSON.stringify(executions));

const createJobs = (count: number, state = 'done', first = 0): Execution[] =>
  Array.from({length: count}, (_, index) =>
    createJob({
      id: toTestJobId(first + index),
      name: clean(`n${first + index}`),
      state: clean(state),
      createdMs: NOW_MS - first - index,
    }),
  );

test('what one run stores is there for the next, with its time', (t) => {
  const folder = createStateFolder(t);
  const jobs = createJobs(150);
  const first = open(t, folder);
  t.deepEqual(first.save(jobs, 77), [100, 50]);
  first.connection.close();
  const {store, troubles} = open(t, folder);
  const loaded = store.load();
  t.is(loaded?.fetchedAtMs, 77);
  t.deepEqual(toKnown(loaded?.executions), toKnown(jobs.slice(0, 60)));
  t.deepEqual(toKnown([...(loaded?.more() ?? [])].flat()), toKnown(jobs));
  t.deepEqual(troubles, []);
  t.is(statSync(join(folder, 'dxtop.db')).mode & 0o777, 0o600);
});

test('only what has changed is written again, and what is gone is taken out', (t) => {
  const {save, names} = open(t, createStateFolder(t));
  const [one, two, three] = createJobs(3) as [Execution, Execution, Execution];
  save([one, two, three]);
  t.deepEqual(save([one, two, three]), []);
  t.deepEqual(save([one, {...two, name: clean('renamed')}]), [2]);
  t.deepEqual(names(), ['n0', 'renamed']);
});

test('the newest 1,000 are kept, and of those that have not ended 1,000 more', (t) => {
  const {save, names} = open(t, createStateFolder(t));
  save([...createJobs(1500), ...createJobs(1500, 'running', 1500)]);
  const kept = new Set(names());
  t.is(kept.size, 2000);
  t.true(['n0', 'n999', 'n1500', 'n2499'].every((name) => kept.has(name)));
  t.false(kept.has('n1000'));
});

test('two dxtops keep what the other has stored of the same list', (t) => {
  const folder = createStateFolder(t);
  const [one, other] = [open(t, folder), open(t, folder)];
  const jobs = createJobs(3);
  one.save(jobs);
  other.save(jobs.slice(0, 1));
  t.deepEqual(one.names(), ['n0']);
  one.save(jobs);
  t.deepEqual(other.names(), ['n0', 'n1', 'n2']);
});

test('another account sees nothing of it, and the fifth makes the one of longest ago give way', (t) => {
  const folder = createStateFolder(t);
  for (const [index, key] of ['a', 'b', 'c', 'd'].entries()) open(t, folder, key).save(createJobs(1), index);
  t.is(open(t, folder, 'e').store.load(), undefined);
  const {connection, save} = open(t, folder, 'e');
  save(createJobs(1), 9);
  t.is(open(t, folder, 'a').store.load(), undefined);
  t.is(connection.prepare('SELECT count(*) AS count FROM snapshot_rows').get()?.['count'], 4);
  t.deepEqual(open(t, folder, 'b').names(), ['n0']);
});

test('a newer form is not read, and rows that cannot be read are left out', (t) => {
  const {connection, store, save, names, troubles} = open(t, createStateFolder(t));
  save(createJobs(3));
  const update = connection.prepare('UPDATE snapshot_rows SET described = ? WHERE id = ?');
  update.run('{"name":', toTestJobId(0));
  update.run(JSON.stringify({name: 'a\u001B[2Jb', state: 7}), toTestJobId(1));
  connection.exec(`INSERT INTO snapshot_rows VALUES ('ada', '../../etc/passwd', 1, '{}')`);
  t.deepEqual(names(), ['a␛[2Jb', 'n2']);
  connection.exec('UPDATE snapshots SET format = 2');
  t.is(store.load(), undefined);
  save(createJobs(1));
  t.deepEqual(names(), ['n0']);
  t.deepEqual(troubles, []);
});

test('where it cannot be written that is told once, and nothing is thrown', (t) => {
  const {connection, save, store, troubles} = open(t, createStateFolder(t));
  save(createJobs(1));
  connection.exec('DROP TABLE snapshot_rows');
  t.deepEqual(save(createJobs(2)), []);
  t.is(store.load(), undefined);
  t.is(troubles.length, 1);
  t.regex(troubles[0] ?? '', /^The list for the next start can't be saved: /);
});

test('the key tells servers, accounts and lists apart, and does not tell the token', (t) => {
  const server = {protocol: 'https', host: 'api.dnanexus.com', port: 443} as const;
  const token = new Secret('abcdefgh12345678');
  const keys = [
    toSnapshotKey(server, token, 'self'),
    toSnapshotKey(server, new Secret('other'), 'self'),
    toSnapshotKey({...server, port: 8443}, token, 'self'),
    toSnapshotKey(server, token, 'all'),
  ];
  t.is(new Set(keys).size, 4);
  t.false(keys.some((key) => key.includes('abcdefgh')));
});
