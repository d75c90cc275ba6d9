import test from 'ava';
import {CancelError, NetworkError} from '../../../source/model/errors.ts';
import {ACTIVE_STATES, type Execution} from '../../../source/model/execution.ts';
import {createFeed, createPlatform, id, idsOf, job, NOW_MS} from './feed-platform.ts';

test('the first refresh is one small page; from the second on all active ones are known', async (t) => {
  const platform = createPlatform(Array.from({length: 300}, (_, n) => job(n)));
  const feed = createFeed(platform);
  const first = await feed.refresh();
  t.is(first.executions.length, 100);
  t.false(first.isComplete);
  t.is(first.fetchedAtMs, NOW_MS);
  const second = await feed.refresh();
  t.is(second.executions.length, 300);
  t.true(second.isComplete);
  t.deepEqual(platform.requests, [
    {filter: {launchedBy: 'self', project: undefined}, starting: undefined, limit: 100},
    {
      filter: {launchedBy: 'self', project: undefined, states: ACTIVE_STATES},
      starting: undefined,
      limit: 1000,
    },
  ]);
});

test('a first page that holds everything is complete', async (t) => {
  const feed = createFeed(createPlatform([job(1), job(2, 'done')]));
  t.true((await feed.refresh()).isComplete);
});

test('nothing at all is an empty list', async (t) => {
  const feed = createFeed(createPlatform([]));
  await feed.refresh();
  t.like(await feed.refresh(undefined, {force: true}), {executions: [], isComplete: true});
});

test('executions are newest first, and by ID where the time is the same', async (t) => {
  const feed = createFeed(
    createPlatform([
      job(3, 'running', {created: 5}),
      job(1, 'running', {created: 5}),
      job(2, 'running', {created: 9}),
    ]),
  );
  t.deepEqual(idsOf(await feed.refresh()), [id(2), id(1), id(3)]);
});

test('in the steady state a refresh is one request, and nothing changes its identity', async (t) => {
  const platform = createPlatform(Array.from({length: 50}, (_, n) => job(n)));
  const feed = createFeed(platform);
  await feed.refresh();
  const before = await feed.refresh();
  platform.requests.length = 0;
  const after = await feed.refresh();
  t.is(platform.requests.length, 1);
  t.is(after, before);
  t.is(feed.getSnapshot(), before);
});

test('only the execution that changed is another object', async (t) => {
  const platform = createPlatform([job(1), job(2)]);
  const feed = createFeed(platform);
  await feed.refresh();
  const {executions: before} = await feed.refresh();
  platform.jobs[0] = job(1, 'running', {totalPrice: 0.5});
  const {executions: after} = await feed.refresh();
  t.not(after, before);
  t.is(after[0], before[0]);
  t.is(after[1]?.price?.amount, 0.5);
});

test('what has ended is asked for once, by name, and then left alone', async (t) => {
  const platform = createPlatform([job(1), job(2), job(3)]);
  const feed = createFeed(platform);
  await feed.refresh();
  await feed.refresh();
  platform.jobs[0] = job(1, 'failed', {failureReason: 'AppError'});
  platform.jobs[1] = job(2, 'done');
  platform.requests.length = 0;
  const after = await feed.refresh();
  t.deepEqual(
    platform.requests.map(({filter}) => filter.ids ?? filter.states?.length),
    [ACTIVE_STATES.length, [id(2), id(1)]],
  );
  t.deepEqual(
    after.executions.map(({state}): string => state),
    ['running', 'done', 'failed'],
  );
  platform.requests.length = 0;
  await feed.refresh();
  t.is(platform.requests.length, 1);
});

test('since when a job is held is asked for once for each try', async (t) => {
  const platform = createPlatform([job(1, 'debug_hold', {try: 0}), job(2)]);
  const feed = createFeed(platform);
  await feed.refresh();
  await feed.refresh();
  await feed.refresh();
  const asked = () =>
    platform.requests.filter(({fields}) => fields !== undefined && 'stateTransitions' in fields);
  t.deepEqual(
    asked().map(({filter}) => filter.ids),
    [[id(1)]],
  );
  platform.jobs = [job(1, 'debug_hold', {try: 1}), job(2)];
  await feed.refresh();
  await feed.refresh();
  t.is(asked().length, 2);
});

test('what the platform no longer has leaves the list', async (t) => {
  const platform = createPlatform([job(1), job(2)]);
  const feed = createFeed(platform);
  await feed.refresh();
  await feed.refresh();
  platform.jobs.shift();
  t.deepEqual(idsOf(await feed.refresh()), [id(2)]);
});

test('every fifth refresh, or on demand, those that came and went in between are found', async (t) => {
  const platform = createPlatform([job(1)]);
  const feed = createFeed(platform);
  await feed.refresh();
  platform.jobs.push(job(2, 'done'));
  for (let refresh = 1; refresh <= 4; refresh++) t.deepEqual(idsOf(await feed.refresh()), [id(1)]);
  t.deepEqual(idsOf(await feed.refresh()), [id(2), id(1)]);
  t.is(platform.requests.at(-1)?.filter.createdAfterMs, NOW_MS + 1 - 60_000);
  platform.jobs.push(job(3, 'done'));
  t.deepEqual(idsOf(await feed.refresh(undefined, {force: true})), [id(3), id(2), id(1)]);
});

test('many active executions take several pages, and duplicates across pages count once', async (t) => {
  const platform = createPlatform(Array.from({length: 2500}, (_, n) => job(n)));
  const feed = createFeed(platform);
  await feed.refresh();
  // A row that arrives between two pages pushes the last one of the first page onto the second.
  platform.gate = async ({starting}) => {
    if (starting === '1000') platform.jobs.push(job(3000));
    await Promise.resolve();
  };
  const {executions, isComplete} = await feed.refresh();
  t.is(executions.length, 2500);
  t.is(new Set(idsOf({executions})).size, 2500);
  t.true(isComplete);
});

const loops: ReadonlyArray<
  readonly [title: string, next: (page: number) => unknown, rows: (page: number) => Execution[]]
> = [
  ['the same cursor for ever', () => 'again', (page) => [job(page)]],
  ['cursors in a circle', (page) => ({at: page % 3}), (page) => [job(page)]],
  ['the same rows for ever', (page) => page, () => [job(1)]],
  ['empty pages for ever', (page) => page, () => []],
  ['new rows for ever', (page) => page, (page) => [job(page)]],
];

for (const [title, next, rows] of loops) {
  test(`a list that never ends is left: ${title}`, async (t) => {
    let page = 0;
    const client = {
      findExecutionsPage: async () => {
        page++;
        return Promise.resolve({executions: rows(page), next: next(page), droppedCount: 0});
      },
    };
    const feed = createFeed(client, {maxHistory: 5000});
    await feed.refresh();
    const snapshot = await feed.refresh();
    t.false(snapshot.isComplete);
    // The first page, the active ones, and what became of the one that is missing among them.
    t.true(page <= 1 + 10 + 10, `${page} pages`);
    t.not(await feed.loadHistory(0), 'whole');
    t.true(page <= 60, `${page} pages`);
  });
}

test('a late answer does not overwrite a newer one, nor bring back what has left', async (t) => {
  const platform = createPlatform([job(1), job(2)]);
  const feed = createFeed(platform);
  await feed.refresh();
  await feed.refresh();
  const {promise: late, resolve: release} = Promise.withResolvers<undefined>();
  platform.gate = async () => {
    await late;
  };
  const slow = feed.refresh();
  platform.gate = () => Promise.resolve();
  platform.jobs[0] = job(1, 'done');
  platform.jobs.pop();
  const newer = await feed.refresh();
  t.deepEqual(
    newer.executions.map(({state}): string => state),
    ['done'],
  );
  release(undefined);
  const afterwards = await slow;
  t.deepEqual(
    afterwards.executions.map(({state}): string => state),
    ['done'],
  );
  t.true(afterwards.isComplete);
});

test('a failed refresh throws, and what was known stays', async (t) => {
  const platform = createPlatform([job(1)]);
  const feed = createFeed(platform);
  await feed.refresh();
  const before = feed.getSnapshot();
  platform.gate = () => Promise.reject(new NetworkError('refused', 'host', 'refused', ''));
  await t.throwsAsync(feed.refresh(), {instanceOf: NetworkError});
  t.is(feed.getSnapshot(), before);
});

test('an answer to an aborted refresh is not taken in', async (t) => {
  const platform = createPlatform([job(1)]);
  const feed = createFeed(platform);
  const controller = new AbortController();
  platform.gate = () => {
    controller.abort();
    return Promise.resolve();
  };
  await t.throwsAsync(feed.refresh(controller.signal), {instanceOf: CancelError});
  t.deepEqual(feed.getSnapshot().executions, []);
});

test('of those that ended only the newest are kept, of the active ones all', async (t) => {
  const jobs = Array.from({length: 300}, (_, n) => job(n, n % 3 === 0 ? 'running' : 'done'));
  const feed = createFeed(createPlatform(jobs), {maxTerminal: 50});
  await feed.refresh();
  await feed.loadHistory(0);
  const {executions} = await feed.refresh();
  t.is(executions.filter(({state}) => state === 'running').length, 100);
  t.is(executions.filter(({state}) => state === 'done').length, 50);
  t.is(executions.find(({state}) => state === 'done')?.id, id(299));
});

test('more than a thousand ends are learned in turns', async (t) => {
  const platform = createPlatform(Array.from({length: 1500}, (_, n) => job(n)));
  const feed = createFeed(platform);
  await feed.refresh();
  await feed.refresh();
  platform.jobs = platform.jobs.map((_, n) => job(n, 'done'));
  const count = ({executions}: {executions: readonly Execution[]}) =>
    executions.filter(({state}) => state === 'done').length;
  t.is(count(await feed.refresh()), 1000);
  t.is(count(await feed.refresh()), 1500);
});

test('what was known last time is there before the first answer, which brings all that has changed since', async (t) => {
  const platform = createPlatform([job(1, 'done'), job(2), job(3, 'failed')]);
  const feed = createFeed(platform, {initial: {executions: [job(1), job(0)], fetchedAtMs: 5}});
  t.like(feed.getSnapshot(), {fetchedAtMs: 5, isStored: true, isComplete: false});
  t.deepEqual(idsOf(feed.getSnapshot()), [id(1), id(0)]);
  const snapshot = await feed.refresh();
  t.like(snapshot, {fetchedAtMs: NOW_MS, isStored: false, isComplete: true});
  t.deepEqual(
    snapshot.executions.map((execution) => [execution.id, execution.state as string]),
    [
      [id(3), 'failed'],
      [id(2), 'running'],
      [id(1), 'done'],
    ],
  );
});

test('while no answer comes it stays what it was, with its time', async (t) => {
  const platform = createPlatform([]);
  platform.gate = () => Promise.reject(new NetworkError('refused', 'api', 'away', 'wait'));
  const feed = createFeed(platform, {initial: {executions: [job(1)], fetchedAtMs: 5}});
  await t.throwsAsync(feed.refresh(), {instanceOf: NetworkError});
  t.like(feed.getSnapshot(), {fetchedAtMs: 5, isStored: true});
  t.deepEqual(idsOf(feed.getSnapshot()), [id(1)]);
});

test('the rest of what was known comes a little at a time, and yields to an answer', async (t) => {
  const more = () => [[job(1), job(0)], [job(4)]];
  const initial = {executions: [job(1)], fetchedAtMs: 5, more};
  const away = createFeed(createPlatform([]), {initial});
  t.deepEqual(idsOf(await away.loadStored()), [id(4), id(1), id(0)]);
  const feed = createFeed(createPlatform([job(1)]), {initial});
  await feed.refresh();
  t.deepEqual(idsOf(await feed.loadStored()), [id(1)]);
});

test('rows that were dropped are counted', async (t) => {
  const feed = createFeed({
    findExecutionsPage: () => Promise.resolve({executions: [job(1)], next: undefined, droppedCount: 2}),
  });
  t.is((await feed.refresh()).droppedCount, 2);
});
