import {useCallback} from 'react';
import useSWR from 'swr';
import {type Execution, isTerminal} from '../model/execution.ts';
import type {ExecutionId} from '../model/ids.ts';
import {useServices} from './services.ts';

const REFRESH_INTERVAL_MS = 4000;

/** Everything on one execution. */
export interface ExecutionDescription {
  /** `undefined` until the first answer. */
  readonly execution: Execution | undefined;
  /** Why the last describe failed. */
  readonly error: unknown;
  /** Describes it now, before its turn. */
  readonly refresh: () => void;
}

/** Describes one execution, again and again until it has ended; `undefined` and `isPaused` ask nothing. */
export const useExecution = (id: ExecutionId | undefined, isPaused: boolean): ExecutionDescription => {
  const {platform} = useServices();
  // The same function each time: SWR begins its interval anew with another one, which each drawing would bring.
  const refreshInterval = useCallback(
    (latest: Execution | undefined) =>
      isPaused || (latest !== undefined && isTerminal(latest)) ? 0 : REFRESH_INTERVAL_MS,
    [isPaused],
  );
  const {data, error, mutate} = useSWR<Execution, unknown>(
    id === undefined ? null : ['execution', id],
    ([, asked]: [string, ExecutionId]) => platform.describeExecution(asked, {}),
    {refreshInterval, isPaused: () => isPaused},
  );
  const refresh = useCallback(() => {
    void mutate();
  }, [mutate]);
  return {execution: data, error, refresh};
};
