import {useCallback, useEffect, useState} from 'react';
import {useServices} from '../../hooks/services.ts';
import type {Executions} from '../../hooks/use-executions.ts';
import {passesFilter} from '../../model/filter/filter.ts';
import type {ExecutionId} from '../../model/ids.ts';
import {toVisible, type ViewAction} from '../executions/executions-view.ts';
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
  {rows, arrangement, view: {folds, filter}}: Pick<ExecutionList, 'rows' | 'arrangement' | 'view'>,
  changeView: (action: ViewAction) => void,
  onUnfiltered: () => void,
): Started => {
  const {now} = useServices();
  const [wanted, setWanted] = useState<
    {readonly id: ExecutionId; readonly untilMs: number; readonly isShown: boolean} | undefined
  >(undefined);
  useEffect(() => {
    if (!wanted) return;
    if ((fetchedAtMs ?? 0) > wanted.untilMs) setWanted(undefined);
    const node = tree.find(wanted.id);
    if (!node) return;
    if (filter.filter && !passesFilter(filter.filter, {execution: node.execution, nowMs: now()})) {
      if (wanted.isShown) {
        changeView({kind: 'filter', text: ''});
        onUnfiltered();
      } else setWanted(undefined);
      return;
    }

    // The tree knows it a moment before the rows do, and a cursor on a row that is not there would be lost.
    if (!rows.includes(toVisible(node, folds, arrangement))) return;
    changeView({kind: 'select', node});
    setWanted(undefined);
  }, [wanted, tree, version, rows, arrangement, folds, filter, fetchedAtMs, now, changeView, onUnfiltered]);
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
