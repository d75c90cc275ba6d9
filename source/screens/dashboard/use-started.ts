import {useCallback, useEffect, useState} from 'react';
import type {Executions} from '../../hooks/use-executions.ts';
import type {ExecutionId} from '../../model/ids.ts';
import type {ViewAction} from '../executions/executions-view.ts';
import type {ExecutionList} from '../executions/use-execution-list.ts';

/** How long the list may take to tell of what was started; later the cursor stays where the user has it. */
const FOLLOWED_MS = 15_000;

/** What was started from the dashboard, in the list. */
export interface Started {
  /** Refreshes the list, and puts the cursor on it as soon as the list has it. */
  readonly followStarted: (id: ExecutionId) => void;
  /** Puts the cursor on it, and takes a filter off that hides it. */
  readonly showStarted: (id: ExecutionId) => void;
}

/** Finds in the list what was started; `onUnfiltered` hears that the filter was taken off for it. */
export const useStarted = (
  {tree, version, fetchedAtMs, refresh}: Pick<Executions, 'tree' | 'version' | 'fetchedAtMs' | 'refresh'>,
  {arrangement}: Pick<ExecutionList, 'arrangement'>,
  changeView: (action: ViewAction) => void,
  onUnfiltered: () => void,
): Started => {
  const [wanted, setWanted] = useState<
    {readonly id: ExecutionId; readonly untilMs: number; readonly isShown: boolean} | undefined
  >(undefined);
  useEffect(() => {
    if (!wanted) return;
    const node = tree.find(wanted.id);
    if (node && wanted.isShown && arrangement.matches && !arrangement.matches.has(node)) {
      changeView({kind: 'filter', text: ''});
      onUnfiltered();
    }
    if (node) changeView({kind: 'select', node});
    if (node || (fetchedAtMs ?? 0) > wanted.untilMs) setWanted(undefined);
  }, [wanted, tree, version, arrangement, fetchedAtMs, changeView, onUnfiltered]);
  const untilMs = (fetchedAtMs ?? 0) + FOLLOWED_MS;
  return {
    followStarted: useCallback(
      (id) => {
        setWanted({id, untilMs, isShown: false});
        refresh();
      },
      [untilMs, refresh],
    ),
    showStarted: (id) => {
      setWanted({id, untilMs, isShown: true});
    },
  };
};
