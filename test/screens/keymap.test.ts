import test from 'ava';
import {KEY_TABLES} from '../../source/screens/key-tables.ts';
import {findKeyProblems, rebind} from '../../source/screens/keymap.ts';
import {findAction, type KeyTable} from '../../source/screens/keys.ts';

const TABLE: KeyTable<'attach' | 'describe' | 'back'> = {
  name: 'executions',
  title: 'In the list',
  bindings: [
    {action: 'attach', keys: ['s', 'enter'], shown: 'Enter, s', label: 'attach'},
    {action: 'describe', keys: ['d'], shown: 'd', label: 'describe'},
    {action: 'back', keys: ['q', 'escape', 'ctrl-c'], shown: 'q', label: 'back'},
  ],
};

/** The table with these wishes for its actions. */
const withKeys = (wishes: Readonly<Record<string, readonly string[]>>) =>
  rebind(TABLE, new Map([['executions', new Map(Object.entries(wishes))]]));

test('without wishes the table is the same object', (t) => {
  t.is(rebind(TABLE, new Map()).table, TABLE);
});

test('a wished key replaces the action’s own ones, and is shown', (t) => {
  const {table, problems} = withKeys({attach: ['a', 'space', 'ctrl-o']});
  t.deepEqual(problems, []);
  t.is(findAction(table.bindings, 'a'), 'attach');
  t.is(findAction(table.bindings, ' '), 'attach');
  t.is(findAction(table.bindings, 's'), undefined);
  t.is(table.bindings[0]?.shown, 'a, space, Ctrl-o');
});

test('a key is taken from the action that has it by default, which is told when it has none left', (t) => {
  const {table, problems} = withKeys({attach: ['d']});
  t.is(findAction(table.bindings, 'd'), 'attach');
  t.is(table.bindings[1]?.shown, '-');
  t.deepEqual(problems, ['keys.executions: describe has no key left; attach took it.']);
  t.deepEqual(withKeys({describe: ['s']}).problems, []);
});

test('two actions can swap their keys', (t) => {
  const {table, problems} = withKeys({attach: ['d'], describe: ['s']});
  t.deepEqual(problems, []);
  t.is(findAction(table.bindings, 's'), 'describe');
  t.is(findAction(table.bindings, 'd'), 'attach');
});

test('of two wishes for one key the first counts, and the other is told', (t) => {
  const {table, problems} = withKeys({attach: ['x'], describe: ['x', 'y']});
  t.is(findAction(table.bindings, 'x'), 'attach');
  t.is(findAction(table.bindings, 'y'), 'describe');
  t.deepEqual(problems, ['keys.executions.describe: x is already attach.']);
});

test('an action can be left without a key, and keeps its own when all wishes are mistakes', (t) => {
  t.is(findAction(withKeys({describe: []}).table.bindings, 'd'), undefined);
  t.is(findAction(withKeys({describe: ['F5']}).table.bindings, 'd'), 'describe');
});

test('Escape and Ctrl-c lead back whatever is wished', (t) => {
  const {table, problems} = withKeys({back: ['Q'], attach: ['ctrl-c']});
  t.is(findAction(table.bindings, 'escape'), 'back');
  t.is(findAction(table.bindings, 'ctrl-c'), 'back');
  t.is(findAction(table.bindings, 'Q'), 'back');
  t.deepEqual(problems, ['keys.executions.attach: Ctrl-c always leads back.']);
});

test('screens, actions and keys that nobody knows are told', (t) => {
  const keymap = new Map([
    ['lst', new Map([['attach', ['a']]])],
    [
      'executions',
      new Map([
        ['attch', ['a']],
        ['describe', ['F5']],
      ]),
    ],
  ]);
  t.deepEqual(findKeyProblems([TABLE], keymap), [
    'keys.lst is not a screen; there are executions.',
    'keys.executions.attch is not an action of this screen; the help lists them.',
    'keys.executions.describe: "F5" is not the name of a key.',
  ]);
});

test('the tables as they are have no problems', (t) => {
  t.deepEqual(findKeyProblems(KEY_TABLES, new Map()), []);
});
