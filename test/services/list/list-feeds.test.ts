import test from 'ava';
import {CancelError, NetworkError} from '../../../source/model/errors.ts';
import {FIRST_SPAN, type HistorySpan} from '../../../source/model/history-span.ts';
import {type ListScope, OWN_EVERYWHERE} from '../../../source/model/list-scope.ts';
import {clean} from '../../../source/model/safe-text.ts';
import {createListFeeds} from '../../../source/services/list/list-feeds.ts';
import {createFeed, createPlatform, idsOf, job, NOW_MS} from '../platform/feed-platform.ts';

const EVERYONE: ListScope = {isEveryone: true, project: undefined};
const PROJECT_ID = 'project-GZ0k3Vj0xPq8K7Y2bF5gJ4vX';
const PROJECT: ListScope = {isEveryone: false, project: {id: PROJECT_ID, name: clean(PROJECT_ID)}};

/** Lists on a platform, with the scopes that took another's place. */
const createLists = (scope = OWN_EVERYWHERE, firstSpan?: HistorySpan) => {
  const platform = createPlatform([job(1)]);
  const switched: ListScope[] = [];
  const lists = createListFeeds({
    scope,
    findProjectName: () => Promise.resolve(clean('cohort')),
    open: ({isEveryone, project}) =>
      createFeed(platform, {launchedBy: isEveryone ? undefined : 'self', project: project?.id}),
    now: () => NOW_MS,
    firstSpan,
    onSwitched: (list) => switched.push(list.scope),
  });
  return {platform, lists, switched};
};

test('another scope takes the place of the list once its first page is there', async (t) => {
  const {platform, lists, switched} = createLists();
  const {current: before} = lists.getState();
  const {promise: late, resolve: release} = Promise.withResolvers<undefined>();
  platform.gate = async () => {
    await late;
  };
  const done = lists.switchTo(EVERYONE);
  t.is(lists.getState().current, before);
  t.is(lists.getState().pending, EVERYONE);
  release(undefined);
  await done;
  const {current, pending} = lists.getState();
  t.is(pending, undefined);
  t.is(current.scope, EVERYONE);
  t.deepEqual(idsOf(current.feed.getSnapshot()), idsOf({executions: [job(1)]}));
  t.deepEqual(switched, [EVERYONE]);
  t.is(platform.requests[0]?.filter.launchedBy, undefined);
});

for (const [firstSpan, span, expected] of [
  [undefined, undefined, FIRST_SPAN],
  [undefined, 'all', 'all'],
  ['all', FIRST_SPAN, 'all'],
] as const) {
  test(`a list that begins with ${firstSpan ?? 'nothing'}, and ${span ?? 'nothing'} for another scope, goes back ${expected}`, async (t) => {
    const {lists} = createLists(OWN_EVERYWHERE, firstSpan);
    await lists.switchTo(EVERYONE, span);
    t.is(lists.getState().current.history.getState().span, expected);
  });
}

test('when the platform refuses the list stays', async (t) => {
  const {platform, lists, switched} = createLists();
  const {current: before} = lists.getState();
  platform.gate = () => Promise.reject(new NetworkError('refused', 'host', 'refused', ''));
  await t.throwsAsync(lists.switchTo(EVERYONE), {instanceOf: NetworkError});
  t.deepEqual(lists.getState(), {current: before, pending: undefined});
  t.deepEqual(switched, []);
});

test('of two choices the later one counts, and the earlier one is cancelled', async (t) => {
  const {platform, lists, switched} = createLists();
  const {promise: late, resolve: release} = Promise.withResolvers<undefined>();
  platform.gate = async ({filter}) => {
    if (filter.project === undefined) await late;
  };
  const first = lists.switchTo(EVERYONE);
  await lists.switchTo(PROJECT);
  release(undefined);
  await t.throwsAsync(first, {instanceOf: CancelError});
  t.is(lists.getState().current.scope.project?.name, clean('cohort'));
  t.is(switched.length, 1);
});

test('choosing the current scope gives up what is on its way', async (t) => {
  const {platform, lists} = createLists();
  platform.gate = () => new Promise(() => undefined);
  void lists.switchTo(EVERYONE).catch(() => {
    // It never answers; what it says when it is given up is asked for above.
  });
  await lists.switchTo(OWN_EVERYWHERE);
  t.is(lists.getState().pending, undefined);
  t.is(lists.getState().current.scope, OWN_EVERYWHERE);
});

test('the project of the first list gets its name, in the same list', async (t) => {
  const {lists} = createLists(PROJECT);
  const {feed} = lists.getState().current;
  await lists.nameProject();
  t.is(lists.getState().current.scope.project?.name, clean('cohort'));
  t.is(lists.getState().current.feed, feed);
});
