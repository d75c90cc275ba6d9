import type {ChosenView} from '../../model/chosen-view.ts';
import type {TreeNode} from '../../model/execution-tree.ts';
import type {Filter, FilterProblem} from '../../model/filter/filter.ts';
import {parseFilter} from '../../model/filter/parse-filter.ts';
import {LIST_COLUMNS, type ListColumn} from '../../model/list-columns.ts';
import type {ListSort, SortColumn} from '../../model/list-order.ts';
import {ALL_FOLDED, type Arrangement, type Folds, isFoldable, isUnfolded} from '../../model/list-rows.ts';
import {INITIAL_LIST_STATE, type ListMovement, type ListState, moveInList} from './list-state.ts';

/** What is looked for, as it was typed and as it was understood. */
export interface ViewFilter {
  readonly text: string;
  /** `undefined` when nothing is looked for. */
  readonly filter: Filter | undefined;
  readonly problems: readonly FilterProblem[];
}

/** How the list is looked at. */
export interface ExecutionsView {
  /** Where the cursor is. */
  readonly list: ListState;
  readonly folds: Folds;
  readonly filter: ViewFilter;
  /** `undefined` for newest first. */
  readonly sort: ListSort | undefined;
  readonly columns: readonly ListColumn[];
}

/** What a key does to the view; `selected` is the node under the cursor, the rows are those that are shown now. */
export type ViewAction =
  | ({readonly kind: 'move'} & ListMovement)
  | ({
      readonly kind: 'fold' | 'unfold';
      readonly selected: TreeNode | undefined;
      readonly arrangement: Arrangement;
    } & Omit<ListMovement, 'move'>)
  | {readonly kind: 'flat'; readonly selected: TreeNode | undefined}
  /** The cursor goes onto a node that nobody has moved to. */
  | {readonly kind: 'select'; readonly node: TreeNode}
  | {readonly kind: 'filter'; readonly text: string}
  | {readonly kind: 'sort'; readonly by: SortColumn}
  | {readonly kind: 'column'; readonly column: ListColumn}
  | {readonly kind: 'take'; readonly chosen: ChosenView};

const toViewFilter = (text: string): ViewFilter => {
  const {filter, problems} = parseFilter(text);
  return {text, filter: filter.alternatives.length > 0 ? filter : undefined, problems};
};

/** The view as somebody has chosen it, before anybody has moved in it. */
export const toView = ({filterText, isFlat, sort, columns}: ChosenView): ExecutionsView => ({
  list: INITIAL_LIST_STATE,
  folds: {...ALL_FOLDED, isFlat},
  filter: toViewFilter(filterText),
  sort,
  columns,
});

/** What of a view is worth keeping. */
export const toChosen = ({filter, folds, sort, columns}: ExecutionsView): ChosenView => ({
  filterText: filter.text,
  isFlat: folds.isFlat,
  sort,
  columns,
});

/**
 * Changes the view by one action.
 *
 * `fold` folds the selected node, or goes to its parent where there is nothing to fold; `unfold` unfolds it, or goes to
 * its first child. Between tree and flat list, and with another filter or order, the cursor stays on its execution.
 * `sort` by the same column again turns the order round, and then leaves it.
 */
export const changeView = (view: ExecutionsView, action: ViewAction): ExecutionsView => {
  switch (action.kind) {
    case 'move':
      return move(view, action);
    case 'fold':
    case 'unfold':
      return changeFold(view, action);
    case 'flat': {
      const {selected} = action;
      const {folds} = view;
      const open = withAbove(folds.open, selected);
      return select({...view, folds: {...folds, isFlat: !folds.isFlat, open}}, selected);
    }

    case 'select':
      return select(view, action.node);
    case 'filter':
      return {...view, filter: toViewFilter(action.text), folds: {...view.folds, closed: new Set()}};
    case 'sort':
      return {...view, sort: toNextSort(view.sort, action.by)};
    case 'column':
      return {
        ...view,
        columns: LIST_COLUMNS.filter(
          (column) => view.columns.includes(column) !== (column === action.column),
        ),
      };
    case 'take':
      return {...toView(action.chosen), list: view.list};
  }
};

const toNextSort = (last: ListSort | undefined, by: SortColumn): ListSort | undefined => {
  if (last?.by !== by) return {by, isReversed: false};
  return last.isReversed ? undefined : {by, isReversed: true};
};

const changeFold = (view: ExecutionsView, action: ViewAction & {kind: 'fold' | 'unfold'}): ExecutionsView => {
  const {folds} = view;
  const {selected, arrangement} = action;
  if (!selected || folds.isFlat) return view;
  const isOpen = isUnfolded(selected, folds, arrangement);
  const open = new Set(folds.open);
  const closed = new Set(folds.closed);
  if (action.kind === 'unfold') {
    if (!isFoldable(selected)) return view;
    // What a filter unfolded shows what was found; unfolded by hand it shows the rest as well.
    if (open.has(selected.key)) return move(view, {...action, move: 1});
    open.add(selected.key);
    closed.delete(selected.key);
  } else {
    if (!isOpen || !isFoldable(selected))
      return selected.parent ? move(view, {...action, move: {key: selected.parent.key}}) : view;
    open.delete(selected.key);
    closed.add(selected.key);
  }

  return select({...view, folds: {...folds, open, closed}}, selected);
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
export const toVisible = (node: TreeNode, folds: Folds, arrangement: Arrangement): TreeNode => {
  let visible = node;
  if (!folds.isFlat)
    for (let above = node.parent; above; above = above.parent)
      if (!isUnfolded(above, folds, arrangement)) visible = above;
  return visible;
};
