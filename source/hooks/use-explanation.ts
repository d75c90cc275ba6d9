import useSWR from 'swr';
import {isTerminal} from '../model/execution.ts';
import type {ExecutionId} from '../model/ids.ts';
import type {Explanation} from '../services/failure/explain-failure.ts';
import {useServices} from './services.ts';

export type {Explanation} from '../services/failure/explain-failure.ts';

/** A tree that is still alive may fail further. */
const REFRESH_INTERVAL_MS = 10_000;

/** Why an execution failed, as far as it is known by now. */
export interface ExplanationState {
  /** `undefined` until the tree has been read. */
  readonly explanation: Explanation | undefined;
  /** Why it could not be found out. */
  readonly error: unknown;
}

/** Finds out why an execution failed; `undefined` asks nothing. */
export const useExplanation = (id: ExecutionId | undefined, isPaused: boolean): ExplanationState => {
  const {explainFailure} = useServices();
  const {data: explanation, error} = useSWR<Explanation, unknown>(
    id === undefined ? null : ['explanation', id],
    ([, asked]: [string, ExecutionId]) => explainFailure(asked),
    {
      refreshInterval: (latest) =>
        isPaused || (latest !== undefined && isTerminal(latest.asked)) ? 0 : REFRESH_INTERVAL_MS,
      isPaused: () => isPaused,
    },
  );
  return {explanation, error};
};
