import test from 'ava';
import {
  mergePolicies,
  readExecutionPolicy,
  shouldRestart,
} from '../../../source/emulator/run/execution-policy.ts';

const fresh = {failureCounts: {}, tryNumber: 0};

test('the default policy restarts what the platform is to blame for, so often', (t) => {
  const policy = mergePolicies(undefined, undefined);
  t.deepEqual(policy, {restartOn: {UnresponsiveWorker: 2, JMInternalError: 1, ExecutionError: 1}});
  t.true(shouldRestart(policy, 'ExecutionError', fresh));
  t.false(shouldRestart(policy, 'ExecutionError', {failureCounts: {ExecutionError: 1}, tryNumber: 1}));
  t.true(shouldRestart(policy, 'UnresponsiveWorker', {failureCounts: {UnresponsiveWorker: 1}, tryNumber: 1}));
  t.false(shouldRestart(policy, 'AppInternalError', fresh));
  t.false(shouldRestart(undefined, 'ExecutionError', fresh));
});

test('a star stands for the reasons that are not named, but not for an error of the app', (t) => {
  const policy = {restartOn: {'*': 2, ExecutionError: 0}};
  t.true(shouldRestart(policy, 'JobTimeoutExceeded', fresh));
  t.false(shouldRestart(policy, 'ExecutionError', fresh));
  t.false(shouldRestart(policy, 'AppError', fresh));
});

test('no policy goes beyond maxRestarts, nor beyond nine', (t) => {
  const many = {failureCounts: {}, tryNumber: 9};
  t.false(shouldRestart({restartOn: {'*': 9}}, 'ExecutionError', many));
  t.false(
    shouldRestart({restartOn: {'*': 9}, maxRestarts: 1}, 'ExecutionError', {failureCounts: {}, tryNumber: 1}),
  );
});

test('the run call takes precedence over the executable, key by key', (t) => {
  t.deepEqual(mergePolicies({maxRestarts: 2}, {maxRestarts: 5, restartOn: {'*': 3}}), {
    maxRestarts: 2,
    restartOn: {'*': 3},
  });
});

for (const executionPolicy of [
  'never',
  {restartOn: {AppError: 1}},
  {restartOn: {ExecutionError: 10}},
  {restartOn: {ExecutionError: 'once'}},
  {maxRestarts: 10},
  {onNonRestartableFailure: 'panic'},
]) {
  test(`${JSON.stringify(executionPolicy)} is no policy`, (t) => {
    t.throws(() => readExecutionPolicy({executionPolicy}), {name: 'InvalidInput'});
  });
}
