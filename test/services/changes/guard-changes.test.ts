import test from 'ava';
import {ConfigError, toSentence} from '../../../source/model/errors.ts';
import type {ProjectId} from '../../../source/model/project.ts';
import type {RunPlan} from '../../../source/model/run-plan.ts';
import {addTarget, type ChangeKit, startChangeKit} from './change-kit.ts';

/** A plan to run an app of the platform that is known by its name. */
const planRun = async ({platform, emulator}: ChangeKit): Promise<RunPlan> => ({
  executable: await platform.describeExecutable('app-cloud_workstation'),
  project: emulator.environment['DX_PROJECT_CONTEXT_ID'] as ProjectId,
  input: {},
  tags: [],
  properties: {},
  allowSSH: [],
  debugOn: [],
  isReuseIgnored: false,
  isWorkspaceKept: false,
});

test('every change is written down with its answer, and questions are not', async (t) => {
  const kit = await startChangeKit(t);
  const {id} = await addTarget(kit, 'one');
  const {id: userId} = await kit.platform.whoami();
  await kit.platform.describeExecution(id);
  await kit.platform.updateJob(id, {allowSSH: ['203.0.113.7']});
  await kit.platform.changeTags(id, {add: ['a'], remove: ['b']});
  await kit.platform.setProperties(id, {k: 'v', old: null});
  await kit.platform.terminateExecution(id);
  const plan = await planRun(kit);
  const jobId = await kit.platform.runExecutable(plan);
  kit.emulator.control.failNext({
    route: 'user/update',
    kind: 'status',
    status: 401,
    type: 'PermissionDenied',
  });
  await t.throwsAsync(kit.platform.updateUser(userId, {sshPublicKey: null}));
  const [latest, ...older] = kit.log
    .list()
    .map(({action, id: target, result}) => `${target} ${action}: ${result}`);
  t.regex(
    latest ?? '',
    new RegExp(`^${userId} take the SSH key away: The platform refused the call: PermissionDenied`),
  );
  t.deepEqual(older, [
    `${plan.executable.id} run: started ${jobId}`,
    `${id} terminate: done`,
    `${id} set k to v, take away old: done`,
    `${id} add tag a, remove tag b: done`,
    `${id} let in over SSH: 203.0.113.7: done`,
  ]);
});

test('in read-only mode nothing is sent and nothing is written down; questions are answered', async (t) => {
  const kit = await startChangeKit(t, {isReadOnly: true});
  const {id} = await addTarget(kit, 'one');
  const {id: userId} = await kit.platform.whoami();
  const {platform} = kit;
  const plan = await planRun(kit);
  const attempts: ReadonlyArray<() => Promise<unknown>> = [
    () => platform.runExecutable(plan),
    () => platform.terminateExecution(id),
    () => platform.changeTags(id, {add: ['a'], remove: []}),
    () => platform.setProperties(id, {k: 'v'}),
    () => platform.updateJob(id, {allowSSH: []}),
    () => platform.updateUser(userId, {sshPublicKey: null}),
  ];
  for (const attempt of attempts) {
    const error = await t.throwsAsync(attempt, {instanceOf: ConfigError});
    t.regex(
      toSentence(error),
      /^dxtop is in read-only mode, and changes nothing\. Start it without --read-only/,
    );
  }
  t.is((await platform.describeExecution(id)).id, id);
  t.deepEqual(kit.changesSeen(), []);
  t.deepEqual(kit.log.list(), []);
});
