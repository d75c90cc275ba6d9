import {watchStateTimes, type StateTimes} from '../../model/attention/state-times.ts';
import type {ExecutionTree, TreeNode} from '../../model/execution-tree.ts';
import {type Execution, isTerminal} from '../../model/execution.ts';

/** What has become of the executions of a tree since one asked last. */
export interface TreeFollower {
  readonly tree: ExecutionTree;
  readonly times: StateTimes;
  /** Those that have ended since then, and of which that is known to have been after `sinceMs`. */
  readonly takeEnded: () => readonly TreeNode[];
  readonly close: () => void;
}

/**
 * Follows a tree for those of its executions that end. The time of a terminal state is not told in a list: there is the
 * time of the last change, which a tag on an old failure moves too. So an execution counts as ended just now when it was
 * seen alive before and then changed, or when it began after `sinceMs`, or when its worker stopped after that.
 */
export const followTree = (tree: ExecutionTree, sinceMs: number): TreeFollower => {
  const times = watchStateTimes(tree);
  const alive = new Set<TreeNode>();
  const ended = new Set<TreeNode>();
  const look = (node: TreeNode, isGone: boolean) => {
    const {execution} = node;
    if (isGone || node.isEarlierTry) {
      alive.delete(node);
      ended.delete(node);
    } else if (!isTerminal(execution)) {
      alive.add(node);
      ended.delete(node);
    } else if ((execution.modifiedMs ?? 0) >= sinceMs) {
      const wasAlive = alive.delete(node);
      if (wasAlive || isAfter(execution, sinceMs)) ended.add(node);
    } else alive.delete(node);
  };
  const close = tree.observe(look);
  for (const node of tree.inOrder()) look(node, false);
  return {
    tree,
    times,
    takeEnded() {
      const nodes = [...ended];
      ended.clear();
      return nodes;
    },
    close() {
      times.close();
      close();
    },
  };
};

const isAfter = (execution: Execution, sinceMs: number): boolean =>
  (execution.createdMs ?? 0) >= sinceMs ||
  (execution.class === 'job' && (execution.stoppedRunningMs ?? 0) >= sinceMs);
