import test from 'ava';
import {toRetryAfterMs} from '../../../source/services/platform/api-errors.ts';

const NOW_MS = Date.UTC(2026, 0, 1, 12, 0, 0);

const table: ReadonlyArray<readonly [header: string | undefined, expected: number | undefined]> = [
  [undefined, undefined],
  ['', undefined],
  ['soon', undefined],
  ['20', 20_000],
  [' 20 ', 20_000],
  ['0', 1000],
  ['-5', 1000],
  ['1.5', 1500],
  ['301', 300_000],
  ['99999999999999999999999', 300_000],
  ['Thu, 01 Jan 2026 12:00:30 GMT', 30_000],
  ['Thu, 01 Jan 2026 11:00:00 GMT', 1000],
  ['Fri, 01 Jan 2027 12:00:00 GMT', 300_000],
];

for (const [header, expected] of table) {
  test(`Retry-After ${header === undefined ? 'absent' : `"${header}"`}`, (t) => {
    t.is(toRetryAfterMs(header, NOW_MS), expected);
  });
}
