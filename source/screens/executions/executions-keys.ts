import {EXECUTION_COMMAND_KEYS, type ExecutionCommand} from '../execution-commands.ts';
import type {KeyBinding, KeyTable} from '../keys.ts';
import type {MarkAction} from './marks.ts';

/** The saved views that have a key: those of the settings go first. */
const VIEW_ACTIONS = [
  'view1',
  'view2',
  'view3',
  'view4',
  'view5',
  'view6',
  'view7',
  'view8',
  'view9',
] as const;

/** A key that shows a saved view. */
export type SavedViewAction = (typeof VIEW_ACTIONS)[number];

/** What a key can do on the executions screen. */
export type ExecutionsAction =
  | 'open'
  | 'attach'
  | 'describe'
  | 'why'
  | 'workers'
  | 'jobLog'
  | 'metrics'
  | 'attention'
  | 'checks'
  | 'setup'
  | 'closeFirewall'
  | 'refresh'
  | MarkAction
  | ExecutionCommand
  | 'unfold'
  | 'fold'
  | 'flat'
  | 'filter'
  | 'sort'
  | 'states'
  | 'columns'
  | 'scope'
  | 'history'
  | 'views'
  | 'everything'
  | SavedViewAction
  | 'quit'
  | 'down'
  | 'up'
  | 'first'
  | 'last'
  | 'pageDown'
  | 'pageUp'
  | 'halfDown'
  | 'halfUp';

/** The keys of the executions screen, the ones that the footer shows first. */
export const EXECUTIONS_KEYS: readonly KeyBinding<ExecutionsAction>[] = [
  {action: 'open', keys: ['enter'], shown: 'Enter', label: 'attach, or open what cannot be attached'},
  {action: 'attach', keys: ['s'], shown: 's', label: 'attach over SSH, waiting for the worker if need be'},
  {action: 'describe', keys: ['d'], shown: 'd', label: 'describe'},
  {action: 'why', keys: ['e'], shown: 'e', label: 'why it failed'},
  {action: 'workers', keys: ['w'], shown: 'w', label: 'workers of a cluster job'},
  {action: 'jobLog', keys: ['l'], shown: 'l', label: 'its log'},
  {action: 'metrics', keys: ['m'], shown: 'm', label: 'metrics of a job'},
  {action: 'checks', keys: ['i'], shown: 'i', label: 'look at everything between you and its worker'},
  {action: 'attention', keys: ['!'], shown: '!', label: 'what needs attention, by its cause'},
  {action: 'setup', keys: ['K'], shown: 'K', label: 'set up the SSH key'},
  {
    action: 'closeFirewall',
    keys: ['C'],
    shown: 'C',
    label: 'take back what dxtop let through its firewall',
    changes: true,
  },
  {action: 'refresh', keys: ['r'], shown: 'r', label: 'refresh now'},
  ...EXECUTION_COMMAND_KEYS,
  {action: 'unfold', keys: ['right'], shown: 'right', label: 'unfold, or go to the first below'},
  {action: 'fold', keys: ['left'], shown: 'left', label: 'fold, or go to the one above'},
  {action: 'flat', keys: ['t'], shown: 't', label: 'tree, or flat list'},
  {action: 'mark', keys: [' '], shown: 'space', label: 'mark, or unmark'},
  {action: 'markRange', keys: ['V'], shown: 'V', label: 'mark from the last mark to here'},
  {action: 'markAll', keys: ['a'], shown: 'a', label: 'mark all that is shown'},
  {action: 'unmark', keys: ['u'], shown: 'u', label: 'unmark all'},
  {action: 'filter', keys: ['/'], shown: '/', label: 'filter the list'},
  {action: 'states', keys: ['f'], shown: 'f', label: 'only one state, the letter of which follows'},
  {action: 'sort', keys: ['o'], shown: 'o', label: 'sort by a column, the letter of which follows'},
  {action: 'columns', keys: ['c'], shown: 'c', label: 'choose the columns'},
  {action: 'scope', keys: ['p'], shown: 'p', label: "mine or everyone's, one project or all"},
  {action: 'history', keys: ['h'], shown: 'h', label: 'how far back in time; stop, or go on'},
  {action: 'views', keys: ['v'], shown: 'v', label: 'saved views: show, save, rename, delete'},
  {action: 'everything', keys: ['0'], shown: '0', label: 'everything, newest first'},
  ...VIEW_ACTIONS.map((action, index) => ({
    action,
    keys: [String(index + 1)],
    shown: String(index + 1),
    label: `saved view ${String(index + 1)}`,
  })),
  {action: 'quit', keys: ['q', 'escape', 'ctrl-c'], shown: 'q', label: 'quit'},
  {action: 'down', keys: ['down', 'j'], shown: 'j, down', label: 'next row'},
  {action: 'up', keys: ['up', 'k'], shown: 'k, up', label: 'previous row'},
  {action: 'first', keys: ['g', 'home'], shown: 'g', label: 'first row'},
  {action: 'last', keys: ['G', 'end'], shown: 'G', label: 'last row'},
  {action: 'pageDown', keys: ['pageDown'], shown: 'PgDn', label: 'next page'},
  {action: 'pageUp', keys: ['pageUp'], shown: 'PgUp', label: 'previous page'},
  {action: 'halfDown', keys: ['ctrl-d'], shown: 'Ctrl-d', label: 'half a page down'},
  {action: 'halfUp', keys: ['ctrl-u'], shown: 'Ctrl-u', label: 'half a page up'},
];

/** The same, as the table of this screen. */
export const EXECUTIONS_TABLE: KeyTable<ExecutionsAction> = {
  name: 'executions',
  title: 'In the list',
  bindings: EXECUTIONS_KEYS,
};

/** Which saved view an action shows, from 0; `undefined` for an action that shows none. */
export const toViewIndex = (action: ExecutionsAction): number | undefined => {
  const index = VIEW_ACTIONS.findIndex((view) => view === action);
  return index === -1 ? undefined : index;
};
