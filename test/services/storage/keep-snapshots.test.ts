import test from 'ava';
import type {Execution} from '../../../source/model/execution.ts';
import {createExecutionTree} from '../../../source/model/execution-tree.ts';
import type {ExecutionsFeed, ExecutionsSnapshot} from '../../../source/services/platform/executions-feed.ts';
import {keepSnapshots} from '../../../source/services/storage/keep-snapshots.ts';
import {createJob} from '../../helpers/executions.ts';

const snapshot: ExecutionsSnapshot = {
  executions: [createJob()],
  tree: createExecutionTree(),
  shape: 1,
  version: 1,
  fetchedAtMs: 5,
  isStored: false,
  isComplete: true,
  completeSinceMs: undefined,
  droppedCount: 0,
};

/** A feed that says what the test wants, and all that is stored of it. */
const watch = (first: Partial<ExecutionsSnapshot> = {}) => {
  const said = {...snapshot, ...first};
  const answer = () => Promise.resolve(said);
  const feed: ExecutionsFeed = {
    refresh: answer,
    loadHistory: () => Promise.resolve('whole'),
    getReach: () => ({count: 1, completeSinceMs: undefined}),
    loadStored: answer,
    getSnapshot: () => said,
  };
  const clock = {nowMs: 0};
  const stored: (readonly Execution[])[] = [];
  let stepCount = 0;
  const kept = keepSnapshots(
    feed,
    {
      load: () => undefined,
      *save({executions}) {
        stored.push(executions);
        yield ++stepCount;
        yield ++stepCount;
      },
    },
    () => clock.nowMs,
  );
  return {...kept, said, clock, stored, stepCount: () => stepCount};
};

test('it is stored when all that is active is known, and then once a minute', async (t) => {
  const {feed, said, clock, stored} = watch({isComplete: false});
  await feed.refresh();
  t.deepEqual(stored, []);
  Object.assign(said, {isComplete: true});
  await feed.refresh();
  clock.nowMs = 59_999;
  await feed.refresh();
  t.deepEqual(stored, [said.executions]);
  clock.nowMs = 60_000;
  await feed.refresh();
  t.is(stored.length, 2);
});

test('the end stores the rest at once, and nothing after it', async (t) => {
  const {feed, flush, clock, stored, stepCount} = watch();
  await feed.refresh();
  flush();
  t.is(stored.length, 2);
  t.is(stepCount(), 3);
  clock.nowMs = 120_000;
  await feed.refresh();
  flush();
  t.is(stored.length, 2);
});

test('what is itself from the last run, or was never asked, is not stored as new', (t) => {
  const old = watch({isStored: true});
  old.flush();
  t.deepEqual(old.stored, []);
  const none = watch({fetchedAtMs: undefined});
  none.flush();
  t.deepEqual(none.stored, []);
});
