import {useSyncExternalStore} from 'react';
import type {SafeText} from '../model/safe-text.ts';
import {useServices} from './services.ts';

/** What the services want the user to know. */
export interface Notices {
  /** Oldest first. */
  readonly notices: readonly SafeText[];
  readonly clear: () => void;
}

/** The notices that are up now. */
export const useNotices = (): Notices => {
  const {notices: board} = useServices();
  return {notices: useSyncExternalStore(board.subscribe, board.getSnapshot), clear: board.clear};
};
