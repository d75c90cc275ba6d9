import {useReducer} from 'react';
import type {Executions} from '../../hooks/use-executions.ts';
import {useRows} from '../../hooks/use-rows.ts';
import type {ExecutionTree, TreeNode} from '../../model/execution-tree.ts';
import type {Spend} from '../../model/spend.ts';
import {
  changeView,
  type ExecutionsView,
  INITIAL_VIEW,
  toVisible,
  type ViewAction,
} from './executions-view.ts';
import {type ListState, toListView} from './list-state.ts';

/** The list as the screen shows it. */
export interface ExecutionList {
  readonly tree: ExecutionTree;
  /** From top to bottom, with what is unfolded. */
  readonly rows: readonly TreeNode[];
  readonly spend: Spend;
  readonly view: ExecutionsView;
}

/** The list, kept where it outlives the screen. */
export const useExecutionList = ({
  tree,
  version,
  spend,
}: Pick<Executions, 'tree' | 'version' | 'spend'>): ExecutionList & {
  readonly changeView: (action: ViewAction) => void;
} => {
  const [view, dispatch] = useReducer(changeView, INITIAL_VIEW);
  const rows = useRows(tree, version, view.folds);
  return {tree, rows, spend, view, changeView: dispatch};
};

/** Where the cursor and the window are in a list of so many rows. Who is hidden in a fold is where the fold is. */
export const toPlace = ({tree, rows, view}: ExecutionList, height: number): ListState => {
  const {selectedKey} = view.list;
  const node = selectedKey === undefined ? undefined : tree.find(selectedKey);
  const visibleKey = node ? toVisible(node, view.folds).key : selectedKey;
  return toListView({...view.list, selectedKey: visibleKey}, rows, height);
};

/** The node under the cursor; `undefined` in an empty list. */
export const findSelected = (list: ExecutionList): TreeNode | undefined => list.rows[toPlace(list, 1).index];
