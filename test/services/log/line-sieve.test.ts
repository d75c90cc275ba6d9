import test from 'ava';
import type {LogLine} from '../../../source/model/log-line.ts';
import {createLineSieve} from '../../../source/services/log/line-sieve.ts';
import {toLine} from './lines.ts';

const createJudge = () => {
  const sieve = createLineSieve();
  sieve.beginConnection();
  return {
    sieve,
    /** The numbers of those that are new. */
    sift: (lines: readonly LogLine[]) =>
      lines.filter((line) => sieve.judge(line) === 'new').map(({number, text}) => number ?? String(text)),
  };
};

const numbered = (...numbers: number[]) => numbers.map((number) => toLine(number));

test('a second connection that sends all again brings only what is new', (t) => {
  const {sieve, sift} = createJudge();
  t.deepEqual(sift(numbered(1, 2, 3)), [1, 2, 3]);
  sieve.beginConnection();
  t.deepEqual(sift(numbered(1, 2, 3, 4, 5)), [4, 5]);
  t.is(sieve.missingCount, 0);
});

test('tries and jobs count for themselves', (t) => {
  const {sieve, sift} = createJudge();
  t.deepEqual(sift([toLine(1), toLine(1, 'b', {jobTry: 1})]), [1, 1]);
  const other = toLine(1, 'c', {jobId: 'job-000000000000000000000000'});
  t.deepEqual(sift([other, other]), [1]);
  sieve.beginConnection();
  t.deepEqual(sift([toLine(1), toLine(1, 'b', {jobTry: 1}), other]), []);
});

test('numbers that come in disorder are each new once', (t) => {
  const {sift} = createJudge();
  const numbers = [5, 3, 9, 4, 1, 2, 8, 7, 6, 9, 1, 20, 10];
  t.deepEqual(sift(numbered(...numbers)), [5, 3, 9, 4, 1, 2, 8, 7, 6, 20, 10]);
});

test('in any order whatever, each number is new exactly once', (t) => {
  let seed = 11;
  for (let round = 0; round < 50; round++) {
    const {sift} = createJudge();
    const numbers = Array.from({length: 300}, () => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
      return (seed >>> 8) % 120;
    });
    t.deepEqual(sift(numbered(...numbers)), [...new Set(numbers)]);
  }
});

test('what is older than the first lines that were asked for stays out', (t) => {
  const {sieve, sift} = createJudge();
  t.deepEqual(sift(numbered(100, 101)), [100, 101]);
  sieve.beginConnection();
  const child = toLine(7, 'of a subjob, long ago', {jobId: 'job-000000000000000000000000'});
  t.deepEqual(sift([...numbered(98, 99, 100, 101), child, ...numbered(102)]), [102]);
});

test('a gap over a lost connection is counted, one within a connection is not', (t) => {
  const {sieve, sift} = createJudge();
  sift(numbered(1, 2, 10));
  t.is(sieve.missingCount, 0);
  sieve.beginConnection();
  t.deepEqual(sift(numbered(14, 15, 20)), [14, 15, 20]);
  t.is(sieve.missingCount, 3);
});

test('lines without a number are told by time, level and text, and may come twice', (t) => {
  const {sieve, sift} = createJudge();
  const lines = ['a', 'a', 'b'].map((text) => toLine(undefined, text));
  t.deepEqual(sift(lines), ['a', 'a', 'b']);
  sieve.beginConnection();
  t.deepEqual(sift([...lines, toLine(undefined, 'a'), toLine(undefined, 'b', {word: 'STDERR'})]), ['a', 'b']);
});
