import {useEffect} from 'react';
import type {ExecutionTree} from '../model/execution-tree.ts';
import {useServices} from './services.ts';

/** Tells the user what happened to these executions, each time they are seen anew: `version` changes then. */
export const useNotifications = (tree: ExecutionTree, version: number): void => {
  const {notifier} = useServices();
  useEffect(() => {
    notifier.observe(tree);
  }, [notifier, tree, version]);
};
