import test from 'ava';
import {createEmptyWorld, second, toSpec} from './empty-world.ts';

const forever = Number.POSITIVE_INFINITY;
const hour = 3600 * second;
/** Sixteen cores at normal priority cost some 60 cents an hour. */
const instanceType = 'mem3_ssd1_v2_x16';

test('a job that reaches its cost limit fails for it, and costs no more than that', (t) => {
  const {life, wait, describe} = createEmptyWorld();
  const record = life.submit(toSpec({runMs: forever}, {costLimit: 1, instanceType}));
  wait(hour);
  t.is(describe(record).state, 'running');
  wait(hour);
  const job = describe(record);
  t.like(job, {state: 'failed', failureReason: 'CostLimitExceeded'});
  t.deepEqual(
    job.stateTransitions?.map(({newState}) => newState),
    ['runnable', 'running', 'terminating', 'failed'],
  );
  t.true(Math.abs((job.totalPrice ?? 0) - 1) < 0.01, String(job.totalPrice));
});

test('the limit is that of the whole tree: subjobs spend it, and end with it', (t) => {
  const {life, state, wait, describe} = createEmptyWorld();
  const subjob = {afterMs: 10 * second, spec: toSpec({runMs: forever}, {instanceType})};
  const record = life.submit(
    toSpec({runMs: forever, subjobs: [subjob, subjob, subjob]}, {costLimit: 1, instanceType}),
  );
  wait(20 * 60 * second);
  t.is(describe(record).state, 'running');
  wait(10 * 60 * second);
  t.like(describe(record), {state: 'failed', failureReason: 'CostLimitExceeded'});
  t.deepEqual(
    state.executions.children(record.id).map(({wire}) => wire.state),
    ['terminated', 'terminated', 'terminated'],
  );
});

test('an analysis that reaches its limit fails with its stages', (t) => {
  const {life, state, wait, describe} = createEmptyWorld();
  const spec = toSpec({runMs: forever}, {instanceType});
  const analysis = life.analyses.submit({
    fields: {name: 'wf', costLimit: 1},
    stages: [
      {name: 'a', spec},
      {name: 'b', spec},
      {name: 'c', spec, after: [0]},
    ],
  });
  wait(hour);
  t.like(describe(analysis), {state: 'failed', failureReason: 'CostLimitExceeded'});
  t.deepEqual(
    state.executions.children(analysis.id).map(({wire}) => wire.failureReason),
    Array.from({length: 3}, () => 'CostLimitExceeded'),
  );
});

test('what earlier tries cost is part of the price', (t) => {
  const {life, state, wait, describe} = createEmptyWorld();
  const failedTries = [{failureReason: 'UnresponsiveWorker', failureMessage: 'gone', runMs: hour}];
  const record = life.submit(toSpec({failedTries, runMs: hour}, {instanceType}));
  wait(3 * hour);
  const earlier = state.executions.getTry(record.id, 0);
  t.is(describe(record).state, 'done');
  const [all, first] = [describe(record).totalPrice ?? 0, earlier ? (describe(earlier).totalPrice ?? 0) : 0];
  t.true(first > 0);
  t.true(Math.abs(all - 2 * first) < 0.01, `${all} ${first}`);
});
