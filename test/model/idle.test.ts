import test from 'ava';
import {idleSinceMs, toLastSessions} from '../../source/model/idle.ts';
import {clean} from '../../source/model/safe-text.ts';
import type {SessionRecord} from '../../source/model/session.ts';
import {createJob, NOW_MS, toTestJobId} from '../helpers/executions.ts';
import {toRecord} from '../services/storage/state-folder.ts';

const HOUR_MS = 3_600_000;
const workstation = createJob({
  executableName: clean('cloud_workstation'),
  startedRunningMs: NOW_MS - 30 * HOUR_MS,
  tryNumber: 1,
});
const session = (changes: Partial<SessionRecord>): SessionRecord =>
  toRecord(1, {jobId: workstation.id, tryNumber: 1, lastSeenMs: NOW_MS - 10 * HOUR_MS, ...changes});
const idleSince = (...records: readonly SessionRecord[]) =>
  idleSinceMs(workstation, toLastSessions(records)(workstation), undefined);

test('a workstation is idle since its last session ended, and before one since it runs', (t) => {
  t.is(idleSince(), NOW_MS - 30 * HOUR_MS);
  t.is(idleSince(session({})), NOW_MS - 10 * HOUR_MS);
  t.is(
    idleSince(session({lastSeenMs: NOW_MS - 20 * HOUR_MS}), session({workerNumber: 1})),
    NOW_MS - 10 * HOUR_MS,
  );
  t.is(idleSince(session({jobId: toTestJobId(2)})), NOW_MS - 30 * HOUR_MS);
});

test('a session that never said how it ended may be there still, so that nothing is idle', (t) => {
  t.is(idleSince(session({}), session({workerNumber: 1, outcome: 'attached'})), undefined);
  t.is(idleSince(session({outcome: 'attached', tryNumber: undefined})), undefined);
});

test('a session on an earlier try went with its worker, however it ended', (t) => {
  t.is(idleSince(session({outcome: 'attached', tryNumber: 0})), NOW_MS - 30 * HOUR_MS);
  const find = toLastSessions([session({tryNumber: 0}), session({outcome: 'attached', tryNumber: 0})]);
  t.is(find(workstation), undefined);
  t.is(find({...workstation, tryNumber: 0}), 'open');
});
