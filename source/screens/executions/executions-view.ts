import type {TreeNode} from '../../model/execution-tree.ts';
import {ALL_FOLDED, type Folds, isFoldable} from '../../model/list-rows.ts';
import {INITIAL_LIST_STATE, type ListMovement, type ListState, moveInList} from './list-state.ts';

/** How the list is looked at: where the cursor is, and what is folded. */
export interface ExecutionsView {
  readonly list: ListState;
  readonly folds: Folds;
}

/** What a key does to the view; `selected` is the node under the cursor, `rows` are the rows as they are now. */
export type ViewAction =
  | ({readonly kind: 'move'} & ListMovement)
  | ({readonly kind: 'fold' | 'unfold'; readonly selected: TreeNode | undefined} & Omit<ListMovement, 'move'>)
  | {readonly kind: 'flat'; readonly selected: TreeNode | undefined};

/** The view before anybody has changed it. */
export const INITIAL_VIEW: ExecutionsView = {list: INITIAL_LIST_STATE, folds: ALL_FOLDED};

/**
 * Changes the view by one action.
 *
 * `fold` folds the selected node, or goes to its parent where there is nothing to fold; `unfold` unfolds it, or goes to
 * its first child. Between tree and flat list the cursor stays on its execution.
 */
export const changeView = (view: ExecutionsView, action: ViewAction): ExecutionsView => {
  if (action.kind === 'move') return move(view, action);
  const {folds} = view;
  const {selected} = action;
  if (action.kind === 'flat')
    return select({...view, folds: {isFlat: !folds.isFlat, open: withAbove(folds.open, selected)}}, selected);
  if (!selected || folds.isFlat) return view;
  const open = new Set(folds.open);
  if (action.kind === 'unfold') {
    if (!isFoldable(selected)) return view;
    if (open.has(selected.key)) return move(view, {...action, move: 1});
    open.add(selected.key);
  } else if (!open.has(selected.key) || !isFoldable(selected)) {
    return selected.parent ? move(view, {...action, move: {key: selected.parent.key}}) : view;
  } else open.delete(selected.key);
  return select({...view, folds: {...folds, open}}, selected);
};

const move = (view: ExecutionsView, movement: ListMovement): ExecutionsView => {
  const list = moveInList(view.list, movement);
  return isSameList(list, view.list) ? view : {...view, list};
};

/** The cursor goes onto a node; the list finds out where that is. */
const select = (view: ExecutionsView, node: TreeNode | undefined): ExecutionsView =>
  node && node.key !== view.list.selectedKey ? {...view, list: {...view.list, selectedKey: node.key}} : view;

const withAbove = (open: ReadonlySet<string>, node: TreeNode | undefined): ReadonlySet<string> => {
  const keys = new Set(open);
  for (let above = node?.parent; above; above = above.parent) keys.add(above.key);
  return keys;
};

const isSameList = (one: ListState, other: ListState): boolean =>
  one.selectedKey === other.selectedKey && one.index === other.index && one.offset === other.offset;

/** The node that shows where another one is: itself, or the one in whose fold it is hidden. */
export const toVisible = (node: TreeNode, {isFlat, open}: Folds): TreeNode => {
  let visible = node;
  if (!isFlat)
    for (let above = node.parent; above; above = above.parent) if (!open.has(above.key)) visible = above;
  return visible;
};
