import test from 'ava';
import type {Execution, Job} from '../../source/model/execution.ts';
import {findFirstCause, isSameFailure} from '../../source/model/first-cause.ts';
import {clean} from '../../source/model/safe-text.ts';
import {createJob, NOW_MS, toTestJobId} from '../helpers/executions.ts';

const root = toTestJobId(1);

interface Told {
  readonly reason?: string;
  readonly message?: string;
  readonly from?: number;
  readonly failedS?: number;
  readonly parent?: number;
  readonly state?: string;
}

/** A job of one tree; `failedS` is when it failed, in seconds after the first. */
const create = (number: number, {reason, message, from, failedS, parent, state = 'failed'}: Told): Job =>
  createJob({
    id: toTestJobId(number),
    state: clean(state),
    rootExecution: root,
    parentJob: parent === undefined ? undefined : toTestJobId(parent),
    stoppedRunningMs: undefined,
    stateTransitions: failedS === undefined ? [] : [{state: clean(state), atMs: NOW_MS + failedS * 1000}],
    failure:
      reason === undefined
        ? undefined
        : {
            reason: clean(reason),
            message: clean(message ?? ''),
            from:
              from === undefined
                ? undefined
                : {id: toTestJobId(from), name: undefined, executableName: undefined},
          },
  });

/** The execution of that number; the test fails where there is none. */
const pick = (tree: readonly Job[], number: number): Job => {
  const job = tree[number - 1];
  if (!job) throw new Error(`no job ${String(number)}`);
  return job;
};

const numbers = (executions: readonly Execution[]) => executions.map(({id}) => Number(id.slice(4)));

test('failureFrom is followed to the first cause, over several executions', (t) => {
  const tree = [
    create(1, {reason: 'JobTreeFailure', from: 2, failedS: 9}),
    create(2, {reason: 'JobTreeFailure', from: 3, failedS: 5, parent: 1}),
    create(3, {reason: 'AppError', message: 'no reads', failedS: 0, parent: 2}),
  ];
  const cause = findFirstCause(pick(tree, 1), tree);
  t.is(cause.execution, pick(tree, 3));
  t.deepEqual(numbers(cause.path), [1, 2, 3]);
  t.is(cause.failedMs, NOW_MS);
  t.is(cause.named, undefined);
});

test('without names the earliest failure of its own is the cause, and the next one is its proof', (t) => {
  const tree = [
    create(1, {reason: 'JobTreeFailure', failedS: 9}),
    create(2, {reason: 'AppError', message: 'late', failedS: 4, parent: 1}),
    create(3, {reason: 'AppInternalError', message: 'early', failedS: 1, parent: 1}),
    create(4, {state: 'terminated', parent: 1}),
  ];
  const cause = findFirstCause(pick(tree, 1), tree);
  t.is(cause.execution, pick(tree, 3));
  t.deepEqual(cause.next, {execution: pick(tree, 2), failedMs: NOW_MS + 4000});
});

test('times that contradict the name win, and the name is told', (t) => {
  const tree = [
    create(1, {reason: 'JobTreeFailure', from: 2, failedS: 9}),
    create(2, {reason: 'AppError', failedS: 4, parent: 1}),
    create(3, {reason: 'AppError', message: 'before', failedS: 1, parent: 1}),
  ];
  const cause = findFirstCause(pick(tree, 1), tree);
  t.is(cause.execution, pick(tree, 3));
  t.is(cause.named, pick(tree, 2));
});

test('a stage is asked about what is below it alone', (t) => {
  const tree = [
    create(1, {reason: 'JobTreeFailure', failedS: 9}),
    create(2, {reason: 'AppError', message: 'elsewhere', failedS: 0, parent: 1}),
    create(3, {reason: 'JobTreeFailure', failedS: 8, parent: 1}),
    create(4, {reason: 'AppError', message: 'mine', failedS: 5, parent: 3}),
  ];
  t.is(findFirstCause(pick(tree, 3), tree).execution, pick(tree, 4));
});

test('who was terminated with the rest of the tree is told what failed before', (t) => {
  const victim = {
    ...create(3, {state: 'terminated', parent: 1}),
    stateTransitions: [{state: clean('terminating'), atMs: NOW_MS + 3000}],
  };
  const tree = [
    create(1, {reason: 'JobTreeFailure', failedS: 9}),
    create(2, {reason: 'AppError', message: 'no reads', failedS: 1, parent: 1}),
    victim,
    create(4, {reason: 'AppError', message: 'afterwards', failedS: 5, parent: 1}),
  ];
  t.is(findFirstCause(victim, tree).execution, pick(tree, 2));
  t.is(findFirstCause(victim, [victim, pick(tree, 4)]).execution, victim);
});

test('names in a circle, and a name that nobody knows, end the search', (t) => {
  const circle = [
    create(1, {reason: 'JobTreeFailure', from: 2}),
    create(2, {reason: 'JobTreeFailure', from: 1, parent: 1}),
  ];
  t.deepEqual(numbers(findFirstCause(pick(circle, 1), circle).path), [1, 2]);
  const stranger = create(1, {reason: 'JobTreeFailure', from: 7});
  t.is(findFirstCause(stranger, [stranger]).execution, stranger);
});

test('a try that was restarted is not the cause of what came later', (t) => {
  const worker = create(2, {reason: 'UnresponsiveWorker', failedS: 0, parent: 1});
  const tree = [
    create(1, {reason: 'JobTreeFailure', failedS: 9}),
    {...create(2, {reason: 'AppError', failedS: 5, parent: 1}), tryNumber: 1},
    {...worker, tryNumber: 0},
    create(3, {reason: 'InputError', failedS: 4, parent: 1}),
  ];
  t.is(findFirstCause(pick(tree, 1), tree).execution, pick(tree, 4));
});

test('a job alone is its own cause', (t) => {
  const job = create(1, {reason: 'AppError', message: 'no reads', failedS: 0});
  const cause = findFirstCause(job, []);
  t.is(cause.execution, job);
  t.deepEqual(cause.alike, [job]);
  t.is(cause.next, undefined);
});

test('messages that differ in samples, paths and numbers are the same failure', (t) => {
  const fail = (message: string) => create(2, {reason: 'AppError', message});
  t.true(
    isSameFailure(
      fail('CRAM file HG00268.final.cram ends early at 1,024'),
      fail('CRAM file NA12878.final.cram ends early at 77'),
    ),
  );
  t.true(isSameFailure(fail("KeyError: 'donor_B'"), fail("KeyError: 'donor_C'")));
  t.false(isSameFailure(fail('CRAM file a1 ends early'), fail('BAM file a1 ends early')));
  t.false(isSameFailure(fail('x'), create(3, {reason: 'InputError', message: 'x'})));
});
