import type {KeyTable} from '../keys.ts';
import {SCROLL_KEYS, type ScrollAction} from '../use-scroll.ts';

/** What a key can do with a plan, and with the change that it became. */
export type ChangeAction = ScrollAction | 'confirm' | 'leave' | 'cancel';

/** The keys of the screen that shows a change before, while and after it is made. */
export const CHANGE_TABLE: KeyTable<ChangeAction> = {
  name: 'change',
  title: 'In the plan of a change',
  bindings: [
    {action: 'confirm', keys: ['y'], shown: 'y', label: 'make the change, 5 s later'},
    {
      action: 'cancel',
      keys: ['escape', 'n', 'q', 'ctrl-c'],
      shown: 'Esc',
      label: 'leave it; within 5 s, undo it',
    },
    {action: 'leave', keys: ['enter'], shown: 'Enter', label: 'back to the list; a confirmed change goes on'},
    ...SCROLL_KEYS,
  ],
};
