import test from 'ava';
import type {Key} from 'ink';
import {EXECUTIONS_KEYS} from '../../source/screens/executions/executions-keys.ts';
import {KEY_TABLES} from '../../source/screens/key-tables.ts';
import {findAction, isKeyName, showKey, toKeyName} from '../../source/screens/keys.ts';

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
for (const {name, bindings} of KEY_TABLES) {
  test(`no key does two things in the table of ${name}, and each action has a key and a word`, (t) => {
    const keys = bindings.flatMap((binding) => binding.keys);
    t.is(new Set(keys).size, keys.length);
    const actions = bindings.map(({action}) => action);
    t.is(new Set<string>(actions).size, actions.length);
    for (const {keys: own, shown, label} of bindings) {
      t.true(own.length > 0 && shown !== '' && label !== '');
    }
  });

  test(`in the table of ${name} only capitals change something, every key can be named in the settings, and no F-key is needed`, (t) => {
    for (const {keys, changes} of bindings) {
      for (const key of keys) {
        t.true(isKeyName(key === ' ' ? 'space' : key), key);
        if (changes) t.regex(key, /^[A-Z]$/);
      }
    }
  });
}

test('the names of screens in the settings are all different', (t) => {
  const names = KEY_TABLES.map(({name}) => name);
  t.is(new Set(names).size, names.length);
});

test('keys are shown as people write them', (t) => {
  t.deepEqual(['ctrl-d', 'pageUp', ' ', 'escape', 'x'].map(showKey), ['Ctrl-d', 'PgUp', 'space', 'Esc', 'x']);
});

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
