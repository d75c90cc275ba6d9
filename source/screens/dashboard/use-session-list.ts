import {useState} from 'react';
import {type Sessions, useSessions} from '../../hooks/use-sessions.ts';
import type {Executions} from '../../hooks/use-executions.ts';
import {toTargetKey, type WorkerTarget} from '../../model/session.ts';
import {INITIAL_LIST_STATE, type ListMovement, type ListState, moveInList} from '../executions/list-state.ts';

/** The sessions, and where the cursor is among them. */
export interface SessionList extends Sessions {
  readonly list: ListState;
  readonly move: (movement: ListMovement) => void;
  /** Puts the cursor on the session of this worker, or on the first one. */
  readonly select: (target: WorkerTarget | undefined) => void;
}

/**
 * The sessions as the dashboard shows them.
 *
 * @param visits how often an attach has ended
 * @param isShown whether they are on the screen
 */
export const useSessionList = (executions: Executions, visits: number, isShown: boolean): SessionList => {
  const sessions = useSessions(executions, visits, isShown);
  const [list, setList] = useState(INITIAL_LIST_STATE);
  return {
    ...sessions,
    list,
    move: (movement) => {
      setList((last) => moveInList(last, movement));
    },
    select: (target) => {
      setList({...INITIAL_LIST_STATE, selectedKey: target && toTargetKey(target)});
    },
  };
};
