import type {KeyTable} from '../keys.ts';
import type {CopyAction} from './copy-values.ts';

/** The keys after `y`. */
export const COPY_TABLE: KeyTable<CopyAction | 'back'> = {
  name: 'copy',
  title: 'After `y`, to copy',
  bindings: [
    {action: 'id', keys: ['i'], shown: 'i', label: 'the ID'},
    {action: 'name', keys: ['n'], shown: 'n', label: 'the name'},
    {action: 'host', keys: ['h'], shown: 'h', label: "the worker's host"},
    {action: 'ssh', keys: ['s'], shown: 's', label: 'the SSH command'},
    {action: 'url', keys: ['u'], shown: 'u', label: 'the URL on the website'},
    {action: 'back', keys: ['escape', 'q', 'ctrl-c'], shown: 'Esc', label: 'nothing'},
  ],
};
