import {useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore} from 'react';
import useSWR from 'swr';
import {createExecutionTree, type ExecutionTree} from '../model/execution-tree.ts';
import {type Spend, toSpend} from '../model/spend.ts';
import type {ExecutionsFeed, ExecutionsSnapshot} from '../services/platform/executions-feed.ts';
import type {ListFeedsState} from '../services/list/list-feeds.ts';
import {refreshDelayMs} from '../services/platform/retry.ts';
import {toNextTryMs} from './poll-delay.ts';
import {useServices} from './services.ts';
import {useHistory} from './use-history.ts';
import {useWake} from './use-wake.ts';

export type {ListFeedsState} from '../services/list/list-feeds.ts';

const NOTHING: ExecutionTree = createExecutionTree();
/** A snapshot is as it is; SWR's own way would read all 100,000 executions at each refresh. */
const IDENTITY = {compare: Object.is};

/** The executions as they were last seen. */
export interface Executions {
  /** All that is known, in its trees; empty until the first answer. It changes in place, with `version`. */
  readonly tree: ExecutionTree;
  readonly version: number;
  /** Changes with all but prices. */
  readonly shape: number;
  readonly spend: Spend;
  /** When they were seen, in milliseconds since the Unix epoch; `undefined` before the first answer. */
  readonly fetchedAtMs: number | undefined;
  /** Whether they are what the last run of dxtop has stored: no answer has come yet. */
  readonly isStored: boolean;
  /** Why the last refresh failed; the executions are then those from before. */
  readonly error: unknown;
  /** When it is tried again, in milliseconds since the Unix epoch; `undefined` when only the user can have it tried. */
  readonly nextTryMs: number | undefined;
  readonly refresh: () => void;
  /** Which list it is, and which one is on its way. */
  readonly lists: ListFeedsState;
}

/** The live list: one request per interval, none while `isPaused`; older ones load in the background. */
export const useExecutions = (isPaused: boolean): Executions => {
  const {lists, now, settings} = useServices();
  const state = useSyncExternalStore(lists.subscribe, lists.getState);
  const {feed, history} = state.current;
  const isForced = useRef(false);
  const wishedMs = settings.platform.refreshSeconds * 1000;
  // SWR begins its interval anew with each other function; the dashboard may be drawn more often than that.
  const toDelayMs = useCallback(
    (latest?: ExecutionsSnapshot) => (isPaused ? 0 : refreshDelayMs(wishedMs, latest?.tree.active.size ?? 0)),
    [isPaused, wishedMs],
  );
  const {first, stored} = useStoredExecutions(feed);
  const {data, error, mutate} = useSWR<ExecutionsSnapshot, unknown>(
    'executions',
    async () => {
      const force = isForced.current;
      isForced.current = false;
      const {current} = lists.getState();
      const snapshot = await current.feed.refresh(undefined, {force});
      current.history.noteAnswer();
      return snapshot;
    },
    {
      ...IDENTITY,
      refreshInterval: toDelayMs,
      isPaused: () => isPaused,
    },
  );
  // What was asked for before another scope was chosen is of the list that was left.
  const fresh = data?.tree === first.tree ? data : undefined;
  const isKnown = fresh !== undefined;
  useEffect(() => {
    // The first answer may be the newest page alone; the second brings everything that has not ended.
    if (isKnown) void mutate().finally(history.begin);
  }, [mutate, history, isKnown]);
  const lastFeed = useRef(feed);
  useEffect(() => {
    if (lastFeed.current === feed) return;
    lastFeed.current = feed;
    // The first page of another list is there already.
    void mutate(feed.getSnapshot(), {revalidate: false});
  }, [mutate, feed]);
  const {phase} = useHistory(history);
  useEffect(() => {
    // What it brought is in the tree; to see it all at once, not with the next refresh.
    if (phase !== 'waiting' && phase !== 'loading' && error === undefined)
      void mutate(feed.getSnapshot(), {revalidate: false});
  }, [mutate, feed, phase, error]);
  const refresh = useCallback(() => {
    isForced.current = true;
    void mutate();
  }, [mutate]);
  const nextTryMs = toNextTryMs(error);
  const isAsking = error === undefined || nextTryMs !== undefined;
  // In place of the turn that is due within the interval, or after a long back-off; one that hangs since before is left.
  useWake(refresh, isPaused || !isAsking);
  const seen = fresh ?? stored;
  const tree = seen?.tree ?? NOTHING;
  const version = seen?.version ?? 0;
  // Prices are as old as the version: what is gone since then must not make them look smaller per hour.
  const spend = useMemo(() => ({version, ...toSpend(tree, now())}), [tree, version, now]);
  return {
    tree,
    version,
    shape: seen?.shape ?? 0,
    spend,
    fetchedAtMs: seen?.fetchedAtMs,
    isStored: seen?.isStored ?? false,
    error,
    nextTryMs,
    refresh,
    lists: state,
  };
};

/** Up to when it is known what runs: now, or for as long as nothing newer comes, when the list was seen. */
export const toSeenMs = (
  {fetchedAtMs, isStored, error}: Pick<Executions, 'fetchedAtMs' | 'isStored' | 'error'>,
  nowMs: number,
): number => (isStored || error !== undefined ? (fetchedAtMs ?? nowMs) : nowMs);

/**
 * What is known before anything is asked through this hook: what the last run has stored, at first what fits on a screen
 * and soon all of it, or the first page of a list that was chosen; `undefined` when there is nothing.
 */
const useStoredExecutions = (
  feed: ExecutionsFeed,
): {readonly first: ExecutionsSnapshot; readonly stored: ExecutionsSnapshot | undefined} => {
  const [loaded, setLoaded] = useState<ExecutionsSnapshot | undefined>(undefined);
  const first = useMemo(() => feed.getSnapshot(), [feed]);
  const {isStored} = first;
  useEffect(() => {
    if (isStored) void feed.loadStored().then(setLoaded);
  }, [feed, isStored]);
  const snapshot = loaded?.tree === first.tree ? loaded : first;
  return {first, stored: snapshot.fetchedAtMs === undefined ? undefined : snapshot};
};
