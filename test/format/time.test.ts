import test from 'ava';
import {formatAge, formatDuration, formatMoment} from '../../source/format/time.ts';

const SECOND = 1000;
const HOUR = 3600 * SECOND;

const DURATIONS = [
  [-5, '0:00:00'],
  [0, '0:00:00'],
  [999, '0:00:00'],
  [59 * SECOND, '0:00:59'],
  [HOUR - 1, '0:59:59'],
  [24 * HOUR - 1, '23:59:59'],
  [24 * HOUR, '1d 00:00:00'],
  [52 * HOUR + 61 * SECOND, '2d 04:01:01'],
] as const;

for (const [ms, expected] of DURATIONS) {
  test(`a running time of ${ms} ms is shown as ${expected}`, (t) => {
    t.is(formatDuration(ms), expected);
  });
}

const AGES = [
  [-1, '0s'],
  [59_999, '59s'],
  [60_000, '1m'],
  [HOUR - 1, '59m'],
  [HOUR, '1h'],
  [48 * HOUR - 1, '47h'],
  [48 * HOUR, '2d'],
  [999 * 24 * HOUR, '999d'],
] as const;

for (const [ms, expected] of AGES) {
  test(`an age of ${ms} ms is shown as ${expected}`, (t) => {
    t.is(formatAge(ms), expected);
  });
}

test('a moment that no calendar has is a question mark', (t) => {
  t.is(formatMoment(Number.NaN), '?');
  t.is(formatMoment(1e300), '?');
  t.regex(formatMoment(0), /^19(69|70)-\d\d-\d\d \d\d:\d\d:\d\d$/);
});
