import test from 'ava';
import {lookOf, shortStateWord} from '../../source/format/state.ts';
import {ACTIVE_STATES, TERMINAL_STATES} from '../../source/model/execution.ts';

test('every documented state has a look of its own kind, and a word of at most eleven characters', (t) => {
  for (const state of [...ACTIVE_STATES, ...TERMINAL_STATES]) {
    t.not(lookOf(state).symbol, '?', state);
    t.is(lookOf(state).asciiSymbol.length, 1);
    t.regex(lookOf(state).asciiSymbol, /^[!-~]$/);
    t.true(shortStateWord(state).length <= 12, state);
  }
});

test('states that can be confused have different words', (t) => {
  const words = [...ACTIVE_STATES, ...TERMINAL_STATES].map(shortStateWord);
  t.is(new Set(words).size, words.length);
});

for (const state of ['quantum', '__proto__', 'constructor', 'toString', '']) {
  test(`the unknown state “${state}” is shown as it came, with a question mark`, (t) => {
    t.is(lookOf(state).symbol, '?');
    t.is(shortStateWord(state), state);
  });
}
