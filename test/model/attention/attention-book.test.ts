import test from 'ava';
import type {AttentionLimits} from '../../../source/model/attention/alert.ts';
import {toSample} from '../metrics/metrics-lines.ts';
import {createAttentionBook} from '../../../source/model/attention/attention-book.ts';
import {createExecutionTree} from '../../../source/model/execution-tree.ts';
import type {Analysis, Execution, Failure, Job} from '../../../source/model/execution.ts';
import type {AnalysisId} from '../../../source/model/ids.ts';
import type {MetricsSample} from '../../../source/model/metrics/sample.ts';
import {clean} from '../../../source/model/safe-text.ts';
import {createJob, NOW_MS, toTestJobId} from '../../helpers/executions.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const ANALYSIS_ID: AnalysisId = `analysis-${'0'.repeat(24)}`;

const LIMITS: AttentionLimits = {
  failedMs: 24 * HOUR_MS,
  waitingMs: 2 * HOUR_MS,
  limitShare: 0.9,
  idleMs: 24 * HOUR_MS,
  holdMs: 48 * HOUR_MS,
  unused: {cpuShare: 0.03, unusedMs: HOUR_MS},
};

/** A book on a tree, and what it says in a few words: `failed 2: job 1, job 2`. */
const start = (executions: readonly Execution[] = []) => {
  const tree = createExecutionTree();
  let sequence = 0;
  const set = (execution: Execution) => tree.set(execution, ++sequence);
  executions.forEach(set);
  const book = createAttentionBook(tree, LIMITS);
  let samples: readonly MetricsSample[] = [];
  const read = (nowMs = NOW_MS, lastSession?: number | 'open') =>
    book.read({nowMs, lastSession: () => lastSession, metricsOf: () => samples});
  const measure = (measured: readonly MetricsSample[]) => {
    samples = measured;
  };
  const say = (nowMs?: number, lastSession?: number | 'open') =>
    read(nowMs, lastSession).causes.map(
      ({kind, members}) => `${kind} ${members.map(({node}) => node.execution.name).join(', ')}`,
    );
  return {tree, set, read, say, measure};
};

const job = (number: number, state: string, changes: Partial<Job> = {}): Job =>
  createJob({
    id: toTestJobId(number),
    name: clean(`job ${number}`),
    state: clean(state),
    stateTransitions: [],
    ...changes,
  });

const failure = (reason: string, message: string, from?: Failure['from']): Failure => ({
  reason: clean(reason),
  message: clean(message),
  from,
});

const failed = (number: number, agoMs: number, changes: Partial<Job> = {}): Job =>
  job(number, 'failed', {
    stoppedRunningMs: NOW_MS - agoMs,
    modifiedMs: NOW_MS - agoMs,
    failure: failure('AppError', `no reads in sample_${number}.bam`),
    ...changes,
  });

const analysis = (state: string, changes: Partial<Analysis> = {}): Analysis => ({
  ...job(0, state),
  class: 'analysis',
  id: ANALYSIS_ID,
  name: clean('analysis'),
  ...changes,
});

test('what is well needs no attention', (t) => {
  const {read} = start([
    job(1, 'running', {timeoutMs: 30 * 24 * HOUR_MS}),
    job(2, 'done'),
    job(3, 'terminated'),
    job(4, 'runnable', {modifiedMs: NOW_MS - HOUR_MS}),
  ]);
  t.deepEqual(read(), {causes: [], lookedAtCount: 4, activeCount: 2});
});

test('failures that differ in nothing but their sample are one cause, newest first', (t) => {
  const {say} = start([
    failed(1, 3 * HOUR_MS),
    failed(2, HOUR_MS),
    failed(3, 2 * HOUR_MS, {failure: failure('InputError', 'no such file')}),
    failed(4, 2 * HOUR_MS),
  ]);
  t.deepEqual(say(), ['failed job 2, job 4, job 1', 'failed job 3']);
});

/** A measurement every five minutes for so long, the last one just now. */
const measureFor = (spanMs: number, toChanges: (ageMs: number) => Parameters<typeof toSample>[1]) =>
  Array.from({length: spanMs / (5 * MINUTE_MS) + 1}, (_, index) => {
    const ageMs = spanMs - index * 5 * MINUTE_MS;
    return toSample(NOW_MS - ageMs, toChanges(ageMs));
  });

test('a processor that does next to nothing for long needs attention, where it was measured', (t) => {
  const {say, read, measure} = start([job(1, 'running'), job(2, 'done')]);
  measure(measureFor(2 * HOUR_MS, (ageMs) => ({cpu: ageMs > HOUR_MS ? 0.4 : 0.01, wait: 0})));
  t.deepEqual(say(), ['unused job 1']);
  const sinceMs = NOW_MS - HOUR_MS;
  t.deepEqual(read().causes[0]?.members[0]?.alert, {kind: 'unused', sinceMs});
  measure(measureFor(2 * HOUR_MS, (ageMs) => ({cpu: ageMs > HOUR_MS - 1 ? 0.4 : 0.01, wait: 0})));
  t.deepEqual(say(), [], 'not for long enough');
  measure(measureFor(2 * HOUR_MS, () => ({cpu: 0.01, wait: 0.2})));
  t.deepEqual(say(), [], 'it waits for its disks');
  const quiet = measureFor(2 * HOUR_MS, () => ({cpu: 0.01, wait: 0}));
  measure(quiet);
  t.deepEqual(say(NOW_MS + 16 * MINUTE_MS), [], 'nobody knows of now');
  measure(quiet.filter(({atMs}) => atMs < NOW_MS - HOUR_MS || atMs > NOW_MS - HOUR_MS / 2));
  t.deepEqual(say(), [], 'nobody knows what was in between');
});

test('memory or disk that runs out by its trend needs attention, each as a cause of its own', (t) => {
  const {say, measure, read} = start([job(1, 'running'), job(2, 'debug_hold')]);
  measure(measureFor(20 * MINUTE_MS, (ageMs) => ({memory: 15_000 - (ageMs / MINUTE_MS) * 500})));
  t.deepEqual(say(), ['shortage job 1', 'held job 2']);
  const [cause] = read().causes;
  t.is(cause?.key, 'shortage memory');
  const alert = cause?.members[0]?.alert;
  t.like(alert, {kind: 'shortage', of: 'memory', sinceMs: NOW_MS, fullMs: NOW_MS + 2 * MINUTE_MS});
  measure(measureFor(20 * MINUTE_MS, () => ({memory: 15_000})));
  t.deepEqual(say(), ['held job 2']);
});

test('a workstation that nobody uses is told of once, though its processor rests as well', (t) => {
  const startedRunningMs = NOW_MS - 30 * HOUR_MS;
  const {say, measure} = start([
    job(1, 'running', {executableName: clean('cloud_workstation'), startedRunningMs}),
  ]);
  measure(measureFor(2 * HOUR_MS, () => ({cpu: 0, wait: 0})));
  t.deepEqual(say(), ['idle job 1']);
  t.deepEqual(say(NOW_MS, 'open'), ['unused job 1']);
});

test('a failure needs attention for as long as the limit says', (t) => {
  const {say} = start([failed(1, 23 * HOUR_MS), failed(2, 25 * HOUR_MS)]);
  t.deepEqual(say(), ['failed job 1']);
  t.deepEqual(say(NOW_MS + 2 * HOUR_MS), []);
});

test('what went down with another one is part of that, whichever becomes known first', (t) => {
  const root = failed(1, 0, {
    failure: failure('JobTreeFailure', 'a subjob failed', {
      id: toTestJobId(2),
      name: undefined,
      executableName: undefined,
    }),
  });
  const first = failed(2, MINUTE_MS, {parentJob: root.id});
  t.deepEqual(start([root, first]).say(), ['failed job 2']);
  t.deepEqual(start([first, root]).say(), ['failed job 2']);
  const {set, say, tree} = start([root]);
  t.deepEqual(say(), ['failed job 1']);
  set(first);
  t.deepEqual(say(), ['failed job 2']);
  tree.remove(first.id);
  t.deepEqual(say(), ['failed job 1']);
});

test('an analysis of which only its stages say why it failed is no cause of its own', (t) => {
  const stage = failed(1, MINUTE_MS, {parentAnalysis: ANALYSIS_ID});
  const {set, say} = start([analysis('failed', {failure: undefined})]);
  t.deepEqual(say(), ['failed analysis']);
  set(stage);
  t.deepEqual(say(), ['failed job 1']);
});

test('what fails, is restarted or goes later is seen at once', (t) => {
  const {set, say, tree} = start([job(1, 'running')]);
  t.deepEqual(say(), []);
  set(failed(1, 0));
  t.deepEqual(say(), ['failed job 1']);
  set(failed(2, MINUTE_MS));
  t.deepEqual(say(), ['failed job 1, job 2']);
  tree.remove(toTestJobId(1));
  t.deepEqual(say(), ['failed job 2']);
});

test('a new tag on an old failure does not make it new', (t) => {
  const old = failed(1, 20 * HOUR_MS, {stoppedRunningMs: undefined});
  const {set, read} = start([old, failed(2, HOUR_MS, {failure: failure('InputError', 'x')})]);
  set({...old, tags: [clean('seen')], modifiedMs: NOW_MS});
  t.deepEqual(
    read().causes.map(({members: [first]}) => first?.alert.sinceMs),
    [NOW_MS - HOUR_MS, NOW_MS - 20 * HOUR_MS],
  );
});

test('a hold is known with its end, from its own transition, else from the last change', (t) => {
  const {set, read} = start([job(1, 'debug_hold', {modifiedMs: NOW_MS - HOUR_MS})]);
  const alert = () => read().causes[0]?.members[0]?.alert;
  t.like(alert(), {kind: 'held', sinceMs: NOW_MS - HOUR_MS, endsMs: NOW_MS + 47 * HOUR_MS});
  set(job(1, 'debug_hold', {modifiedMs: NOW_MS, tags: [clean('mine')]}));
  t.like(alert(), {sinceMs: NOW_MS - HOUR_MS});
  const atMs = NOW_MS - 5 * HOUR_MS;
  set(job(1, 'debug_hold', {stateTransitions: [{state: clean('debug_hold'), atMs}]}));
  t.like(alert(), {sinceMs: atMs, endsMs: NOW_MS + 43 * HOUR_MS});
});

test('who waits long for a worker needs attention, one cause for each kind of machine', (t) => {
  const modifiedMs = NOW_MS - 3 * HOUR_MS;
  const {say} = start([
    job(1, 'runnable', {modifiedMs, instanceType: clean('gpu')}),
    job(2, 'runnable', {modifiedMs: modifiedMs - 1, instanceType: clean('gpu')}),
    job(3, 'runnable', {modifiedMs: modifiedMs - 2, instanceType: clean('small')}),
  ]);
  t.deepEqual(say(), ['waiting job 1, job 2', 'waiting job 3']);
  t.deepEqual(say(NOW_MS - 2 * HOUR_MS), []);
});

test('who waits for an input that something else in the tree works on does not', (t) => {
  const modifiedMs = NOW_MS - 9 * HOUR_MS;
  const waiting = job(1, 'waiting_on_input', {modifiedMs, parentAnalysis: ANALYSIS_ID});
  const before = job(2, 'running', {parentAnalysis: ANALYSIS_ID});
  const {set, say} = start([analysis('in_progress'), waiting, before]);
  t.deepEqual(say(), []);
  set({...before, state: clean('done')});
  // It has not been waiting in vain for long: the stage before has ended just now.
  t.deepEqual(say(NOW_MS + HOUR_MS), []);
  t.deepEqual(say(NOW_MS + 3 * HOUR_MS), ['waiting job 1']);
  t.deepEqual(start([job(3, 'waiting_on_input', {modifiedMs})]).say(), ['waiting job 3']);
});

test('a job that waits for its outputs does so in vain when nothing below it goes on', (t) => {
  const modifiedMs = NOW_MS - 9 * HOUR_MS;
  const parent = job(1, 'waiting_on_output', {modifiedMs});
  const child = job(2, 'running', {parentJob: parent.id});
  const {set, say} = start([parent, child]);
  t.deepEqual(say(), []);
  set({...child, state: clean('done')});
  t.deepEqual(say(), ['waiting job 1']);
});

test('a job near its time limit is told with its end', (t) => {
  const {read, say} = start([
    job(1, 'running', {startedRunningMs: NOW_MS - 9 * HOUR_MS, timeoutMs: 10 * HOUR_MS}),
    job(2, 'running', {startedRunningMs: NOW_MS - 8 * HOUR_MS, timeoutMs: 10 * HOUR_MS}),
  ]);
  t.deepEqual(say(), ['timeLimit job 1']);
  t.like(read().causes[0]?.members[0]?.alert, {sinceMs: NOW_MS, endsMs: NOW_MS + HOUR_MS});
});

test('a tree near its cost limit is told by its root alone', (t) => {
  const price = {amount: 9.5, symbol: clean('$'), isSymbolLeft: true};
  const root = job(1, 'running', {price, costLimit: 10});
  const {say, set} = start([root, job(2, 'running', {price, costLimit: 10, parentJob: root.id})]);
  t.deepEqual(say(), ['costLimit job 1']);
  set({...root, price: {...price, amount: 8.9}});
  t.deepEqual(say(), []);
});

test('a workstation is idle when no session was on it for long, and never while there is one', (t) => {
  const station = (agoMs: number) =>
    start([
      job(1, 'running', {
        executableName: clean('cloud_workstation'),
        startedRunningMs: NOW_MS - agoMs,
      }),
    ]);
  t.deepEqual(station(23 * HOUR_MS).say(), []);
  const {say, read} = station(40 * HOUR_MS);
  t.deepEqual(say(), ['idle job 1']);
  t.like(read().causes[0]?.members[0]?.alert, {sinceMs: NOW_MS - 40 * HOUR_MS, hadSession: false});
  t.deepEqual(say(NOW_MS, NOW_MS - HOUR_MS), []);
  t.deepEqual(say(NOW_MS, 'open'), []);
  t.deepEqual(say(NOW_MS, NOW_MS - 25 * HOUR_MS), ['idle job 1']);
  // What a batch job does is not known, however long it runs.
  t.deepEqual(start([job(2, 'running', {startedRunningMs: NOW_MS - 90 * HOUR_MS})]).say(), []);
});

test('lost tries are told while the job goes on, by why the last one was lost', (t) => {
  const lost = (number: number, reason: string) =>
    job(1, 'restarted', {
      tryNumber: number,
      stoppedRunningMs: NOW_MS - (5 - number) * HOUR_MS,
      failure: failure(reason, 'the cloud took it'),
    });
  const {set, read, say} = start([
    lost(0, 'UnresponsiveWorker'),
    lost(1, 'SpotInstanceInterruption'),
    job(1, 'running', {tryNumber: 2}),
  ]);
  t.deepEqual(say(), ['restarted job 1']);
  t.like(read().causes[0]?.members[0]?.alert, {
    reason: 'SpotInstanceInterruption',
    lostCount: 2,
    sinceMs: NOW_MS - 4 * HOUR_MS,
  });
  set(job(1, 'done', {tryNumber: 2}));
  t.deepEqual(say(), []);
});

test('a silent worker needs attention', (t) => {
  t.deepEqual(start([job(1, 'unresponsive')]).say(), ['unresponsive job 1']);
});

test('the cause with the newest member comes first, and keeps its key as others come', (t) => {
  const {set, read} = start([failed(1, 3 * HOUR_MS), job(2, 'unresponsive', {modifiedMs: NOW_MS - HOUR_MS})]);
  const keys = () => read().causes.map(({key}) => key);
  const [second, first] = keys();
  set(failed(3, MINUTE_MS));
  t.deepEqual(keys(), [first, second]);
});

test('of 20,000 executions, half of them failed, only the one that changes is looked at', (t) => {
  let looks = 0;
  const counted = (number: number, agoMs: number, reason: string): Job => {
    const told = failure(reason, 'no reads');
    const {message} = told;
    return failed(number, agoMs, {
      failure: Object.defineProperty({...told}, 'message', {
        get() {
          looks++;
          return message;
        },
      }),
    });
  };
  const {set, read} = start(
    Array.from({length: 20_000}, (_, index) =>
      index % 2 === 0 ? counted(index, index * 1000, 'abcde'[(index / 2) % 5] ?? '') : job(index, 'done'),
    ),
  );
  t.is(read().causes.length, 5);
  t.is(looks, 10_000);
  const before = read().causes.map(({members}) => members);
  set(counted(30_000, -1, 'a'));
  const [first, ...others] = read().causes;
  t.is(looks, 10_001);
  t.is(first?.members.length, 2001);
  // The causes that it does not concern are the same lists as before: nobody has sorted them again.
  t.true(others.every(({members}) => before.includes(members)));
});
