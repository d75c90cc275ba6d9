import test from 'ava';
import {clean} from '../../../source/model/safe-text.ts';
import type {SessionRecord} from '../../../source/model/session.ts';
import {createStateFolder, openRegistry, toJobId, toRecord} from './state-folder.ts';

test('what is saved is there for the next run, latest first', (t) => {
  const folder = createStateFolder(t);
  const first = openRegistry(t, folder);
  const records = [
    toRecord(1, {persistence: 'dxtop', outcome: 'exited'}),
    toRecord(2, {jobName: clean("it's; DROP TABLE sessions --")}),
    toRecord(3, {persistence: 'none', outcome: 'given-up'}),
  ];
  for (const record of records) first.registry.save(record);
  first.close();
  const second = openRegistry(t, folder);
  t.deepEqual(second.registry.list(), records.toReversed());
  t.is(second.database.notice, undefined);
});

test('a job has one record, the latest', (t) => {
  const {registry} = openRegistry(t, createStateFolder(t));
  registry.save(toRecord(1, {outcome: 'attached'}));
  const last = toRecord(1, {outcome: 'left', lastSeenMs: 1_790_000_009_999});
  registry.save(last);
  t.deepEqual(registry.list(), [last]);
});

test('a session that is forgotten is gone, and those on the other workers of its job stay', (t) => {
  const {registry} = openRegistry(t, createStateFolder(t));
  const kept = toRecord(1, {workerNumber: 2});
  for (const record of [toRecord(1), kept]) registry.save(record);
  registry.forget({jobId: kept.jobId, workerNumber: 0});
  t.deepEqual(registry.list(), [kept]);
});

test('the latest 200 sessions are kept', (t) => {
  const {registry} = openRegistry(t, createStateFolder(t));
  for (let number = 1; number <= 203; number += 1) registry.save(toRecord(number));
  const kept = registry.list();
  t.is(kept.length, 200);
  t.is(kept[0]?.jobId, toJobId(203));
  t.is(kept.at(-1)?.jobId, toJobId(4));
});

test('the sessions on the workers of one job are different ones', (t) => {
  const {registry} = openRegistry(t, createStateFolder(t));
  registry.save(toRecord(1, {lastSeenMs: 1}));
  registry.save(toRecord(1, {workerNumber: 2, lastSeenMs: 2}));
  registry.save(toRecord(1, {workerNumber: 1, lastSeenMs: 3}));
  registry.save(toRecord(1, {workerNumber: 2, lastSeenMs: 4, outcome: 'exited'}));
  t.deepEqual(
    registry.list().map(({workerNumber, outcome}) => [workerNumber, outcome]),
    [
      [2, 'exited'],
      [1, 'detached'],
      [0, 'detached'],
    ],
  );
  t.is(registry.latestResumable()?.workerNumber, 1);
});

const outcomes: ReadonlyArray<readonly [outcome: SessionRecord['outcome'], isOffered: boolean]> = [
  ['attached', true],
  ['detached', true],
  ['left', true],
  ['given-up', true],
  ['cancelled', true],
  ['terminal-gone', true],
  ['exited', false],
  ['job-over', false],
  ['refused', false],
];
for (const [outcome, isOffered] of outcomes) {
  test(`a session that ended as ${outcome} is ${isOffered ? '' : 'not '}one to go back to`, (t) => {
    const {registry} = openRegistry(t, createStateFolder(t));
    const older = toRecord(1);
    const latest = toRecord(2, {outcome});
    registry.save(older);
    registry.save(latest);
    t.deepEqual(registry.latestResumable(), isOffered ? latest : older);
  });
}

test('without any session there is none to go back to', (t) => {
  t.is(openRegistry(t, createStateFolder(t)).registry.latestResumable(), undefined);
});

test('rows that cannot be read are left out, and strange text is cleaned', (t) => {
  const {registry, database} = openRegistry(t, createStateFolder(t));
  registry.save(toRecord(1));
  const insert = database.connection.prepare(
    'INSERT INTO sessions VALUES (?, 0, ?, ?, ?, ?, ?, ?, NULL, NULL)',
  );
  insert.run('job-../../etc/passwd', 'x', 'x', 'login', 1, 1, 'detached');
  insert.run(toJobId(5), 'x', 'x', 'forever', 1, 1, 'detached');
  insert.run(toJobId(6), 'x', 'x', 'login', 1, 1, 'eaten');
  insert.run(toJobId(7), 'a\x1b[2Jb', 'h\x07', 'login', 1, 1, 'detached');
  t.deepEqual(
    registry.list().map(({jobId, jobName, host}) => ({jobId, jobName: String(jobName), host: String(host)})),
    [
      {jobId: toJobId(1), jobName: 'job 1', host: 'ec2-1-2-3-4.compute.amazonaws.com'},
      {jobId: toJobId(7), jobName: 'a␛[2Jb', host: 'h␇'},
    ],
  );
});

const HOME = clean('192.0.2.1');
const TRAIN = clean('198.51.100.7');

test('consent to a firewall is remembered for its job and address only, across runs', (t) => {
  const folder = createStateFolder(t);
  const first = openRegistry(t, folder);
  t.false(first.registry.hasConsentedToFirewall(toJobId(1), HOME));
  first.registry.consentToFirewall(toJobId(1), HOME, 5);
  first.registry.consentToFirewall(toJobId(1), HOME, 6);
  first.close();
  const {registry} = openRegistry(t, folder);
  t.true(registry.hasConsentedToFirewall(toJobId(1), HOME));
  t.false(registry.hasConsentedToFirewall(toJobId(1), TRAIN));
  t.false(registry.hasConsentedToFirewall(toJobId(2), HOME));
});

test('added addresses are kept, each once', (t) => {
  const {registry, database} = openRegistry(t, createStateFolder(t));
  registry.addFirewallEntry(toJobId(1), clean('192.0.2.1'), 5);
  registry.addFirewallEntry(toJobId(1), clean('192.0.2.1'), 6);
  registry.addFirewallEntry(toJobId(1), clean('192.0.2.2'), 7);
  const rows = database.connection
    .prepare('SELECT address, added_ms FROM firewall_entries ORDER BY address')
    .all();
  t.deepEqual(
    rows.map((row) => ({...row})),
    [
      {address: '192.0.2.1', added_ms: 6},
      {address: '192.0.2.2', added_ms: 7},
    ],
  );
});

test('failing writes are told once, and nothing is thrown', (t) => {
  const {registry, database, troubles} = openRegistry(t, createStateFolder(t));
  registry.save(toRecord(1));
  database.connection.exec('PRAGMA query_only = ON');
  registry.save(toRecord(2));
  registry.consentToFirewall(toJobId(2), HOME, 1);
  registry.addFirewallEntry(toJobId(2), clean('192.0.2.1'), 1);
  t.is(troubles.length, 1);
  t.regex(troubles[0] ?? '', /^Sessions can't be saved: /);
  t.deepEqual(registry.list(), [toRecord(1)]);
});

test('a full disk is told, and what was saved stays', (t) => {
  const {registry, database, troubles} = openRegistry(t, createStateFolder(t));
  registry.save(toRecord(1));
  const pages = database.connection.prepare('PRAGMA page_count').get()?.['page_count'];
  database.connection.exec(`PRAGMA max_page_count = ${String(pages)}`);
  registry.save(toRecord(2, {jobName: clean('x'.repeat(20_000), 20_000)}));
  t.deepEqual(troubles, ["Sessions can't be saved: database or disk is full."]);
  t.deepEqual(registry.list(), [toRecord(1)]);
});

test('a file that is damaged while it is open is told, and nothing is thrown', (t) => {
  const {registry, database, troubles} = openRegistry(t, createStateFolder(t));
  registry.save(toRecord(1));
  database.connection.close();
  t.deepEqual(registry.list(), []);
  t.is(registry.latestResumable(), undefined);
  t.false(registry.hasConsentedToFirewall(toJobId(1), HOME));
  registry.save(toRecord(2));
  t.is(troubles.length, 1);
});

test('two dxtops with the same folder see and keep what the other saved', (t) => {
  const folder = createStateFolder(t);
  const one = openRegistry(t, folder);
  const other = openRegistry(t, folder);
  for (let number = 1; number <= 20; number += 1) {
    (number % 2 === 0 ? one : other).registry.save(toRecord(number));
  }
  one.registry.consentToFirewall(toJobId(1), HOME, 1);
  t.true(other.registry.hasConsentedToFirewall(toJobId(1), HOME));
  t.is(one.registry.list().length, 20);
  t.deepEqual(other.registry.list(), one.registry.list());
  t.deepEqual([...one.troubles, ...other.troubles], []);
});

test('a try and a fingerprint that cannot be ones are unknown', (t) => {
  const {registry, database} = openRegistry(t, createStateFolder(t));
  registry.save(toRecord(1));
  const change = database.connection.prepare('UPDATE sessions SET try_number = ?, fingerprint = ?');
  for (const [tryNumber, fingerprint] of [
    [-1, 'SHA256:short'],
    [null, null],
    [-7, '\u001B[2J'],
  ] as const) {
    change.run(tryNumber, fingerprint);
    t.deepEqual(registry.list(), [toRecord(1, {tryNumber: undefined, fingerprint: undefined})]);
  }
});
