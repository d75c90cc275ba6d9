import type {KeyTable} from '../keys.ts';
import {SCROLL_KEYS, type ScrollAction} from '../use-scroll.ts';

/** What a key can do on a screen of text: help, status, the log of changes. */
export type TextAction = ScrollAction | 'find' | 'back';

/** The keys of a screen of text. */
export const TEXT_TABLE: KeyTable<TextAction> = {
  name: 'text',
  title: 'In the help, the status and the log of changes',
  bindings: [
    {action: 'back', keys: ['escape', 'q', 'ctrl-c', 'left'], shown: 'Esc', label: 'back'},
    {action: 'find', keys: ['/'], shown: '/', label: 'only the lines with these words'},
    ...SCROLL_KEYS,
  ],
};
