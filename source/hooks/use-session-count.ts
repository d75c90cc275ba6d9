import {useMemo} from 'react';
import type {ExecutionTree} from '../model/execution-tree.ts';
import {isTerminal} from '../model/execution.ts';
import {isResumable} from '../model/session.ts';
import {useServices} from './services.ts';

/**
 * How many sessions there are to go back to: remembered as alive, on jobs of the list that have not ended.
 *
 * @param revision another number each time that what is remembered may have changed
 */
export const useSessionCount = (
  {tree, shape}: {readonly tree: ExecutionTree; readonly shape: number},
  revision: number,
): number => {
  const {registry} = useServices();
  // eslint-disable-next-line react-hooks/exhaustive-deps -- the registry's rows change with each revision
  const records = useMemo(() => registry.list().filter(isResumable), [registry, revision]);
  return useMemo(
    () =>
      records.filter(({jobId}) => {
        const known = tree.find(jobId);
        return known !== undefined && !isTerminal(known.execution);
      }).length,
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the tree changes in place, with its shape
    [records, tree, shape],
  );
};
