import {LIST_MOVE_KEYS, type ListMoveAction} from '../executions/list-moves.ts';
import type {KeyTable} from '../keys.ts';

/** What a key can do on the screen of the sessions. */
export type SessionsAction =
  'attach' | 'peek' | 'describe' | 'forget' | 'confirm' | 'refresh' | 'back' | ListMoveAction;

/** The keys of that screen. */
export const SESSIONS_TABLE: KeyTable<SessionsAction> = {
  name: 'sessions',
  title: 'Among the sessions',
  bindings: [
    {action: 'attach', keys: ['enter', 's'], shown: 'Enter, s', label: 'go back to this session'},
    {action: 'peek', keys: ['p'], shown: 'p', label: 'look at its screen without going there'},
    {action: 'describe', keys: ['d'], shown: 'd', label: 'describe its job'},
    {action: 'forget', keys: ['F'], shown: 'F', label: 'forget this session; nothing happens on its worker'},
    {action: 'confirm', keys: ['y'], shown: 'y', label: 'yes, where it asks whether to forget one'},
    {action: 'refresh', keys: ['r'], shown: 'r', label: 'look again'},
    {action: 'back', keys: ['escape', 'q', 'ctrl-c', 'left'], shown: 'Esc', label: 'back'},
    ...LIST_MOVE_KEYS,
  ],
};
