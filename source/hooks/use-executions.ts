import {useEffect, useState} from 'react';
import useSWR from 'swr';
import type {Execution} from '../model/execution.ts';
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
  readonly refresh: () => void;
}

/** The live list: one request per interval, none while `isPaused`. */
export const useExecutions = (isPaused: boolean): Executions => {
  const {feed} = useServices();
  const {data, error, mutate} = useSWR('executions', () => feed.refresh(), {
    refreshInterval: isPaused ? 0 : REFRESH_INTERVAL_MS,
    isPaused: () => isPaused,
  });
  const [history, setHistory] = useState<Awaited<ReturnType<typeof feed.loadHistory>> | undefined>(undefined);
  const hasFirst = data !== undefined;
  useEffect(() => {
    if (!hasFirst) return;
    const abort = new AbortController();
    feed.loadHistory(abort.signal).then(setHistory, () => undefined);
    return () => {
      abort.abort();
    };
  }, [feed, hasFirst]);
  useEffect(() => {
    if (history) void mutate();
  }, [history, mutate]);
  return {
    executions: data?.executions ?? NONE,
    fetchedAtMs: data?.fetchedAtMs,
    error,
    refresh: () => {
      void mutate();
    },
  };
};
