import type {KeyTable} from '../keys.ts';

/** What a key can do on the screen of the sessions. */
export type SessionsAction =
  | 'attach'
  | 'describe'
  | 'forget'
  | 'confirm'
  | 'refresh'
  | 'back'
  | 'down'
  | 'up'
  | 'first'
  | 'last'
  | 'pageDown'
  | 'pageUp';

/** The keys of that screen. */
export const SESSIONS_TABLE: KeyTable<SessionsAction> = {
  name: 'sessions',
  title: 'Among the sessions',
  bindings: [
    {action: 'attach', keys: ['enter', 's'], shown: 'Enter, s', label: 'go back to this session'},
    {action: 'describe', keys: ['d'], shown: 'd', label: 'describe its job'},
    {action: 'forget', keys: ['F'], shown: 'F', label: 'forget this session; nothing happens on its worker'},
    {action: 'confirm', keys: ['y'], shown: 'y', label: 'yes, where it asks whether to forget one'},
    {action: 'refresh', keys: ['r'], shown: 'r', label: 'look again'},
    {action: 'back', keys: ['escape', 'q', 'ctrl-c', 'left'], shown: 'Esc', label: 'back'},
    {action: 'down', keys: ['down', 'j'], shown: 'j, down', label: 'next session'},
    {action: 'up', keys: ['up', 'k'], shown: 'k, up', label: 'previous session'},
    {action: 'first', keys: ['g', 'home'], shown: 'g', label: 'first session'},
    {action: 'last', keys: ['G', 'end'], shown: 'G', label: 'last session'},
    {action: 'pageDown', keys: ['pageDown', 'ctrl-d'], shown: 'PgDn', label: 'next page'},
    {action: 'pageUp', keys: ['pageUp', 'ctrl-u'], shown: 'PgUp', label: 'previous page'},
  ],
};
