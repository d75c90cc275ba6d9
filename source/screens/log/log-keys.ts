import type {KeyTable} from '../keys.ts';
import {SCROLL_KEYS, type ScrollAction} from '../use-scroll.ts';

/** What a key can do to a log. */
export type LogAction =
  | ScrollAction
  | 'follow'
  | 'search'
  | 'next'
  | 'previous'
  | 'levels'
  | 'sources'
  | 'times'
  | 'wrap'
  | 'history'
  | 'tree'
  | 'olderTry'
  | 'newerTry'
  | 'nextJob'
  | 'mute'
  | 'unmute'
  | 'retry'
  | 'save';

/** The keys of a log. */
export const LOG_TABLE: KeyTable<LogAction> = {
  name: 'log',
  title: 'In a log',
  bindings: [
    {action: 'follow', keys: ['f'], shown: 'f', label: 'follow, or stay'},
    {action: 'search', keys: ['/'], shown: '/', label: 'search'},
    {action: 'next', keys: ['n'], shown: 'n', label: 'next match'},
    {action: 'previous', keys: ['N'], shown: 'N', label: 'previous match'},
    {action: 'levels', keys: ['v'], shown: 'v', label: 'all levels, output, or errors'},
    {action: 'sources', keys: ['b'], shown: 'b', label: 'all sources, or one'},
    {action: 'times', keys: ['t'], shown: 't', label: 'times on or off'},
    {action: 'wrap', keys: ['w'], shown: 'w', label: 'wrap long lines, or cut them'},
    {action: 'history', keys: ['h'], shown: 'h', label: 'read the log from its start'},
    {action: 'tree', keys: ['a'], shown: 'a', label: 'the jobs below as well, or not'},
    {action: 'olderTry', keys: ['['], shown: '[', label: 'the try before'},
    {action: 'newerTry', keys: [']'], shown: ']', label: 'the try after'},
    {action: 'nextJob', keys: ['.'], shown: '.', label: 'pick the next job'},
    {action: 'mute', keys: ['x'], shown: 'x', label: 'mute the picked job, or hear it again'},
    {action: 'unmute', keys: ['0'], shown: '0', label: 'hear all jobs'},
    {action: 'retry', keys: ['r'], shown: 'r', label: 'connect again now'},
    {action: 'save', keys: ['W'], shown: 'W', label: 'write what is shown to a file'},
    ...SCROLL_KEYS,
  ],
};
