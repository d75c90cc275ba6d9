import {LIST_MOVE_KEYS, type ListMoveAction} from '../executions/list-moves.ts';
import type {KeyTable} from '../keys.ts';
import {SCROLL_KEYS, type ScrollAction} from '../use-scroll.ts';

/** What a key can do in the form, besides what a text field does by itself. */
export type LaunchAction = ListMoveAction | 'change' | 'run' | 'look' | 'back';

/** The keys of the form that runs something again. */
export const LAUNCH_TABLE: KeyTable<LaunchAction> = {
  name: 'launch',
  title: 'Where something is run again',
  bindings: [
    {
      action: 'change',
      keys: ['enter', ' '],
      shown: 'Enter',
      label: 'edit, choose the next, or turn on and off',
    },
    {action: 'run', keys: ['R'], shown: 'R', label: 'run it, after the plan and a question', changes: true},
    {action: 'look', keys: ['r'], shown: 'r', label: 'look again, where it could not be read'},
    {action: 'back', keys: ['escape', 'q', 'ctrl-c'], shown: 'Esc', label: 'leave without running'},
    ...LIST_MOVE_KEYS,
  ],
};

/** What a key can do with the plan. */
export type LaunchQuestionAction = ScrollAction | 'confirm' | 'decline';

/** The keys of the question whether it is to run; the answer is No unless it is `y`. */
export const LAUNCH_QUESTION_TABLE: KeyTable<LaunchQuestionAction> = {
  name: 'launch-question',
  title: 'In the plan of what is run again',
  bindings: [
    {action: 'confirm', keys: ['y'], shown: 'y', label: 'run it'},
    {
      action: 'decline',
      keys: ['escape', 'n', 'enter', 'q', 'ctrl-c'],
      shown: 'Esc',
      label: 'back to the form; nothing was sent',
    },
    ...SCROLL_KEYS,
  ],
};
