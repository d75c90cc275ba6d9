import test, {type ExecutionContext} from 'ava';
import {NetworkError} from '../../../source/model/errors.ts';
import type {JobId} from '../../../source/model/ids.ts';
import type {LogLine} from '../../../source/model/log-line.ts';
import {readLastErrorLines} from '../../../source/services/log/read-last-error-lines.ts';
import {createTestClock, startEmulator} from '../../emulator/start-emulator.ts';
import {CLOSED_PORT} from '../../helpers/proxies.ts';
import {connectTo} from './log-fixture.ts';

/** Time stands still, so that no line is invented in between. */
const startStillEmulator = (t: ExecutionContext) =>
  startEmulator(t, {scenario: 'empty', now: createTestClock().now});

const textsOf = (lines: readonly LogLine[]): string[] => lines.map(({text}) => text);

test('the last errors are found behind thousands of other lines, oldest first', async (t) => {
  const emulator = await startStillEmulator(t);
  const jobId = (await emulator.control.addJob()) as JobId;
  for (const msg of ['old', 'cannot open reads.bam', 'giving up'])
    emulator.control.log(jobId, {source: 'APP', level: 'STDERR', msg});
  for (let count = 0; count < 3000; count++)
    emulator.control.log(jobId, {source: 'APP', level: 'STDOUT', msg: `progress ${count}`});
  emulator.control.endJob(jobId, {state: 'failed', failureMessage: 'exit code 1'});
  const {lines, areErrors, isComplete} = await readLastErrorLines(connectTo(t, emulator), jobId, {limit: 2});
  t.deepEqual(textsOf(lines), ['giving up', 'exit code 1']);
  t.true(areErrors);
  t.true(isComplete);
});

test('without any error the last lines are shown, measurements left out', async (t) => {
  const emulator = await startStillEmulator(t);
  const jobId = (await emulator.control.addJob()) as JobId;
  for (let count = 1; count <= 5; count++)
    emulator.control.log(jobId, {source: 'APP', level: 'STDOUT', msg: `step ${count}`});
  emulator.control.log(jobId, {
    source: 'DX_APP',
    level: 'INFO',
    msg: 'CPU: 13% (4 cores) * Memory: 282/7225MB * Storage: 79GB free * Net: 0↓/0↑MBps',
  });
  emulator.control.endJob(jobId, {state: 'done'});
  const {lines, areErrors} = await readLastErrorLines(connectTo(t, emulator), jobId, {limit: 3});
  t.deepEqual(textsOf(lines), ['step 3', 'step 4', 'step 5']);
  t.false(areErrors);
});

test('the log of a held job goes on, and its last errors come all the same', async (t) => {
  const emulator = await startStillEmulator(t);
  const jobId = (await emulator.control.addJob()) as JobId;
  emulator.control.log(jobId, {source: 'APP', level: 'STDERR', msg: 'out of memory'});
  emulator.control.holdJob(jobId, {failureMessage: 'killed'});
  const {lines, isComplete} = await readLastErrorLines(connectTo(t, emulator), jobId, {deadlineMs: 20_000});
  t.deepEqual(textsOf(lines).slice(-2), ['out of memory', 'killed']);
  t.true(isComplete);
});

test('a platform that says nothing ends at the deadline', async (t) => {
  const emulator = await startStillEmulator(t);
  const jobId = (await emulator.control.addJob()) as JobId;
  emulator.control.failNext({route: 'job/getLog', kind: 'hang', count: 2});
  const beganMs = performance.now();
  const connector = connectTo(t, emulator);
  const result = await readLastErrorLines(connector, jobId, {deadlineMs: 4000});
  t.deepEqual(result, {lines: [], areErrors: false, isComplete: false});
  t.true(performance.now() - beganMs < 30_000);
  connector.close();
});

test('a platform that is away is an error', async (t) => {
  const emulator = await startStillEmulator(t);
  const environment = {...emulator.environment, DX_APISERVER_PORT: String(CLOSED_PORT)};
  const connector = connectTo(t, {...emulator, environment});
  const error = await t.throwsAsync(readLastErrorLines(connector, 'job-000000000000000000000000'), {
    instanceOf: NetworkError,
  });
  t.is(error.kind, 'refused');
});
