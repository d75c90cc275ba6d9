import {useMemo} from 'react';
import type {ExecutionTree} from '../model/execution-tree.ts';
import {isTerminal} from '../model/execution.ts';
import {isResumable} from '../model/session.ts';
import {useServices} from './services.ts';

/**
 * How many sessions there are to go back to: remembered as alive, on jobs of the list that have not ended.
 *
 * @param visits how often an attach has ended: sessions are remembered anew then
 */
export const useSessionCount = (
  {tree, shape}: {readonly tree: ExecutionTree; readonly shape: number},
  visits: number,
): number => {
  const {registry} = useServices();
  // eslint-disable-next-line react-hooks/exhaustive-deps -- the registry's rows change with each visit
  const records = useMemo(() => registry.list().filter(isResumable), [registry, visits]);
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
