import type {KeyTable} from './keys.ts';

/** What a key can do on every screen of the dashboard, where the screen has no other use for it. */
export type GlobalAction = 'sessions' | 'palette' | 'help';

/** The keys that count on every screen. */
export const GLOBAL_TABLE: KeyTable<GlobalAction> = {
  name: 'global',
  title: 'Everywhere',
  bindings: [
    {action: 'sessions', keys: ['S'], shown: 'S', label: 'sessions: pick one up, see what became of others'},
    {action: 'palette', keys: [':'], shown: ':', label: 'every command, by its name'},
    {action: 'help', keys: ['?'], shown: '?', label: 'help'},
  ],
};
