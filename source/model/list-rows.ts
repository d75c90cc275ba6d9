import type {ExecutionTree, TreeNode} from './execution-tree.ts';
import {type Filter, passesFilter} from './filter/filter.ts';
import {type ListSort, type OrderFacts, sortInSteps} from './list-order.ts';

/** Which branches of the list are folded, by the keys of their nodes. */
export interface Folds {
  /** The list is flat: every execution is a row, and nothing is folded. */
  readonly isFlat: boolean;
  /** The ones that are unfolded. */
  readonly open: ReadonlySet<string>;
  /** The ones that somebody folded although they have something that was looked for. */
  readonly closed: ReadonlySet<string>;
}

/** Every tree is folded. */
export const ALL_FOLDED: Folds = {isFlat: false, open: new Set(), closed: new Set()};

/** What of the tree is in the list, and in which order. */
export interface ListWish {
  readonly isFlat: boolean;
  /** `undefined` for everything. */
  readonly filter: Filter | undefined;
  /** `undefined` for newest first. */
  readonly sort: ListSort | undefined;
}

/** What stands at the top, and what was found. */
export interface Arrangement {
  readonly tops: readonly TreeNode[];
  /** What passes the filter; `undefined` when there is none. */
  readonly matches: ReadonlySet<TreeNode> | undefined;
  /** Below these something passes. */
  readonly above: ReadonlySet<TreeNode>;
  readonly sort: ListSort | undefined;
  readonly facts: OrderFacts;
}

const AT_ONCE = 2000;

/**
 * Finds what of a tree is in the list: what passes the filter and, in a tree, what that is below of. Yields about once a
 * millisecond, because with 100,000 executions all of it takes longer than a frame.
 */
export function* arrangeInSteps(
  tree: ExecutionTree,
  {isFlat, filter, sort}: ListWish,
  facts: OrderFacts,
): Generator<undefined, Arrangement> {
  const inOrder = tree.inOrder();
  const matches = filter && new Set<TreeNode>();
  const above = new Set<TreeNode>();
  if (filter && matches) {
    for (const [index, node] of inOrder.entries()) {
      if (index % AT_ONCE === AT_ONCE - 1) yield undefined;
      if (node.isEarlierTry || !passesFilter(filter, {execution: node.execution, nowMs: facts.nowMs}))
        continue;
      matches.add(node);
      for (let parent = node.parent; parent && !above.has(parent); parent = parent.parent) above.add(parent);
    }
  }

  const isShown = (node: TreeNode) => !matches || matches.has(node) || (!isFlat && above.has(node));
  const tops = inOrder.filter(
    (node) => (isFlat ? !node.isEarlierTry : node.parent === undefined) && isShown(node),
  );
  const sorted = sort ? yield* sortInSteps(tops, sort, facts) : tops;
  return {tops: sorted, matches, above, sort, facts};
}

/** The same at once, for a tree that is not large. */
export const arrange = (tree: ExecutionTree, wish: ListWish, facts: OrderFacts): Arrangement =>
  finish(arrangeInSteps(tree, wish, facts));

/** Takes all steps without a break. */
const finish = <Result>(steps: Generator<undefined, Result>): Result => {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
};

/** Whether what is below a node is shown. With a filter, branches that have something are unfolded by themselves. */
export const isUnfolded = (node: TreeNode, {open, closed}: Folds, {above}: Arrangement): boolean =>
  open.has(node.key) || (above.has(node) && !closed.has(node.key));

/** Whether a row can be unfolded. */
export const isFoldable = (node: TreeNode): boolean => node.children.length > 0;

/**
 * The rows of the list, from top to bottom: what stands at the top, and below each node that is unfolded what it has led
 * to, earlier tries first, then stages and subjobs in the list's order, which is that of their beginning at first. Of a
 * node that does not pass the filter itself, only the branches in which something does.
 */
export const toRows = (arrangement: Arrangement, folds: Folds): readonly TreeNode[] => {
  const {tops, matches, above} = arrangement;
  if (folds.isFlat || (folds.open.size === 0 && above.size === 0)) return tops;
  const rows: TreeNode[] = [];
  const add = (node: TreeNode, isWithinMatch: boolean) => {
    rows.push(node);
    if (!isFoldable(node) || !isUnfolded(node, folds, arrangement)) return;
    const isMatch = isWithinMatch || !matches || (matches.has(node) && folds.open.has(node.key));
    for (const child of toChildren(node, arrangement))
      if (isMatch || matches.has(child) || above.has(child)) add(child, isMatch);
  };
  for (const top of tops) add(top, false);
  return rows;
};

const toChildren = ({children}: TreeNode, {sort, facts}: Arrangement): readonly TreeNode[] => {
  const ordered = [...children].sort(byBeginning);
  if (!sort) return ordered;
  const sorted = finish(sortInSteps(ordered, sort, facts));
  return [...sorted].sort((a, b) => Number(b.isEarlierTry) - Number(a.isEarlierTry));
};

const byBeginning = (a: TreeNode, b: TreeNode): number =>
  Number(b.isEarlierTry) - Number(a.isEarlierTry) ||
  (a.execution.createdMs ?? 0) - (b.execution.createdMs ?? 0) ||
  startOf(a) - startOf(b) ||
  (a.key < b.key ? -1 : 1);

const NEVER = Number.MAX_SAFE_INTEGER;

const startOf = ({execution}: TreeNode): number =>
  (execution.class === 'job' ? execution.startedRunningMs : undefined) ?? NEVER;
