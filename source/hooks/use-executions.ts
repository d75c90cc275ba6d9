import {useCallback, useEffect, useMemo, useRef, useState} from 'react';
import useSWR from 'swr';
import {createExecutionTree, type ExecutionTree} from '../model/execution-tree.ts';
import {type Spend, toSpend} from '../model/spend.ts';
import type {ExecutionsSnapshot} from '../services/platform/executions-feed.ts';
import {refreshDelayMs} from '../services/platform/retry.ts';
import {toNextTryMs} from './poll-delay.ts';
import {useServices} from './services.ts';

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
}

/** The live list: one request per interval, none while `isPaused`; older ones load in the background. */
export const useExecutions = (isPaused: boolean): Executions => {
  const {feed, now, settings} = useServices();
  const isForced = useRef(false);
  const wishedMs = settings.platform.refreshSeconds * 1000;
  // SWR begins its interval anew with each other function; the dashboard renders each second.
  const toDelayMs = useCallback(
    (latest?: ExecutionsSnapshot) => (isPaused ? 0 : refreshDelayMs(wishedMs, latest?.tree.active.size ?? 0)),
    [isPaused, wishedMs],
  );
  const stored = useStoredExecutions();
  const {
    data: fresh,
    error,
    mutate,
  } = useSWR<ExecutionsSnapshot, unknown>(
    'executions',
    async () => {
      const force = isForced.current;
      isForced.current = false;
      return await feed.refresh(undefined, {force});
    },
    {
      ...IDENTITY,
      refreshInterval: toDelayMs,
      isPaused: () => isPaused,
    },
  );
  const history = useSWR<ExecutionsSnapshot, unknown>(
    fresh === undefined ? null : 'history',
    async () => {
      // The first answer may be the newest page alone; the second brings everything that has not ended.
      await mutate();
      const snapshot = await feed.loadHistory();
      await mutate(snapshot, {revalidate: false});
      return snapshot;
    },
    {...IDENTITY, revalidateIfStale: false},
  );
  const refresh = useCallback(() => {
    isForced.current = true;
    void mutate();
  }, [mutate]);
  const data = fresh ?? stored;
  const tree = data?.tree ?? NOTHING;
  const version = data?.version ?? 0;
  // Prices are as old as the version: what is gone since then must not make them look smaller per hour.
  const spend = useMemo(() => ({version, ...toSpend(tree, now())}), [tree, version, now]);
  return {
    tree,
    version,
    shape: data?.shape ?? 0,
    spend,
    fetchedAtMs: data?.fetchedAtMs,
    isStored: data?.isStored ?? false,
    error: error ?? history.error,
    nextTryMs: toNextTryMs(error ?? history.error),
    refresh,
  };
};

/** Up to when it is known what runs: now, or for as long as nothing newer comes, when the list was seen. */
export const toSeenMs = (
  {fetchedAtMs, isStored, error}: Pick<Executions, 'fetchedAtMs' | 'isStored' | 'error'>,
  nowMs: number,
): number => (isStored || error !== undefined ? (fetchedAtMs ?? nowMs) : nowMs);

/** What the last run has stored: at first what fits on a screen, and soon all of it; `undefined` when there is nothing. */
const useStoredExecutions = (): ExecutionsSnapshot | undefined => {
  const {feed} = useServices();
  const [snapshot, setSnapshot] = useState(() => feed.getSnapshot());
  const {isStored} = snapshot;
  useEffect(() => {
    if (isStored) void feed.loadStored().then(setSnapshot);
  }, [feed, isStored]);
  return isStored ? snapshot : undefined;
};
