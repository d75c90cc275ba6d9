import test from 'ava';
import type {JobId} from '../../../source/model/ids.ts';
import type {MetricsSample} from '../../../source/model/metrics/sample.ts';
import type {JobMetrics, JobMetricsSnapshot} from '../../../source/services/log/job-metrics.ts';
import {createSharedMetrics} from '../../../source/services/log/shared-metrics.ts';
import {toTestJobId} from '../../helpers/executions.ts';
import {toSample} from '../../model/metrics/metrics-lines.ts';
import {createManualClock} from '../platform/manual-clock.ts';

/** Connections that say what the test lets them say. */
const start = () => {
  const clock = createManualClock();
  const made: {
    jobId: JobId;
    recentCount: number;
    isClosed: boolean;
    say: (samples: readonly MetricsSample[]) => void;
  }[] = [];
  const shared = createSharedMetrics((jobId, recentCount): JobMetrics => {
    const listeners = new Set<() => void>();
    let snapshot: JobMetricsSnapshot = {
      phase: 'connecting',
      error: undefined,
      nextTryMs: undefined,
      samples: [],
      isDetailed: true,
    };
    const connection = {
      jobId,
      recentCount,
      isClosed: false,
      say: (samples: readonly MetricsSample[]) => {
        snapshot = {...snapshot, phase: 'live', samples};
        for (const listener of listeners) listener();
      },
    };
    made.push(connection);
    return {
      subscribe: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      getSnapshot: () => snapshot,
      retryNow: () => undefined,
      close: () => {
        connection.isClosed = true;
      },
    };
  }, clock);
  return {clock, made, shared};
};

const JOB = toTestJobId(1);
const [first, second, third] = [toSample(1000), toSample(2000), toSample(3000)];

test('however many look at a job, there is one connection, which outlives the way to another screen', async (t) => {
  const {clock, made, shared} = start();
  const list = shared.open(JOB, 60);
  const screen = shared.open(JOB, 60);
  t.is(made.length, 1);
  let told = 0;
  screen.subscribe(() => told++);
  made[0]?.say([first]);
  t.is(told, 1);
  t.deepEqual(list.getSnapshot().samples, [first]);
  list.close();
  list.close();
  screen.close();
  made[0]?.say([first, second]);
  t.is(told, 1, 'who has gone hears nothing');
  const again = shared.open(JOB, 60);
  await clock.advance(10_000);
  t.false(made[0]?.isClosed);
  t.is(made.length, 1);
  again.close();
  await clock.advance(10_000);
  t.true(made[0]?.isClosed);
  shared.open(JOB, 60);
  t.is(made.length, 2);
});

test('who wants more of the past gets it in one connection, and nobody sees older values meanwhile', (t) => {
  const {made, shared} = start();
  const list = shared.open(JOB, 60);
  made[0]?.say([second]);
  const screen = shared.open(JOB, 1000);
  t.deepEqual(
    made.map(({recentCount, isClosed}) => [recentCount, isClosed]),
    [
      [60, true],
      [1000, false],
    ],
  );
  made[1]?.say([first]);
  t.deepEqual(list.getSnapshot().samples, [second]);
  made[1]?.say([first, second, third]);
  t.deepEqual(screen.getSnapshot().samples, [first, second, third]);
  t.deepEqual(list.getSnapshot().samples, [first, second, third]);
  shared.open(JOB, 60);
  t.is(made.length, 2);
});

test('what was known last stays known, of a bounded number of jobs and measurements', async (t) => {
  const {clock, made, shared} = start();
  t.deepEqual(shared.samplesOf(JOB), []);
  const metrics = shared.open(JOB, 60);
  const many = Array.from({length: 500}, (_, index) => toSample(index));
  made[0]?.say(many);
  t.deepEqual(shared.samplesOf(JOB), many.slice(-200));
  metrics.close();
  await clock.advance(10_000);
  t.is(shared.samplesOf(JOB).length, 200);
  for (let number = 2; number <= 201; number++) {
    shared.open(toTestJobId(number), 60);
    made.at(-1)?.say([first]);
  }

  t.deepEqual(shared.samplesOf(JOB), []);
  t.deepEqual(shared.samplesOf(toTestJobId(2)), [first]);
  shared.close();
  t.true(made.every(({isClosed}) => isClosed));
});
