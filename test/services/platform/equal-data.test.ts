import {isDeepStrictEqual} from 'node:util';
import test from 'ava';
import {isEqualData} from '../../../source/services/platform/equal-data.ts';

const values: readonly unknown[] = [
  undefined,
  null,
  0,
  1,
  Number.NaN,
  '',
  'a',
  true,
  [],
  {},
  [undefined],
  [1, 2],
  [2, 1],
  [1, 2, 3],
  {a: 1},
  {a: 2},
  {b: 1},
  {a: undefined},
  {b: undefined},
  {a: 1, b: undefined},
  {a: {b: [1, {c: 'x'}]}},
  {a: {b: [1, {c: 'y'}]}},
  {0: 1, 1: 2},
];

test('it says of all plain data what Node says', (t) => {
  for (const a of values) {
    for (const b of values) {
      t.is(
        isEqualData(structuredClone(a), structuredClone(b)),
        isDeepStrictEqual(a, b),
        `${JSON.stringify(a)} and ${JSON.stringify(b)}`,
      );
    }
  }
});
