import useSWR from 'swr';
import type {ExecutionId} from '../model/ids.ts';
import type {SafeJson} from '../model/safe-json.ts';
import {useServices} from './services.ts';

/** All that the platform tells of an execution. */
export interface WholeDescription {
  /** `undefined` until the first answer. */
  readonly description: SafeJson | undefined;
  /** Why the last describe failed; the description is then the one from before. */
  readonly error: unknown;
  readonly refresh: () => void;
}

/** Describes an execution as a whole, once and when asked again: it is read, not watched. */
export const useWholeDescription = (id: ExecutionId, isPaused: boolean): WholeDescription => {
  const {platform} = useServices();
  const {data, error, mutate} = useSWR<SafeJson, unknown>(
    ['whole description', id],
    () => platform.describeWhole(id),
    {isPaused: () => isPaused},
  );
  return {
    description: data,
    error,
    refresh: () => {
      void mutate();
    },
  };
};
