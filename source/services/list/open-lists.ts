import type {HistorySpan} from '../../model/history-span.ts';
import type {ListScope} from '../../model/list-scope.ts';
import {createExecutionsFeed, type ExecutionsFeed} from '../platform/executions-feed.ts';
import type {PlatformClient} from '../platform/platform-client.ts';
import {type KeptFeed, keepSnapshots} from '../storage/keep-snapshots.ts';
import type {SnapshotStore} from '../storage/snapshot-store.ts';
import type {ViewStore} from '../storage/view-store.ts';
import {createListFeeds, type ListFeeds} from './list-feeds.ts';

/** What the lists of the dashboard are made of. */
export interface ListsOptions {
  readonly platform: Pick<PlatformClient, 'findExecutionsPage' | 'findProjectName'>;
  readonly openSnapshots: (scope: ListScope) => SnapshotStore;
  readonly views: Pick<ViewStore, 'saveScope'>;
  readonly scope: ListScope;
  readonly firstSpan?: HistorySpan | undefined;
  /** Whether the first list begins with what the last run has stored of it. */
  readonly isStoredShown: boolean;
  readonly now: () => number;
}

/** The lists, and what stores the current one for the next start; see `KeptFeed`. */
export interface Lists extends Pick<KeptFeed, 'flush'> {
  readonly lists: ListFeeds;
}

/** Makes the lists, whose answers are stored for the next start, as is the scope that was chosen last. */
export const openLists = ({
  platform,
  openSnapshots,
  views,
  scope: firstScope,
  firstSpan,
  isStoredShown,
  now,
}: ListsOptions): Lists => {
  const kept = new WeakMap<ExecutionsFeed, KeptFeed>();
  let isFirst = true;
  const lists = createListFeeds({
    scope: firstScope,
    firstSpan,
    now,
    findProjectName: (id, options) => platform.findProjectName(id, options),
    open(scope) {
      const snapshots = openSnapshots(scope);
      const keeper = keepSnapshots(
        createExecutionsFeed({
          client: platform,
          launchedBy: scope.isEveryone ? undefined : 'self',
          project: scope.project?.id,
          now,
          initial: isFirst && isStoredShown ? snapshots.load() : undefined,
        }),
        snapshots,
        now,
      );
      isFirst = false;
      kept.set(keeper.feed, keeper);
      return keeper.feed;
    },
    // The list that was left has been stored within the last minute.
    onSwitched: ({scope}) => {
      views.saveScope(scope);
    },
  });
  return {
    lists,
    flush: () => {
      kept.get(lists.getState().current.feed)?.flush();
    },
  };
};
