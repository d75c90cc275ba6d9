import type {ExecutionTree, TreeNode} from '../execution-tree.ts';
import {failedMs} from '../first-cause.ts';

/** Since when executions are in the states that may need attention. */
export interface StateTimes {
  /** In milliseconds since the Unix epoch; `undefined` when nothing tells. */
  readonly sinceMs: (node: TreeNode) => number | undefined;
  readonly close: () => void;
}

interface Entry {
  readonly state: string;
  readonly tryNumber: number | undefined;
  readonly sinceMs: number | undefined;
}

/** A time in another state is asked of nobody, and would cost memory for each of 100,000 executions. */
const WATCHED = new Set([
  'failed',
  'debug_hold',
  'idle',
  'waiting_on_input',
  'runnable',
  'waiting_on_output',
  'unresponsive',
]);

/**
 * Remembers when the executions of a tree entered their states. A list does not tell that: what it has is the time of
 * the last change, which is also that of a new tag. So the time of a state is that of its own transition where one is
 * told, or of the worker's end for a failure, and otherwise that of the last change when the state was first seen.
 */
export const watchStateTimes = (tree: ExecutionTree): StateTimes => {
  const entries = new Map<TreeNode, Entry>();
  const look = (node: TreeNode, isGone: boolean) => {
    const {execution} = node;
    const {state} = execution;
    if (isGone || node.isEarlierTry || !WATCHED.has(state)) {
      entries.delete(node);
      return;
    }

    const tryNumber = execution.class === 'job' ? execution.tryNumber : undefined;
    const known = entries.get(node);
    const isSame = known?.state === state && known.tryNumber === tryNumber;
    const sinceMs = toToldMs(node) ?? (isSame ? known.sinceMs : execution.modifiedMs);
    if (!isSame || sinceMs !== known.sinceMs) entries.set(node, {state, tryNumber, sinceMs});
  };
  const close = tree.observe(look);
  for (const node of tree.inOrder()) look(node, false);
  return {sinceMs: (node) => entries.get(node)?.sinceMs, close};
};

const toToldMs = ({execution}: TreeNode): number | undefined => {
  if (execution.state === 'failed') return failedMs(execution);
  const last = execution.stateTransitions.at(-1);
  return last?.state === execution.state ? last.atMs : undefined;
};
