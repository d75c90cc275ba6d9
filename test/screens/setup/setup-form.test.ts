import test from 'ava';
import {
  FIRST_PAGE,
  reduceSetup,
  type SetupEvent,
  type SetupForm,
} from '../../../source/screens/setup/setup-form.ts';

const type = (text: string): SetupEvent[] => Array.from(text, (name) => ({kind: 'key', name}));
const after = (...events: readonly SetupEvent[]): SetupForm => events.reduce(reduceSetup, FIRST_PAGE);
const PASSPHRASE: SetupEvent = {kind: 'type', type: 'rsa'};

test('keys that are pressed in the menu type nothing', (t) => {
  t.is(after(...type('abc')), FIRST_PAGE);
});

test('a path is typed, pasted and corrected', (t) => {
  const form = after(
    {kind: 'open', page: 'path'},
    ...type('~/x'),
    {kind: 'key', name: 'backspace'},
    {kind: 'paste', text: '.ssh/id\n'},
  );
  t.deepEqual(form, {page: 'path', text: '~/.ssh/id', problem: ''});
});

test('a problem goes with the next key', (t) => {
  const wrong = after({kind: 'open', page: 'path'}, ...type('x'), {kind: 'problem', problem: 'no key'});
  t.is(wrong.page === 'path' ? wrong.problem : undefined, 'no key');
  const right = reduceSetup(wrong, {kind: 'key', name: 'y'});
  t.deepEqual(right, {page: 'path', text: 'xy', problem: ''});
});

test('a passphrase is asked for once more, and from the beginning when the two differ', (t) => {
  const first = after(PASSPHRASE, ...type('one'), {kind: 'repeat'});
  t.deepEqual(first, {page: 'passphrase', type: 'rsa', text: '', first: 'one', problem: ''});
  const second = [...type('two'), {kind: 'repeat'} as const].reduce<SetupForm>(reduceSetup, first);
  t.is(second.page === 'passphrase' ? second.first : 'another page', undefined);
  t.regex(second.page === 'passphrase' ? second.problem : '', /differ/);
});

test('leaving a page forgets what was typed there', (t) => {
  t.deepEqual(after(PASSPHRASE, ...type('secret'), {kind: 'open', page: 'menu'}), FIRST_PAGE);
  const again = after(PASSPHRASE, ...type('secret'), {kind: 'open', page: 'menu'}, PASSPHRASE);
  t.is(again.page === 'passphrase' ? again.text : 'another page', '');
});
