import test from 'ava';
import type {LogLine} from '../../../source/model/log-line.ts';
import {clean} from '../../../source/model/safe-text.ts';
import {orderByTime} from '../../../source/services/log/time-order.ts';
import {createManualClock} from '../platform/manual-clock.ts';

const toLine = (atMs: number): LogLine => ({
  jobId: 'job-AAAAAAAAAAAAAAAAAAAAAAAA',
  jobTry: 0,
  number: undefined,
  atMs,
  source: clean('APP'),
  level: clean('STDOUT'),
  text: clean('x'),
  spans: [],
});

const setUp = () => {
  const clock = createManualClock();
  const times: (number | undefined)[] = [];
  const order = orderByTime({
    onLine: ({atMs}) => times.push(atMs),
    onHandedOn: () => undefined,
    isMixed: true,
    clock,
  });
  return {
    clock,
    times,
    order,
    add: (...all: readonly number[]) => all.forEach((atMs) => order.add(toLine(atMs))),
  };
};

test('lines of several logs are handed on by time once nothing has come for a moment', async (t) => {
  const {clock, times, add} = setUp();
  add(2, 4, 1);
  await clock.advance(299);
  t.deepEqual(times, []);
  add(3);
  await clock.advance(300);
  t.deepEqual(times, [1, 2, 3, 4]);
  add(0);
  t.deepEqual(times, [1, 2, 3, 4, 0]);
});

test('a log that is still being opened is waited for, and then its lines', async (t) => {
  const {clock, times, order, add} = setUp();
  order.expect(true);
  add(2, 4);
  await clock.advance(1000);
  t.deepEqual(times, []);
  order.expect(false);
  await clock.advance(200);
  add(1, 3);
  await clock.advance(300);
  t.deepEqual(times, [1, 2, 3, 4]);
});

test('one that does not open holds the others back for three seconds', async (t) => {
  const {clock, times, order, add} = setUp();
  order.expect(true);
  add(2, 1);
  await clock.advance(2999);
  t.deepEqual(times, []);
  await clock.advance(1);
  t.deepEqual(times, [1, 2]);
});
