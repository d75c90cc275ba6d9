import test from 'ava';
import {formatSideBySide} from '../../source/format/side-by-side.ts';

const texts = [
  {title: 'driver (status 0)', lines: ['one', 'two', 'three']},
  {title: 'worker 1 (status 0)', lines: ['a line that is too long for its column by far']},
];

test('texts stand beside each other, and long lines go on below', (t) => {
  t.deepEqual(formatSideBySide(texts, 63, true), [
    'driver (status 0)              | worker 1 (status 0)',
    '------------------------------ | ------------------------------',
    'one                            | a line that is too long for',
    'two                            | its column by far',
    'three                          |',
  ]);
});

test('there is no room for columns of less than 30, nor anything beside a single text', (t) => {
  t.is(formatSideBySide(texts, 62, false), undefined);
  t.is(formatSideBySide(texts.slice(0, 1), 200, false), undefined);
  t.is(formatSideBySide([], 200, false), undefined);
});
