import test from 'ava';
import {createTestClock, startEmulator} from '../start-emulator.ts';

const onRequest = ['spotCostSavings', 'internetUsageIPs', 'runSystemRequirements', 'instanceTypeTransitions'];

test('a describe has every documented field of a job, and no time that is not known yet', async (t) => {
  const emulator = await startEmulator(t);
  const id = await emulator.control.addJob({state: 'runnable'});
  const job = await emulator.get(`${id}/describe`);
  const names =
    'id try class region name tags properties executable executableName applet function created tryCreated modified project folder workspace billTo launchedBy detachedFrom parentJob parentJobTry originJob rootExecution parentAnalysis analysis stage state stateTransitions failureCounts dependsOn priority finalPriority rank instanceType systemRequirements executionPolicy timeout networkAccess runInput originalInput input output details debug singleContext ignoreReuse delayWorkspaceDestruction preserveJobOutputs detailedJobMetrics httpsApp costLimit invoiceMetadata isFree currency totalPrice priceComputedAt totalEgress egressComputedAt';
  for (const name of names.split(' ')) t.true(name in job, name);
  for (const name of ['startedRunning', 'stoppedRunning', 'host', 'sshPort', 'sshHostKey'])
    t.false(name in job, name);
  for (const name of onRequest) t.false(name in job, name);
});

test('fields alone gives only these and the ID', async (t) => {
  const emulator = await startEmulator(t);
  const id = await emulator.control.addJob({state: 'done', name: 'x'});
  t.deepEqual(await emulator.get(`${id}/describe`, {fields: {state: true, name: false}}), {
    id,
    state: 'done',
  });
  t.deepEqual(await emulator.get(`${id}/describe`, {fields: {}}), {id});
});

test('fields with defaultFields adds and takes away', async (t) => {
  const emulator = await startEmulator(t);
  const id = await emulator.control.addJob({state: 'done'});
  const fields = {spotCostSavings: true, name: false};
  const job = await emulator.get(`${id}/describe`, {defaultFields: true, fields});
  t.true('spotCostSavings' in job);
  t.false('name' in job);
  t.true('state' in job);
});

test('an unknown job is a 404, as is an unknown try and a malformed ID', async (t) => {
  const emulator = await startEmulator(t);
  const id = await emulator.control.addJob({state: 'done'});
  for (const [subject, body] of [
    ['job-000000000000000000000000', {}],
    ['job-short', {}],
    [id, {try: 3}],
  ] as const) {
    const reply = await emulator.call(`${subject}/describe`, body);
    t.is(reply.status, 404, subject);
    t.is(reply.body.error?.type, 'ResourceNotFound');
  }
});

test('costs grow while a job runs, and stay when it is over', async (t) => {
  const clock = createTestClock();
  const emulator = await startEmulator(t, {scenario: 'empty', now: clock.now});
  const id = await emulator.control.addJob();
  const price = async () => (await emulator.get(`${id}/describe`)).totalPrice ?? 0;
  t.is(await price(), 0);
  clock.advance(3_600_000);
  const hourly = await price();
  t.true(hourly > 0.05 && hourly < 2);
  emulator.control.endJob(id, {state: 'done'});
  clock.advance(3_600_000);
  t.is(await price(), hourly);
});

test('describeExecutions answers each in its place, also those that are not there', async (t) => {
  const emulator = await startEmulator(t);
  const id = await emulator.control.addJob({state: 'done'});
  const executions = [id, 'job-000000000000000000000000'];
  const {body} = await emulator.call('system/describeExecutions', {
    executions,
    describe: {fields: {state: true}},
  });
  const [found, missing] = body.results as {describe?: unknown; error?: {type: string}}[];
  t.deepEqual(found, {describe: {id, state: 'done'}});
  t.is(missing?.error?.type, 'ResourceNotFound');
});

test('a user sees their own email and key, and not another’s', async (t) => {
  const emulator = await startEmulator(t);
  const {id} = await emulator.get('system/whoami');
  t.like(await emulator.get(`${id}/describe`), {handle: 'rosalind', email: 'rosalind@example.org'});
  const other = await emulator.get('user-barbara/describe');
  for (const name of ['email', 'billTo', 'sshPublicKey']) t.false(name in other, name);
});

test('the account key is stored byte for byte, revoked with null, and never a private one', async (t) => {
  const emulator = await startEmulator(t);
  const {id} = await emulator.get('system/whoami');
  const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIMLRGFX1LAcFN1fkONZ8nxiQHMvy0AegT6960HwiXNJ2 me@home\n';
  t.deepEqual(await emulator.get(`${id}/update`, {sshPublicKey: key}), {id});
  t.is((await emulator.get(`${id}/describe`)).sshPublicKey, key);
  const refused = await emulator.call(`${id}/update`, {
    sshPublicKey: '-----BEGIN OPENSSH PRIVATE KEY-----\n',
  });
  t.is(refused.status, 422);
  t.regex(refused.body.error?.message ?? '', /Tried to put a private key in the sshPublicKey field/);
  await emulator.get(`${id}/update`, {sshPublicKey: null});
  t.false('sshPublicKey' in (await emulator.get(`${id}/describe`)));
  t.is((await emulator.call('user-barbara/update', {sshPublicKey: key})).status, 401);
});

test('projects, folders, apps and what a login asks for are there', async (t) => {
  const emulator = await startEmulator(t, {scenario: 'demo', useTmux: false});
  const project = emulator.environment.DX_PROJECT_CONTEXT_ID ?? '';
  t.deepEqual(await emulator.get(`${project}/describe`, {fields: {name: true}}), {
    id: project,
    name: 'Rare disease cohort',
  });
  const listing = {folder: '/', describe: false, only: 'folders', includeHidden: false};
  const {body} = await emulator.call(`${project}/listFolder`, listing);
  t.deepEqual(body, {folders: ['/cohorts', '/reference', '/results'], objects: []});
  t.is((await emulator.call(`${project}/listFolder`, {folder: '/nowhere'})).status, 404);
  t.is((await emulator.get('app-hail_gwas/describe')).class, 'app');
  t.is((await emulator.get('app-hail_gwas/2.1.0/describe')).class, 'app');
  t.deepEqual((await emulator.call('system/greet', {client: 'dxclient'})).body, {messages: []});
  t.deepEqual((await emulator.call('system/getUserInfo')).body, {username: 'rosalind'});
});
