import test from 'ava';
import {toReturnable} from '../../source/model/closed-firewall.ts';
import {clean} from '../../source/model/safe-text.ts';
import type {SessionRecord} from '../../source/model/session.ts';
import {toRecord} from '../services/storage/state-folder.ts';

const jobId = 'job-000000000000000000000001';
const other = 'job-000000000000000000000002';
const entries = [
  {jobId, address: clean('203.0.113.7')},
  {jobId: other, address: clean('203.0.113.8')},
] as const;

const toSession = (change: Partial<SessionRecord>): SessionRecord => toRecord(1, {jobId, ...change});

test('what dxtop added to that job may be taken back once its last session was left', (t) => {
  const sessions = [toSession({}), toSession({jobId: other, outcome: 'attached'})];
  t.deepEqual(toReturnable(jobId, 'detached', {entries, sessions}), ['203.0.113.7']);
});

test('a session on another worker of the job still needs the address', (t) => {
  const sessions = [toSession({}), toSession({workerNumber: 1, outcome: 'attached'})];
  t.deepEqual(toReturnable(jobId, 'detached', {entries, sessions}), []);
});

test('a job that is over took its firewall along', (t) => {
  t.deepEqual(toReturnable(jobId, 'job-over', {entries, sessions: []}), []);
});
