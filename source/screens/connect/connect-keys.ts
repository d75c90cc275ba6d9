import type {KeyTable} from '../keys.ts';

/** The keys while a worker is being connected to. */
export const CONNECT_TABLE: KeyTable<'cancel' | 'checks'> = {
  name: 'connect',
  title: 'While a worker is being connected to',
  bindings: [
    {action: 'cancel', keys: ['escape', 'q', 'ctrl-c'], shown: 'Esc', label: 'cancel'},
    {
      action: 'checks',
      keys: ['i'],
      shown: 'i',
      label: 'cancel, and look at everything between you and its worker',
    },
  ],
};

/** The keys of a question before that; Enter gives the answer that is written in capitals. */
export const QUESTION_TABLE: KeyTable<'yes' | 'no'> = {
  name: 'question',
  title: 'Where something is asked before connecting',
  bindings: [
    {action: 'yes', keys: ['y', 'Y'], shown: 'y', label: 'yes'},
    {action: 'no', keys: ['n', 'N', 'escape', 'ctrl-c'], shown: 'n', label: 'no'},
  ],
};

/** The keys after a lost connection; all others are dropped and counted. */
export const LOST_TABLE: KeyTable<'retry' | 'leave' | 'giveUp'> = {
  name: 'lost',
  title: 'After a lost connection',
  bindings: [
    {action: 'retry', keys: ['enter'], shown: 'Enter', label: 'try again now'},
    {
      action: 'leave',
      keys: ['d', 'escape', 'ctrl-c'],
      shown: 'd',
      label: 'to the dashboard; the session can be picked up later',
    },
    {action: 'giveUp', keys: ['.'], shown: '.', label: 'give the session up'},
  ],
};
