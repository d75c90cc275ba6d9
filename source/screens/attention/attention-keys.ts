import {LIST_MOVE_KEYS, type ListMoveAction} from '../executions/list-moves.ts';
import {EXECUTION_COMMAND_KEYS, type ExecutionCommand} from '../execution-commands.ts';
import type {KeyTable} from '../keys.ts';

/** What a key can do on the screen of what needs attention. */
export type AttentionAction =
  | 'open'
  | 'attach'
  | 'describe'
  | 'why'
  | 'jobLog'
  | 'metrics'
  | ExecutionCommand
  | 'mark'
  | 'unmark'
  | 'refresh'
  | 'unfold'
  | 'fold'
  | 'back'
  | ListMoveAction;

/** The keys of that screen. */
export const ATTENTION_TABLE: KeyTable<AttentionAction> = {
  name: 'attention',
  title: 'Among what needs attention',
  bindings: [
    {action: 'open', keys: ['enter'], shown: 'Enter', label: 'attach, or open; unfold a cause'},
    {action: 'attach', keys: ['s'], shown: 's', label: 'attach over SSH, waiting for the worker if need be'},
    {action: 'describe', keys: ['d'], shown: 'd', label: 'describe'},
    {action: 'why', keys: ['e'], shown: 'e', label: 'why it failed'},
    {action: 'jobLog', keys: ['l'], shown: 'l', label: 'its log'},
    {action: 'metrics', keys: ['m'], shown: 'm', label: 'metrics of a job'},
    // On a cause they act on all of it, and where something is marked on that.
    ...EXECUTION_COMMAND_KEYS,
    {action: 'mark', keys: [' '], shown: 'space', label: 'mark, or unmark; of a cause all'},
    {action: 'unmark', keys: ['u'], shown: 'u', label: 'unmark all'},
    {action: 'refresh', keys: ['r'], shown: 'r', label: 'refresh now'},
    {action: 'unfold', keys: ['right'], shown: 'right', label: 'unfold a cause'},
    {action: 'fold', keys: ['left'], shown: 'left', label: 'fold it'},
    {action: 'back', keys: ['escape', 'q', '!', 'ctrl-c'], shown: 'Esc, !', label: 'back'},
    ...LIST_MOVE_KEYS,
  ],
};
