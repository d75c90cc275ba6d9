import test from 'ava';
import type {Key} from 'ink';
import {EXECUTION_KEYS} from '../../source/screens/execution/execution-screen.tsx';
import {EXECUTIONS_KEYS} from '../../source/screens/executions/executions-keys.ts';
import {findAction, toKeyName} from '../../source/screens/keys.ts';

const NO_KEY: Key = {
  upArrow: false,
  downArrow: false,
  leftArrow: false,
  rightArrow: false,
  pageDown: false,
  pageUp: false,
  home: false,
  end: false,
  return: false,
  escape: false,
  ctrl: false,
  shift: false,
  tab: false,
  backspace: false,
  delete: false,
  meta: false,
  super: false,
  hyper: false,
  capsLock: false,
  numLock: false,
};
const TABLES = [
  ['list', EXECUTIONS_KEYS],
  ['execution', EXECUTION_KEYS],
] as const;

for (const [name, table] of TABLES) {
  test(`no key does two things in the table of the ${name}, and each action has a key and a word`, (t) => {
    const keys = table.flatMap((binding) => binding.keys);
    t.is(new Set(keys).size, keys.length);
    const actions = table.map(({action}) => action);
    t.is(new Set<string>(actions).size, actions.length);
    for (const {keys: own, shown, label} of table) {
      t.true(own.length > 0 && shown !== '' && label !== '');
    }
  });
}

test('a key’s name is its character, its own name, or ctrl and a character', (t) => {
  t.is(toKeyName('j', NO_KEY), 'j');
  t.is(toKeyName('', {...NO_KEY, upArrow: true}), 'up');
  t.is(toKeyName('', {...NO_KEY, pageDown: true}), 'pageDown');
  t.is(toKeyName('\r', {...NO_KEY, return: true}), 'enter');
  t.is(toKeyName('d', {...NO_KEY, ctrl: true}), 'ctrl-d');
});

test('a key that no table has does nothing', (t) => {
  t.is(findAction(EXECUTIONS_KEYS, 'x'), undefined);
  t.is(findAction(EXECUTIONS_KEYS, 'D'), undefined);
  t.is(findAction(EXECUTIONS_KEYS, 'j'), 'down');
  t.is(findAction(EXECUTIONS_KEYS, 'down'), 'down');
});
