import {format, inspect} from 'node:util';
import test from 'ava';
import {Secret} from '../../../source/services/settings/secret.ts';

const CANARY = 'canary-19aa';

const prints: ReadonlyArray<readonly [title: string, print: (secret: Secret) => string]> = [
  ['String()', String],
  ['JSON', (secret) => JSON.stringify({secret})],
  ['inspect', (secret) => inspect(secret)],
  [
    'inspect of what holds it, with all that is hidden',
    (secret) => inspect({a: [secret]}, {depth: 9, showHidden: true}),
  ],
  ['format', (secret) => format('%s %o %O %j', secret, secret, secret, secret)],
  ['an error', (secret) => inspect(new Error('no', {cause: secret}))],
];

for (const [title, print] of prints) {
  test(`a secret prints as [secret]: ${title}`, (t) => {
    const text = print(new Secret(CANARY));
    t.false(text.includes(CANARY));
    t.true(text.includes('[secret]'));
  });
}

test('reveal gives it back', (t) => {
  t.is(new Secret(CANARY).reveal(), CANARY);
});

test('it has no fields to copy', (t) => {
  t.deepEqual(Object.entries(new Secret(CANARY)), []);
});
