import {useEffect, useMemo, useReducer} from 'react';
import type {Executions} from '../../hooks/use-executions.ts';
import {useArrangement} from '../../hooks/use-arrangement.ts';
import {useServices} from '../../hooks/services.ts';
import type {ExecutionTree, TreeNode} from '../../model/execution-tree.ts';
import {type Arrangement, toRows} from '../../model/list-rows.ts';
import type {Spend} from '../../model/spend.ts';
import {changeView, type ExecutionsView, toView, toVisible, type ViewAction} from './executions-view.ts';
import {type ListState, toListView} from './list-state.ts';

/** The list as the screen shows it. */
export interface ExecutionList {
  readonly tree: ExecutionTree;
  /** From top to bottom, with what is unfolded. */
  readonly rows: readonly TreeNode[];
  readonly arrangement: Arrangement;
  /** A large list is being arranged anew; these rows are still those from before. */
  readonly isArranging: boolean;
  readonly spend: Spend;
  readonly view: ExecutionsView;
}

const NO_SPEND: Pick<Spend, 'hourly'> = {hourly: new Map()};

/** The list, kept where it outlives the screen. */
export const useExecutionList = ({
  tree,
  version,
  shape,
  spend,
}: Pick<Executions, 'tree' | 'version' | 'shape' | 'spend'>): ExecutionList & {
  readonly changeView: (action: ViewAction) => void;
} => {
  const {views} = useServices();
  const [view, dispatch] = useReducer(changeView, undefined, () => toView(views.load()));
  const {folds, sort, filter, columns} = view;
  const {isFlat} = folds;
  useEffect(() => {
    views.save({filterText: filter.text, isFlat, sort, columns});
  }, [views, filter.text, isFlat, sort, columns]);
  const wish = {isFlat: folds.isFlat, filter: view.filter.filter, sort};
  // Prices alone change nothing of a list as it comes.
  const isPlain = filter.filter === undefined && sort === undefined;
  const {arrangement, isArranging} = useArrangement(
    tree,
    isPlain ? shape : version,
    wish,
    isPlain ? NO_SPEND : spend,
  );
  const rows = useMemo(() => toRows(arrangement, folds), [arrangement, folds]);
  return {tree, rows, arrangement, isArranging, spend, view, changeView: dispatch};
};

/** Where the cursor and the window are in a list of so many rows. Who is hidden in a fold is where the fold is. */
export const toPlace = ({tree, rows, arrangement, view}: ExecutionList, height: number): ListState => {
  const {selectedKey} = view.list;
  const node = selectedKey === undefined ? undefined : tree.find(selectedKey);
  const visibleKey = node ? toVisible(node, view.folds, arrangement).key : selectedKey;
  return toListView({...view.list, selectedKey: visibleKey}, rows, height);
};

/** The node under the cursor; `undefined` in an empty list. */
export const findSelected = (list: ExecutionList): TreeNode | undefined => list.rows[toPlace(list, 1).index];
