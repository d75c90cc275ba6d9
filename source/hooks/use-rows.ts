import {useMemo} from 'react';
import type {ExecutionTree, TreeNode} from '../model/execution-tree.ts';
import {findTops, type Folds, toRows} from '../model/list-rows.ts';

/** The rows of the list as it is now; the same array until the tree or a fold changes. */
export const useRows = (tree: ExecutionTree, version: number, folds: Folds): readonly TreeNode[] => {
  const {isFlat} = folds;
  const tops = useMemo(() => ({version, nodes: findTops(tree.inOrder(), isFlat)}), [tree, version, isFlat]);
  return useMemo(() => toRows(tops.nodes, folds), [tops, folds]);
};
