import {useCallback, useRef} from 'react';
import useSWR from 'swr';
import type {Execution} from '../model/execution.ts';
import type {ExecutionsSnapshot} from '../services/platform/executions-feed.ts';
import {toNextTryMs} from './poll-delay.ts';
import {useServices} from './services.ts';

const REFRESH_INTERVAL_MS = 4000;
const NONE: readonly Execution[] = [];

/** The executions as they were last seen. */
export interface Executions {
  /** Newest first; `[]` until the first answer. */
  readonly executions: readonly Execution[];
  /** When they were seen, in milliseconds since the Unix epoch; `undefined` before the first answer. */
  readonly fetchedAtMs: number | undefined;
  /** Why the last refresh failed; the executions are then those from before. */
  readonly error: unknown;
  /** When it is tried again, in milliseconds since the Unix epoch; `undefined` when only the user can have it tried. */
  readonly nextTryMs: number | undefined;
  readonly refresh: () => void;
}

/** The live list: one request per interval, none while `isPaused`; older ones load in the background. */
export const useExecutions = (isPaused: boolean): Executions => {
  const {feed} = useServices();
  const isForced = useRef(false);
  const {data, error, mutate} = useSWR<ExecutionsSnapshot, unknown>(
    'executions',
    async () => {
      const force = isForced.current;
      isForced.current = false;
      return await feed.refresh(undefined, {force});
    },
    {refreshInterval: isPaused ? 0 : REFRESH_INTERVAL_MS, isPaused: () => isPaused},
  );
  const history = useSWR<ExecutionsSnapshot, unknown>(
    data === undefined ? null : 'history',
    async () => {
      // The first answer is the newest page alone; the second brings everything that has not ended.
      await mutate();
      const snapshot = await feed.loadHistory();
      await mutate(snapshot, {revalidate: false});
      return snapshot;
    },
    {revalidateIfStale: false},
  );
  const refresh = useCallback(() => {
    isForced.current = true;
    void mutate();
  }, [mutate]);
  return {
    executions: data?.executions ?? NONE,
    fetchedAtMs: data?.fetchedAtMs,
    error: error ?? history.error,
    nextTryMs: toNextTryMs(error ?? history.error),
    refresh,
  };
};
