import test from 'ava';
import type {WireJob} from '../../source/wire/job.ts';
import {createEmptyWorld, second, startMs, toSpec} from './empty-world.ts';

const toStates = (job: WireJob) => job.stateTransitions?.map(({newState}) => newState);

const failed = {state: 'failed', failureReason: 'AppError', failureMessage: 'no reads'} as const;

test('a job goes from idle to done, and its times tell so', (t) => {
  const {life, wait, describe} = createEmptyWorld();
  const record = life.submit(toSpec());
  t.is(describe(record).state, 'idle');
  t.deepEqual(toStates(describe(record)), []);
  wait(second);
  t.is(describe(record).state, 'runnable');
  wait(2 * second);
  t.is(describe(record).state, 'runnable');
  t.is(describe(record).startedRunning, startMs + 2700);
  wait(3 * second);
  t.is(describe(record).state, 'running');
  t.false(record.wantsWorker);
  wait(4 * second);
  t.true(record.wantsWorker);
  wait(60 * second);
  const job = describe(record);
  t.deepEqual(toStates(job), ['runnable', 'running', 'done']);
  t.is(job.stoppedRunning, startMs + 5700 + 60_000);
  t.is(job.modified, job.stoppedRunning);
  t.deepEqual(job.output, {});
  t.false(record.wantsWorker);
});

test('jobs live as many times faster as the time scale says, with honest times', (t) => {
  const {life, wait, describe} = createEmptyWorld({timeScale: 100});
  const record = life.submit(toSpec());
  wait(700);
  t.is(describe(record).state, 'done');
  t.true((describe(record).stoppedRunning ?? 0) <= startMs + 700);
});

test('a job waits for those it depends on', (t) => {
  const {life, wait, describe} = createEmptyWorld();
  const first = life.submit(toSpec({runMs: 10 * second}));
  const next = life.submit(toSpec(), [first.id]);
  wait(5 * second);
  t.like(describe(next), {state: 'waiting_on_input', dependsOn: [first.id]});
  wait(12 * second);
  t.is(describe(first).state, 'done');
  t.like(describe(next), {state: 'runnable', dependsOn: []});
});

test('a failure that is to be held is held, with the reason in debug, until it is terminated', (t) => {
  const {life, wait, describe} = createEmptyWorld();
  const record = life.submit(toSpec({end: failed}, {debug: {debugOn: ['AppError']}}));
  wait(70 * second);
  t.like(describe(record), {
    state: 'debug_hold',
    debug: {debugOn: ['AppError'], failureReason: 'AppError', failureMessage: 'no reads'},
  });
  t.true(record.wantsWorker);
  t.false('stoppedRunning' in describe(record));
  life.terminate(record, {state: 'terminated'});
  t.false(record.wantsWorker);
  wait(10 * second);
  t.deepEqual(toStates(describe(record)), ['runnable', 'running', 'debug_hold', 'terminating', 'terminated']);
});

test('a hold that nobody ends fails after two days', (t) => {
  const {life, wait, describe} = createEmptyWorld();
  const record = life.submit(toSpec({end: failed}, {debug: {debugOn: ['AppError']}}));
  wait(48 * 3_600_000 + 120 * second);
  t.like(describe(record), {state: 'failed', failureReason: 'AppError', failureMessage: 'no reads'});
});

test('how long a hold lasts can be chosen', (t) => {
  const {life, wait, describe} = createEmptyWorld({holdMs: 100 * second});
  const record = life.submit(toSpec({end: failed}, {debug: {debugOn: ['AppError']}}));
  wait(150 * second);
  t.is(describe(record).state, 'debug_hold');
  wait(30 * second);
  t.is(describe(record).state, 'failed');
});

test('a try that fails with a restartable reason is followed by the next', (t) => {
  const {life, state, wait, describe} = createEmptyWorld();
  const failedTries = [{failureReason: 'UnresponsiveWorker', failureMessage: 'gone', runMs: 10 * second}];
  const record = life.submit(toSpec({failedTries}));
  wait(16 * second);
  t.like(describe(record), {state: 'restartable', try: 0, failureReason: 'UnresponsiveWorker'});
  wait(10 * second);
  const job = describe(record);
  t.like(job, {state: 'running', try: 1, failureCounts: {UnresponsiveWorker: 1}, created: startMs});
  t.true((job.tryCreated ?? 0) > startMs);
  t.false('failureReason' in job);
  const earlier = state.executions.getTry(record.id, 0);
  t.truthy(earlier);
  if (earlier) t.like(describe(earlier), {state: 'restarted', try: 0, failureReason: 'UnresponsiveWorker'});
});

test('one failing subjob takes its tree down: the parent fails with it, the others are terminated', (t) => {
  const {life, state, wait, describe} = createEmptyWorld();
  const subjobs = [
    {afterMs: 0, spec: toSpec({runMs: 300 * second}, {name: 'good'})},
    {afterMs: 0, spec: toSpec({end: failed}, {name: 'bad'})},
  ];
  const parent = life.submit(toSpec({runMs: 600 * second, subjobs}));
  wait(120 * second);
  const [good, bad] = state.executions.children(parent.id);
  t.truthy(good && bad);
  if (!good || !bad) return;
  t.like(describe(good), {state: 'terminated', parentJob: parent.id, originJob: parent.id});
  t.like(describe(bad), {state: 'failed', failureFrom: {id: bad.id}});
  t.like(describe(parent), {
    state: 'failed',
    failureReason: 'AppError',
    failureFrom: {id: bad.id, name: 'bad'},
  });
});

test('a parent waits for its subjobs before it is done', (t) => {
  const {life, wait, describe} = createEmptyWorld();
  const subjobs = [{afterMs: 0, spec: toSpec({runMs: 100 * second})}];
  const parent = life.submit(toSpec({runMs: 20 * second, subjobs}));
  wait(40 * second);
  t.is(describe(parent).state, 'waiting_on_output');
  wait(120 * second);
  t.deepEqual(toStates(describe(parent)), ['runnable', 'running', 'waiting_on_output', 'done']);
});

test('an analysis is done when its stages are, one after the other', (t) => {
  const {life, wait, describe} = createEmptyWorld();
  const spec = toSpec({runMs: 10 * second});
  const stages = [
    {name: 'a', spec},
    {name: 'b', spec, after: [0]},
  ];
  const analysis = life.analyses.submit({fields: {name: 'wf', executableName: 'wf'}, stages});
  t.is(describe(analysis).state, 'in_progress');
  wait(30 * second);
  t.is(describe(analysis).state, 'in_progress');
  wait(30 * second);
  const done = describe(analysis) as unknown as {
    state: string;
    stateTransitions: unknown[];
    stages: {execution: WireJob}[];
  };
  t.is(done.state, 'done');
  t.is(done.stateTransitions.length, 1);
  for (const {execution} of done.stages) {
    t.like(execution, {
      state: 'done',
      analysis: analysis.id,
      parentAnalysis: analysis.id,
      originJob: execution.id,
    });
    t.is(execution.rootExecution, analysis.id);
  }
});

test('a failed stage fails the others with JobTreeFailure from it, and the analysis with its reason', (t) => {
  const {life, state, wait, describe} = createEmptyWorld();
  const stages = [
    {name: 'a', spec: toSpec({end: failed}, {name: 'culprit'})},
    {name: 'b', spec: toSpec({runMs: 600 * second})},
    {name: 'c', spec: toSpec(), after: [0, 1]},
  ];
  const analysis = life.analyses.submit({fields: {name: 'wf'}, stages});
  wait(66 * second);
  t.is(describe(analysis).state, 'partially_failed');
  wait(30 * second);
  const [culprit, sibling, waiting] = state.executions.children(analysis.id);
  if (!culprit || !sibling || !waiting) return t.fail('stages are missing');
  t.like(describe(culprit), {state: 'failed', failureReason: 'AppError'});
  for (const record of [sibling, waiting]) {
    t.like(describe(record), {
      state: 'failed',
      failureReason: 'JobTreeFailure',
      failureFrom: {id: culprit.id},
    });
  }
  t.like(describe(analysis), {
    state: 'failed',
    failureReason: 'AppError',
    failureFrom: {id: culprit.id, name: 'culprit'},
  });
});

test('with failStage the other stages go on, except those that depend on the failed one', (t) => {
  const {life, state, wait, describe} = createEmptyWorld();
  const stages = [
    {name: 'a', spec: toSpec({end: failed})},
    {name: 'b', spec: toSpec({runMs: 300 * second})},
    {name: 'c', spec: toSpec(), after: [0]},
  ];
  const analysis = life.analyses.submit({fields: {}, stages, onNonRestartableFailure: 'failStage'});
  wait(120 * second);
  const states = () =>
    state.executions.children(analysis.id).map(({wire}) => wire.failureReason ?? wire.state);
  t.deepEqual(states(), ['AppError', 'running', 'DependencyUnsatisfiable']);
  t.is(describe(analysis).state, 'partially_failed');
  wait(300 * second);
  t.deepEqual(states(), ['AppError', 'done', 'DependencyUnsatisfiable']);
  t.is(describe(analysis).state, 'failed');
});

test('terminating an analysis terminates its stages', (t) => {
  const {life, state, wait, describe} = createEmptyWorld();
  const stages = [
    {name: 'a', spec: toSpec()},
    {name: 'b', spec: toSpec(), after: [0]},
  ];
  const analysis = life.analyses.submit({fields: {}, stages});
  wait(20 * second);
  life.terminate(analysis, {state: 'terminated'});
  t.is(describe(analysis).state, 'terminating');
  wait(10 * second);
  t.deepEqual(
    state.executions.children(analysis.id).map(({wire}) => wire.state),
    ['terminated', 'terminated'],
  );
  t.is(describe(analysis).state, 'terminated');
});
