import useSWR from 'swr';
import {type Execution, isTerminal} from '../model/execution.ts';
import {createExecutionTree, type ExecutionTree} from '../model/execution-tree.ts';
import {useServices} from './services.ts';

const REFRESH_INTERVAL_MS = 10_000;

/** Everything that one root execution has led to. */
export interface WholeTree {
  /** `undefined` until the first answer. */
  readonly tree: ExecutionTree | undefined;
  /** False when there is more of it than was asked for. */
  readonly isWhole: boolean;
  /** Why the last answer did not come; the tree is then the one from before. */
  readonly error: unknown;
}

/** Reads the tree that an execution is part of, again and again until the execution has ended. */
export const useWholeTree = (execution: Execution, isPaused: boolean): WholeTree => {
  const {platform} = useServices();
  const root = execution.rootExecution ?? execution.id;
  const {data, error} = useSWR<{tree: ExecutionTree; isWhole: boolean}, unknown>(
    ['whole tree', root],
    async () => {
      const {executions, isWhole} = await platform.findTree(root);
      const tree = createExecutionTree();
      for (const [index, found] of executions.entries()) tree.set(found, index);
      return {tree, isWhole};
    },
    {
      refreshInterval: isPaused || isTerminal(execution) ? 0 : REFRESH_INTERVAL_MS,
      isPaused: () => isPaused,
    },
  );
  return {tree: data?.tree, isWhole: data?.isWhole ?? true, error};
};
