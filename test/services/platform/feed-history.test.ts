import test from 'ava';
import {CancelError, NetworkError} from '../../../source/model/errors.ts';
import {createFeed, createPlatform, id, job, NOW_MS} from './feed-platform.ts';

/** So many jobs that have ended, one for each millisecond. */
const createEnded = (count: number) => createPlatform(Array.from({length: count}, (_, n) => job(n, 'done')));

test('history loads page by page down to its horizon, and says since when it is whole', async (t) => {
  const feed = createFeed(createEnded(2500));
  await feed.refresh();
  const reached: unknown[] = [];
  const end = await feed.loadHistory(NOW_MS - 1000, {
    onPage: () => {
      reached.push(feed.getReach());
    },
  });
  t.is(end, 'whole');
  t.deepEqual(reached, [
    {count: 1000, completeSinceMs: NOW_MS + 1500},
    {count: 2000, completeSinceMs: NOW_MS + 500},
  ]);
  t.is(feed.getSnapshot().executions.length, 2500);
  t.is(feed.getSnapshot().completeSinceMs, NOW_MS - 1000);
});

test('further back only what is older is asked for, and nothing twice', async (t) => {
  const platform = createEnded(2500);
  const feed = createFeed(platform);
  await feed.refresh();
  await feed.loadHistory(NOW_MS + 1000);
  t.is(feed.getReach().count, 1500);
  platform.requests.length = 0;
  t.is(await feed.loadHistory(0), 'whole');
  t.is(feed.getReach().count, 2500);
  t.deepEqual(
    platform.requests.map(({filter, starting}) => [filter.createdBeforeMs, filter.createdAfterMs, starting]),
    [
      [NOW_MS + 1001, undefined, undefined],
      [NOW_MS + 1001, undefined, '1000'],
    ],
  );
  platform.requests.length = 0;
  t.is(await feed.loadHistory(NOW_MS), 'whole');
  t.deepEqual(platform.requests, []);
});

test('after a page that fails history goes on from the oldest that came', async (t) => {
  const platform = createEnded(2500);
  const feed = createFeed(platform);
  await feed.refresh();
  platform.gate = ({starting}) =>
    starting === '1000'
      ? Promise.reject(new NetworkError('refused', 'host', 'refused', ''))
      : Promise.resolve();
  await t.throwsAsync(feed.loadHistory(0), {instanceOf: NetworkError});
  t.deepEqual(feed.getReach(), {count: 1000, completeSinceMs: NOW_MS + 1500});
  platform.gate = () => Promise.resolve();
  platform.requests.length = 0;
  t.is(await feed.loadHistory(0), 'whole');
  t.is(platform.requests[0]?.filter.createdBeforeMs, NOW_MS + 1501);
  t.is(feed.getReach().count, 2500);
});

test('history that is ended by its signal keeps what came', async (t) => {
  const platform = createEnded(2500);
  const feed = createFeed(platform);
  await feed.refresh();
  const controller = new AbortController();
  const load = feed.loadHistory(0, {
    signal: controller.signal,
    onPage: () => {
      controller.abort();
    },
  });
  await t.throwsAsync(load, {instanceOf: CancelError});
  t.is(feed.getReach().count, 1000);
});

test('history stops when as many are there as are kept, and does not claim to be whole', async (t) => {
  const platform = createEnded(5000);
  const feed = createFeed(platform, {maxTerminal: 2000});
  await feed.refresh();
  t.is(await feed.loadHistory(0), 'full');
  t.is(feed.getReach().count, 2000);
  t.is(feed.getReach().completeSinceMs, NOW_MS + 3000);
  platform.requests.length = 0;
  t.is(await feed.loadHistory(0), 'full');
  t.deepEqual(platform.requests, []);
});

test('a list that never ends is left when it has brought its most', async (t) => {
  const feed = createFeed(createEnded(5000), {maxHistory: 2000});
  await feed.refresh();
  t.is(await feed.loadHistory(0), 'full');
  t.is(feed.getReach().count, 2000);
});

test('refreshes go on while history waits for a page', async (t) => {
  const platform = createEnded(2500);
  const feed = createFeed(platform);
  await feed.refresh();
  const {promise: late, resolve: release} = Promise.withResolvers<undefined>();
  platform.gate = async ({filter}) => {
    if (filter.includesRestarted) await late;
  };
  const load = feed.loadHistory(0);
  platform.jobs.push(job(3000));
  const {executions} = await feed.refresh();
  t.is(executions[0]?.id, id(3000));
  release(undefined);
  t.is(await load, 'whole');
});
