import type {KeyBinding} from './keys.ts';

/** What can be done to one execution on every screen that is about it. */
export type ExecutionCommand = 'terminate' | 'tags' | 'runAgain' | 'copy' | 'openUrl';

/** The keys of these, for the tables of such screens; the list has them too, for what is marked. */
export const EXECUTION_COMMAND_KEYS: readonly KeyBinding<ExecutionCommand>[] = [
  {
    action: 'terminate',
    keys: ['X'],
    shown: 'X',
    label: 'terminate, after a plan and a question',
    changes: true,
  },
  {action: 'tags', keys: ['T'], shown: 'T', label: 'tags and properties', changes: true},
  {
    action: 'runAgain',
    keys: ['R'],
    shown: 'R',
    label: 'run it again, after a form and a question',
    changes: true,
  },
  {action: 'copy', keys: ['y'], shown: 'y', label: 'copy its ID, name, host, SSH command or URL'},
  {action: 'openUrl', keys: ['b'], shown: 'b', label: 'open its page on the website in your browser'},
];

/** Whether an action of a screen's table is one of these. */
export const isExecutionCommand = (action: string): action is ExecutionCommand =>
  EXECUTION_COMMAND_KEYS.some((binding) => binding.action === action);
