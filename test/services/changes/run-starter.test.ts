import test from 'ava';
import {ApiError, NetworkError} from '../../../source/model/errors.ts';
import type {RunPlan} from '../../../source/model/run-plan.ts';
import {clean} from '../../../source/model/safe-text.ts';
import {createRunStarter} from '../../../source/services/changes/run-starter.ts';
import type {PlatformClient} from '../../../source/services/platform/platform-client.ts';

const PLAN: RunPlan = {
  executable: {id: 'app-aligner', name: undefined},
  ...{project: 'project-GZ0k3Vj0xPq8K7Y2bF5gJ4vX', input: {}, tags: [], properties: {}},
  ...{allowSSH: [], debugOn: [], isReuseIgnored: false, isWorkspaceKept: false},
};
const lost = new NetworkError('timeout', 'platform', 'No answer came.', '');
const HOUR_MS = 3_600_000;

/** A starter on a platform that answers with these errors in turn, and then with an ID; and the nonces that it got. */
const start = (...errors: readonly Error[]) => {
  const nonces: Array<string | undefined> = [];
  let nowMs = 0;
  const runExecutable: PlatformClient['runExecutable'] = (_plan, options) => {
    nonces.push(options?.nonce);
    const error = errors[nonces.length - 1];
    return error ? Promise.reject(error) : Promise.resolve('job-J0fK9Zj0Y7PqkVx4b2G5gQ1z');
  };
  return {
    nonces,
    run: createRunStarter({runExecutable}, () => nowMs),
    advance: (ms: number) => {
      nowMs += ms;
    },
  };
};

test('the same plan has the same nonce until an answer came, and another one afterwards', async (t) => {
  const {run, nonces} = start(lost, lost);
  await t.throwsAsync(run(PLAN), {is: lost});
  await t.throwsAsync(run({...PLAN}), {is: lost});
  await run(PLAN);
  await run(PLAN);
  const [first, second, third, fourth] = nonces;
  t.is(typeof first, 'string');
  t.is(second, first);
  t.is(third, first);
  t.not(fourth, first);
});

test('another plan is another run', async (t) => {
  const {run, nonces} = start(lost);
  await t.throwsAsync(run(PLAN), {is: lost});
  await run({...PLAN, name: 'other'});
  t.not(nonces[1], nonces[0]);
});

test('what was refused, or never sent, is begun anew', async (t) => {
  const refused = new ApiError(clean('InvalidInput'), 422, clean('no'), undefined, undefined);
  const unsent = new NetworkError('refused', 'platform', 'Nobody listens.', '');
  const {run, nonces} = start(refused, unsent);
  await t.throwsAsync(run(PLAN), {is: refused});
  await t.throwsAsync(run(PLAN), {is: unsent});
  await run(PLAN);
  t.is(new Set(nonces).size, 3);
});

test('what the platform has forgotten by now is begun anew', async (t) => {
  const {run, nonces, advance} = start(lost, lost);
  await t.throwsAsync(run(PLAN), {is: lost});
  advance(HOUR_MS / 2);
  await t.throwsAsync(run(PLAN), {is: lost});
  advance(HOUR_MS / 2);
  await run(PLAN);
  t.is(nonces[1], nonces[0]);
  t.not(nonces[2], nonces[0]);
});
