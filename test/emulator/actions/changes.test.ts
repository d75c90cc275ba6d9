import test from 'ava';
import {createHash} from 'node:crypto';
import {createTestClock, startEmulator, type AnyDescribe} from '../start-emulator.ts';

test('allowSSH replaces the list, an empty one closes SSH, and it is absent when closed', async (t) => {
  const emulator = await startEmulator(t);
  const id = await emulator.control.addJob({state: 'runnable', allowSSH: []});
  const read = async () => (await emulator.get(`${id}/describe`)).allowSSH;
  t.is(await read(), undefined);
  t.deepEqual(await emulator.get(`${id}/update`, {allowSSH: ['203.0.113.7', '198.51.100.0/24']}), {id});
  t.deepEqual(await read(), ['203.0.113.7', '198.51.100.0/24']);
  await emulator.get(`${id}/update`, {allowSSH: ['*']});
  t.deepEqual(await read(), ['*']);
  await emulator.get(`${id}/update`, {allowSSH: []});
  t.is(await read(), undefined);
});

test('an update of the wrong type, of another’s job or of a finished one is refused', async (t) => {
  const emulator = await startEmulator(t);
  const mine = await emulator.control.addJob({state: 'done'});
  const theirs = await emulator.control.addJob({state: 'runnable', launchedBy: 'user-barbara'});
  const cases: [string, unknown, number, string][] = [
    [theirs, {allowSSH: ['*']}, 401, 'PermissionDenied'],
    [mine, {allowSSH: ['*']}, 422, 'InvalidState'],
    [mine, {allowSSH: '*'}, 422, 'InvalidInput'],
    [mine, {allowSSH: [['H', 'P']]}, 422, 'InvalidInput'],
  ];
  for (const [id, body, status, type] of cases) {
    const reply = await emulator.call(`${id}/update`, body);
    t.is(reply.status, status);
    t.is(reply.body.error?.type, type);
  }
});

test('terminating answers at once and walks through terminating', async (t) => {
  const clock = createTestClock();
  const emulator = await startEmulator(t, {scenario: 'empty', now: clock.now});
  const id = await emulator.control.addJob();
  t.deepEqual(await emulator.get(`${id}/terminate`), {id});
  t.is((await emulator.get(`${id}/describe`)).state, 'terminating');
  t.is(emulator.control.worker(id), undefined);
  clock.advance(16_000);
  const job = await emulator.get(`${id}/describe`);
  t.is(job.state, 'terminated');
  t.deepEqual(
    job.stateTransitions?.map(({newState}) => newState),
    ['runnable', 'running', 'terminating', 'terminated'],
  );
  t.deepEqual(await emulator.get(`${id}/terminate`), {id});
});

test('one may not terminate or tag what one may only view', async (t) => {
  const emulator = await startEmulator(t, {scenario: 'demo', useTmux: false});
  const id = emulator.control.findJob('Tumour atlas, batch correction');
  for (const [method, body] of [
    ['terminate', {}],
    ['addTags', {tags: ['x']}],
  ] as const) {
    const reply = await emulator.call(`${id}/${method}`, body);
    t.is(reply.status, 401);
    t.is(reply.body.error?.type, 'PermissionDenied');
  }
});

test('tags are added once and removed, properties set and deleted, also of one try', async (t) => {
  const emulator = await startEmulator(t);
  const id = await emulator.control.addJob();
  await emulator.control.restartJob(id);
  await emulator.get(`${id}/addTags`, {tags: ['a', 'b', 'a']});
  await emulator.get(`${id}/removeTags`, {tags: ['b', 'z']});
  await emulator.get(`${id}/setProperties`, {properties: {k: 'v', old: 'x', ['__proto__']: 'safe'}});
  await emulator.get(`${id}/setProperties`, {properties: {old: null}});
  await emulator.get(`${id}/addTags`, {tags: ['first try'], try: 0});
  const job = await emulator.get(`${id}/describe`);
  t.deepEqual(job.tags, ['a']);
  t.is(job.properties?.k, 'v');
  t.false('old' in (job.properties ?? {}));
  t.deepEqual((await emulator.get(`${id}/describe`, {try: 0})).tags, ['first try']);
  const long = await emulator.call(`${id}/setProperties`, {properties: {'batch-id': 'é'.repeat(351)}});
  t.is(
    long.body.error?.message,
    'Expected key "properties.batch-id" of input to be no longer than 700 UTF-8 encoded bytes',
  );
});

test('a destroyed token lets nobody in any more', async (t) => {
  const emulator = await startEmulator(t);
  const token = emulator.headers.authorization?.slice('Bearer '.length) ?? '';
  const tokenSignature = createHash('sha256').update(token).digest('hex');
  t.is((await emulator.call('system/destroyAuthToken', {tokenSignature: '00'})).status, 404);
  t.deepEqual((await emulator.call('system/destroyAuthToken', {tokenSignature})).body, {tokenSignature});
  const reply = await emulator.call('system/whoami');
  t.is(reply.status, 401);
  t.deepEqual(reply.body.error, {type: 'InvalidAuthentication', message: 'The token could not be found'});
});

test('updating an analysis updates the jobs in it that are not over', async (t) => {
  const emulator = await startEmulator(t, {scenario: 'failures', useTmux: false});
  const id = emulator.control.findJob('Liver LFQ');
  t.deepEqual(await emulator.get(`${id}/update`, {allowSSH: ['203.0.113.7']}), {id});
  const {results} = await emulator.find({
    parentAnalysis: id,
    describe: {fields: {state: true, allowSSH: true}},
  });
  const open = results.filter(({describe}) => (describe as AnyDescribe).allowSSH);
  t.deepEqual(
    open.map(({describe}) => describe?.state),
    ['running'],
  );
  const over = await emulator.call(`${emulator.control.findJob('Joint genotyping cohort 7')}/update`, {
    allowSSH: [],
  });
  t.is(over.body.error?.type, 'InvalidState');
});
