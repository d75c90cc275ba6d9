import {useCallback, useState} from 'react';
import {toTargetKey, type WorkerTarget} from '../../model/session.ts';
import {INITIAL_LIST_STATE, type ListMovement, type ListState, moveInList} from '../executions/list-state.ts';

/** Where the cursor is among the sessions; it stays there while one is visited. */
export interface SessionCursor {
  readonly list: ListState;
  readonly move: (movement: ListMovement) => void;
  /** Puts the cursor on the session of this worker, or on the first one. */
  readonly select: (target: WorkerTarget | undefined) => void;
}

/** The cursor among the sessions. */
export const useSessionCursor = (): SessionCursor => {
  const [list, setList] = useState(INITIAL_LIST_STATE);
  const move = useCallback((movement: ListMovement) => {
    setList((last) => moveInList(last, movement));
  }, []);
  const select = useCallback((target: WorkerTarget | undefined) => {
    setList({...INITIAL_LIST_STATE, selectedKey: target && toTargetKey(target)});
  }, []);
  return {list, move, select};
};
