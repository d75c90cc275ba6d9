import type {ExecutionTree, TreeNode} from '../execution-tree.ts';
import {toMessagePattern} from '../first-cause.ts';

/** The failed executions of a tree, by their cause. */
export interface FailureGroups {
  /** The causes by their keys, each with the executions that failed for it, newest first. Only `read` changes it. */
  readonly read: (oldestMs: number) => readonly FailureGroup[];
  readonly close: () => void;
}

/** All that failed the same way. */
export interface FailureGroup {
  readonly key: string;
  /** Newest first; never empty. */
  readonly nodes: readonly TreeNode[];
}

interface Group {
  readonly key: string;
  readonly members: Set<TreeNode>;
  /** In order as of the last `read`. */
  ordered: readonly TreeNode[];
  isChanged: boolean;
}

/** The reason of those that only went down with others. */
const CONSEQUENCE = 'JobTreeFailure';

/**
 * Keeps the failures of a tree in groups, one for each reason and pattern of messages. An execution that went down with
 * another one is in no group while that other one is known to have failed: a pipeline with one failure in it is one
 * failure. Each change of the tree costs as much as what it is about, however large the tree.
 *
 * @param sinceMs when an execution failed
 */
export const watchFailures = (
  tree: ExecutionTree,
  sinceMs: (node: TreeNode) => number | undefined,
): FailureGroups => {
  const groups = new Map<string, Group>();
  const places = new Map<TreeNode, Group>();
  /** Those that depend on what becomes of another execution, by its ID. */
  const followers = new Map<string, Set<TreeNode>>();

  const take = (node: TreeNode) => {
    const group = places.get(node);
    if (!group) return;
    places.delete(node);
    group.members.delete(node);
    group.isChanged = true;
    if (group.members.size === 0) groups.delete(group.key);
  };

  const put = (node: TreeNode, key: string) => {
    const last = places.get(node);
    if (last?.key === key) {
      last.isChanged = true;
      return;
    }

    take(node);
    let group = groups.get(key);
    if (!group) {
      group = {key, members: new Set(), ordered: [], isChanged: true};
      groups.set(key, group);
    }

    group.members.add(node);
    group.isChanged = true;
    places.set(node, group);
  };

  const isBroughtDown = (node: TreeNode): boolean => {
    const {failure} = node.execution;
    const culprit = failure?.from?.id;
    if (culprit === undefined) {
      // Where nothing at all is said of why, what is below it says it.
      return (failure === undefined || failure.reason === CONSEQUENCE) && node.children.length > 0;
    }

    const known = followers.get(culprit);
    if (known) known.add(node);
    else followers.set(culprit, new Set([node]));
    return tree.find(culprit)?.execution.state === 'failed';
  };

  const place = (node: TreeNode) => {
    const {execution, isEarlierTry} = node;
    if (isEarlierTry || execution.state !== 'failed' || isBroughtDown(node)) take(node);
    else {
      const {reason = '', message} = execution.failure ?? {};
      put(node, `failed ${reason} ${toMessagePattern(message)}`);
    }
  };

  const look = (node: TreeNode, isGone: boolean) => {
    if (isGone) {
      take(node);
      followers.get(node.execution.failure?.from?.id ?? '')?.delete(node);
    } else place(node);
    for (const follower of followers.get(node.execution.id) ?? []) if (follower !== node) place(follower);
    const {parent} = node;
    if (parent?.execution.state === 'failed' && places.has(parent)) place(parent);
  };

  /** What nobody knows the time of may have been just now. */
  const timeOf = (node: TreeNode): number => sinceMs(node) ?? Number.MAX_SAFE_INTEGER;

  const order = (group: Group): readonly TreeNode[] => {
    if (group.isChanged) {
      const kept = group.ordered.filter((node) => group.members.has(node));
      const known = new Set(kept);
      const fresh = [...group.members].filter((node) => !known.has(node));
      // What is in order already takes one pass.
      group.ordered = [...fresh, ...kept].sort((a, b) => timeOf(b) - timeOf(a));
      group.isChanged = false;
    }

    return group.ordered;
  };

  const close = tree.observe(look);
  for (const node of tree.inOrder()) look(node, false);
  return {
    read: (oldestMs) =>
      [...groups.values()].flatMap((group) => {
        const ordered = order(group);
        const end = findEnd(ordered, (node) => timeOf(node) >= oldestMs);
        const nodes = end === ordered.length ? ordered : ordered.slice(0, end);
        return nodes.length === 0 ? [] : {key: group.key, nodes};
      }),
    close,
  };
};

/** How many at the beginning are as wanted, of a list in which all that are come first. */
const findEnd = <Value>(list: readonly Value[], isWanted: (value: Value) => boolean): number => {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const value = list[middle];
    if (value !== undefined && isWanted(value)) low = middle + 1;
    else high = middle;
  }

  return low;
};
