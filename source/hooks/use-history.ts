import {useSyncExternalStore} from 'react';
import type {HistoryLoader, HistoryState} from '../services/list/history-loader.ts';

export type {HistoryState} from '../services/list/history-loader.ts';

/** How far the history of a list has been loaded. */
export const useHistory = (history: HistoryLoader): HistoryState =>
  useSyncExternalStore(history.subscribe, history.getState);
