import type {TreeNode} from './execution-tree.ts';

/** Which branches of the list are folded, by the keys of their nodes. */
export interface Folds {
  /** The list is flat: every execution is a row, and nothing is folded. */
  readonly isFlat: boolean;
  /** The ones that are unfolded. */
  readonly open: ReadonlySet<string>;
}

/** Every tree is folded. */
export const ALL_FOLDED: Folds = {isFlat: false, open: new Set()};

/**
 * The rows of the list, from top to bottom: the given nodes, and below each one that is unfolded what it has led to,
 * earlier tries first, then stages and subjobs in the order in which they were made, and began to run.
 *
 * @param tops what stands at the top, in its order: the roots; in a flat list, everything
 */
export const toRows = (tops: readonly TreeNode[], {isFlat, open}: Folds): readonly TreeNode[] => {
  if (isFlat || open.size === 0) return tops;
  const rows: TreeNode[] = [];
  const add = (node: TreeNode) => {
    rows.push(node);
    if (node.children.length > 0 && open.has(node.key)) toChildren(node).forEach(add);
  };
  tops.forEach(add);
  return rows;
};

/** The roots in their order, and what has no parent that is known; all of them with `isFlat`, but earlier tries. */
export const findTops = (inOrder: readonly TreeNode[], isFlat: boolean): readonly TreeNode[] =>
  inOrder.filter(isFlat ? ({isEarlierTry}) => !isEarlierTry : ({parent}) => parent === undefined);

const toChildren = ({children}: TreeNode): readonly TreeNode[] =>
  [...children].sort(
    (a, b) =>
      Number(b.isEarlierTry) - Number(a.isEarlierTry) ||
      (a.execution.createdMs ?? 0) - (b.execution.createdMs ?? 0) ||
      startOf(a) - startOf(b) ||
      (a.key < b.key ? -1 : 1),
  );

const NEVER = Number.MAX_SAFE_INTEGER;

const startOf = ({execution}: TreeNode): number =>
  (execution.class === 'job' ? execution.startedRunningMs : undefined) ?? NEVER;

/** Whether a row can be unfolded. */
export const isFoldable = (node: TreeNode): boolean => node.children.length > 0;
