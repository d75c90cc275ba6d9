import type {KeyTable} from '../keys.ts';

/** What a key can do in the set-up of the SSH key, besides what a menu and a text field do by themselves. */
export type SetupAction = 'next' | 'back';

/** The keys of the set-up of the SSH key. */
export const SETUP_TABLE: KeyTable<SetupAction> = {
  name: 'setup',
  title: 'In the set-up of the SSH key',
  bindings: [
    {action: 'next', keys: ['enter'], shown: 'Enter', label: 'choose, or go on'},
    {
      action: 'back',
      keys: ['escape', 'ctrl-c'],
      shown: 'Esc',
      label: 'back; from the first page, leave everything as it is',
    },
  ],
};
