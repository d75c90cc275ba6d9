import test from 'ava';
import {
  countAlive,
  type KnownJob,
  type SessionStanding,
  toLastSession,
  toListedSessions,
} from '../../source/model/listed-session.ts';
import {clean} from '../../source/model/safe-text.ts';
import type {SessionRecord} from '../../source/model/session.ts';
import {createJob} from '../helpers/executions.ts';
import {toRecord} from '../services/storage/state-folder.ts';

const inState = (state: string): KnownJob => createJob({state: clean(state)});
const restarted = createJob({tryNumber: 2});

for (const [title, change, job, standing] of [
  ['left on a running job', {}, inState('running'), 'alive'],
  ['left on a held job', {}, inState('debug_hold'), 'alive'],
  ['that a crash has left open', {outcome: 'attached'}, inState('running'), 'alive'],
  ['whose job has ended', {}, inState('failed'), 'over'],
  ['whose job ends now', {}, inState('terminating'), 'over'],
  ['whose job waits for another worker', {}, inState('runnable'), 'over'],
  ['whose job is not to be found', {}, 'gone', 'over'],
  ['whose shell has ended', {outcome: 'exited'}, inState('running'), 'over'],
  ['whose job nobody has told of', {}, undefined, 'unknown'],
  ['that ended, whose job nobody has told of', {outcome: 'exited'}, undefined, 'over'],
  ['that could not be gone back to', {outcome: 'refused'}, inState('running'), 'unknown'],
  ['whose job was restarted since', {}, restarted, 'over'],
  ['that could not be gone back to, whose job was restarted', {outcome: 'refused'}, restarted, 'over'],
  ['without tmux, whose job was restarted', {persistence: 'none'}, restarted, 'over'],
  ['of an older dxtop, whose job was restarted at some time', {tryNumber: undefined}, restarted, 'alive'],
  ['without tmux', {persistence: 'none'}, inState('running'), 'unkept'],
] as const satisfies ReadonlyArray<readonly [string, Partial<SessionRecord>, KnownJob, SessionStanding]>) {
  test(`a session ${title} is ${standing}`, (t) => {
    t.is(toListedSessions([toRecord(1, change)], () => job)[0]?.standing, standing);
  });
}

test('what can be gone back to is first, each part latest first', (t) => {
  const records = [
    toRecord(6, {outcome: 'exited'}),
    toRecord(5),
    toRecord(4, {persistence: 'none'}),
    toRecord(3),
    toRecord(2),
    toRecord(1, {workerNumber: 2}),
  ];
  const over = records[3]?.jobId;
  const sessions = toListedSessions(records, (id) => (id === over ? inState('done') : undefined));
  t.deepEqual(
    sessions.map(({record}) => record),
    [5, 2, 1, 6, 4, 3].map((number) => records[6 - number]),
  );
  t.is(new Set(sessions.map(({key}) => key)).size, records.length);
});

test('those that can be picked up are counted, and no others', (t) => {
  const records = [
    toRecord(1),
    toRecord(2, {persistence: 'none'}),
    toRecord(3, {outcome: 'exited'}),
    toRecord(4),
  ];
  t.is(countAlive(toListedSessions(records, () => inState('running'))), 2);
  t.is(countAlive(toListedSessions(records, () => undefined)), 0);
});

const offer = (jobs: readonly KnownJob[], records = jobs.map((_, index) => toRecord(9 - index))) =>
  toLastSession(toListedSessions(records, (id) => jobs[records.findIndex(({jobId}) => jobId === id)]))
    ?.record;

for (const [title, jobs, index] of [
  [
    'the latest that can be picked up is offered',
    [inState('done'), inState('running'), inState('running')],
    1,
  ],
  ['one whose worker is another now gives way to one that lives', [restarted, inState('running')], 1],
  ['one that nobody has told of gives way', [undefined, inState('running')], 1],
  [
    'without one that lives, the one is told that is gone while its job runs',
    [inState('done'), restarted],
    1,
  ],
  [
    'one whose job has ended after it was restarted is not told',
    [createJob({...restarted, state: clean('failed')})],
    undefined,
  ],
  ['there is nothing to offer where nothing is known', [undefined, 'gone'], undefined],
] as const) {
  test(`of several sessions ${title}`, (t) => {
    t.is(offer(jobs)?.jobId, index === undefined ? undefined : toRecord(9 - index).jobId);
  });
}

test('one whose shell had ended is not told as gone when its job is restarted', (t) => {
  t.is(offer([restarted], [toRecord(9, {outcome: 'exited'})]), undefined);
});
