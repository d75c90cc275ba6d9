import test from 'ava';
import {findLastSession} from '../../../source/services/ssh/find-last-session.ts';
import {createStateFolder, openRegistry, toRecord} from '../storage/state-folder.ts';
import {startKit} from './attach-kit.ts';

const start = async (t: Parameters<typeof startKit>[0]) => {
  const kit = await startKit(t, {useTmux: false});
  const {registry} = openRegistry(t, createStateFolder(t));
  const older = await kit.addJob({name: 'older'});
  const latest = await kit.addJob({name: 'latest'});
  for (const [number, jobId] of [older, latest].entries()) {
    const job = await kit.platform.describeExecution(jobId);
    if (job.class !== 'job') throw new Error('not a job');
    registry.save(toRecord(number + 1, {jobId, fingerprint: job.worker?.fingerprint}));
  }

  const find = () => findLastSession(registry, kit.platform);
  return {kit, registry, older, latest, find, control: kit.emulator.control};
};

test('the latest session is found, with one request', async (t) => {
  const {find, latest, control} = await start(t);
  const asked = control.requests().length;
  t.like(await find(), {record: {jobId: latest}, standing: 'alive', change: undefined});
  t.is(control.requests().length, asked + 1);
});

test('a session whose job has ended gives way to an older one that lives', async (t) => {
  const {find, older, latest, control} = await start(t);
  control.endJob(latest, {state: 'done'});
  t.like(await find(), {record: {jobId: older}, standing: 'alive'});
});

test('a session whose worker has another host key gives way, and is told where no other lives', async (t) => {
  const {find, registry, older, latest, control} = await start(t);
  control.changeHostKey(latest, {publish: true});
  t.like(await find(), {record: {jobId: older}, standing: 'alive'});
  registry.forget({jobId: older, workerNumber: 0});
  t.like(await find(), {record: {jobId: latest}, standing: 'over', change: {kind: 'other-worker'}});
});

test('a session whose job was restarted is told with its try', async (t) => {
  const {find, registry, older, latest, control} = await start(t);
  registry.forget({jobId: older, workerNumber: 0});
  await control.restartJob(latest);
  t.like(await find(), {record: {jobId: latest}, change: {kind: 'restarted', tryNumber: 1}});
});

test('the latest that is remembered is found where all jobs have ended, and where nobody can be asked', async (t) => {
  const {find, older, latest, kit, control} = await start(t);
  for (const id of [older, latest]) control.endJob(id, {state: 'done'});
  t.like(await find(), {record: {jobId: latest}, standing: 'over'});
  await kit.emulator.close();
  t.like(await find(), {record: {jobId: latest}, standing: 'unknown'});
});

test('without a session that could be gone back to nobody is asked', async (t) => {
  const {find, registry, older, latest, control} = await start(t);
  for (const [number, jobId] of [older, latest].entries())
    registry.save(toRecord(number, {jobId, outcome: 'exited'}));
  const asked = control.requests().length;
  t.is(await find(), undefined);
  t.is(control.requests().length, asked);
});
