import test from 'ava';
import type {Change, ChangeTarget} from '../../../source/model/change.ts';
import {ChangeRun, UNDO_MS} from '../../../source/services/changes/change-run.ts';
import {createManualClock, settle} from '../platform/manual-clock.ts';
import {addTarget, type ChangeKit, startChangeKit} from './change-kit.ts';

const TERMINATE: Change = {kind: 'terminate'};

/** A change that was just confirmed, on a clock that stands. */
const confirm = ({platform}: ChangeKit, change: Change, targets: readonly ChangeTarget[]) => {
  const clock = createManualClock();
  const run = new ChangeRun(change, targets, {platform, clock});
  /** Waits until it is over, and answers each execution's end. */
  const end = async () => {
    await clock.advance(UNDO_MS);
    while (run.getSnapshot().phase !== 'over') await settle();
    return run
      .getSnapshot()
      .items.map(({progress, detail}) => (detail === '' ? progress : `${progress}: ${detail}`));
  };
  return {clock, run, end};
};

test('nothing is sent before five seconds are over, and then each is terminated', async (t) => {
  const kit = await startChangeKit(t);
  const targets = [await addTarget(kit, 'one'), await addTarget(kit, 'two', 'runnable')];
  const {clock, run, end} = confirm(kit, TERMINATE, targets);
  await clock.advance(UNDO_MS - 1);
  t.is(run.getSnapshot().phase, 'waiting');
  t.deepEqual(kit.emulator.control.requests(), []);
  await clock.advance(1);
  t.deepEqual(await end(), ['done', 'done']);
  t.deepEqual(kit.changesSeen(), ['job/terminate', 'job/terminate']);
  for (const {id} of targets) t.regex((await kit.emulator.get(`${id}/describe`)).state ?? '', /^terminat/);
});

test('undone in time, nothing is ever sent; too late, nothing is undone', async (t) => {
  const kit = await startChangeKit(t);
  const targets = [await addTarget(kit, 'one')];
  const early = confirm(kit, TERMINATE, targets);
  await early.clock.advance(UNDO_MS - 1);
  t.true(early.run.undo());
  await early.clock.advance(60_000);
  t.is(early.run.getSnapshot().phase, 'undone');
  t.is(early.clock.timerCount(), 0);
  t.deepEqual(kit.emulator.control.requests(), []);

  const late = confirm(kit, TERMINATE, targets);
  await late.end();
  t.false(late.run.undo());
  t.is(late.run.getSnapshot().phase, 'over');
});

test('each state is looked at again: what is over, being ended, held since, or gone is left out', async (t) => {
  const kit = await startChangeKit(t);
  const {control} = kit.emulator;
  const done = await addTarget(kit, 'done meanwhile');
  const held = await addTarget(kit, 'held meanwhile');
  const gone = await addTarget(kit, 'gone');
  const alive = await addTarget(kit, 'alive', 'runnable');
  const {run, end} = confirm(kit, TERMINATE, [done, held, gone, alive]);
  control.endJob(done.id, {state: 'done'});
  control.update(held.id, {state: 'debug_hold'});
  control.update(alive.id, {state: 'running'});
  control.remove(gone.id);
  t.deepEqual(await end(), [
    'skipped: it is done already',
    'skipped: it is held for debugging now, and was running',
    'skipped: it is gone, or hidden from you',
    'done',
  ]);
  t.deepEqual(kit.changesSeen(), ['job/terminate']);
  t.is(run.getSnapshot().items[3]?.name, alive.name);
});

test('a refusal of one does not stop the others, and is told with its reason', async (t) => {
  const kit = await startChangeKit(t);
  const targets = [await addTarget(kit, 'one'), await addTarget(kit, 'two')];
  kit.emulator.control.failNext({
    route: 'job/terminate',
    kind: 'status',
    status: 401,
    type: 'PermissionDenied',
  });
  const [first, second] = await confirm(kit, TERMINATE, targets).end();
  t.regex(first ?? '', /^failed: The platform refused the call: PermissionDenied/);
  t.is(second, 'done');
});

test('when the states cannot be looked at, nothing is sent', async (t) => {
  const kit = await startChangeKit(t);
  const targets = [await addTarget(kit, 'one')];
  kit.emulator.control.failNext({
    route: 'system/findExecutions',
    kind: 'status',
    status: 422,
    type: 'InvalidInput',
  });
  const [first] = await confirm(kit, TERMINATE, targets).end();
  t.regex(first ?? '', /^failed: The platform refused/);
  t.deepEqual(kit.changesSeen(), []);
});

test('six executions are looked at five at a time', async (t) => {
  const kit = await startChangeKit(t);
  const targets = await Promise.all(Array.from({length: 6}, (_, index) => addTarget(kit, `job ${index}`)));
  t.deepEqual(
    await confirm(kit, TERMINATE, targets).end(),
    Array.from({length: 6}, () => 'done'),
  );
  const routes = kit.emulator.control.requests().map(({route}) => route);
  t.is(routes.filter((route) => route === 'system/findExecutions').length, 2);
  t.is(routes.indexOf('system/findExecutions'), 0);
});

test('tags and properties arrive as they were typed, on finished executions too', async (t) => {
  const kit = await startChangeKit(t);
  const target = await addTarget(kit, 'one', 'done');
  const id = target.id;
  await kit.emulator.call(`${id}/addTags`, {tags: ['old']});
  await kit.emulator.call(`${id}/setProperties`, {properties: {gone: 'x', kept: 'y'}});
  const change: Change = {
    kind: 'metadata',
    addTags: ['night run'],
    removeTags: ['old'],
    properties: {lane: '7', gone: null},
  };
  t.deepEqual(await confirm(kit, change, [target]).end(), ['done']);
  t.like(await kit.emulator.get(`${id}/describe`), {tags: ['night run'], properties: {lane: '7', kept: 'y'}});
  const described = await kit.platform.describeExecution(id);
  t.deepEqual(described.properties.map(({name, value}) => `${name}=${value}`).sort(), ['kept=y', 'lane=7']);
});
