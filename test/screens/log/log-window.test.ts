import test from 'ava';
import {moveInLog, toWindow} from '../../../source/screens/log/log-window.ts';
import {toLogLine, toSource} from './log-source.ts';

const FOLLOWING = {isFollowing: true, top: 0, topRow: 0};
const at = (top: number, topRow = 0) => ({isFollowing: false, top, topRow});

/** Lines `0`, `1`, …; `height(number)` rows each, as `number.row`. */
const createSource = (count: number, height: (number: number) => number = () => 1) =>
  toSource(
    Array.from({length: count}, (_, number) => toLogLine(String(number))),
    ({line}) => Array.from({length: height(Number(line.text))}, (_, row) => `${line.text}.${row}`),
  );

test('following shows the last rows, also of lines that are wrapped', (t) => {
  const source = createSource(100, (number) => (number === 99 ? 3 : 2));
  const window = toWindow(source, FOLLOWING, 4);
  t.deepEqual(window.rows, ['98.1', '99.0', '99.1', '99.2']);
  t.deepEqual([window.rank, window.topRow, window.isAtEnd], [98, 1, true]);
});

test('a log that is shorter than the screen is shown from its first line', (t) => {
  for (const state of [FOLLOWING, at(1), at(99)]) {
    t.deepEqual(toWindow(createSource(2), state, 10).rows, ['0.0', '1.0']);
  }
  t.deepEqual(toWindow(createSource(0), FOLLOWING, 10).rows, []);
});

test('reading costs the same in a log of a million lines', (t) => {
  const lines = [100, 1_000_000].map((count) => {
    const source = createSource(count);
    toWindow(source, at(50), 10);
    toWindow(source, FOLLOWING, 10);
    moveInLog(source, at(50), {action: 'pageDown', height: 10});
    moveInLog(source, at(50), {action: 'pageUp', height: 10});
    return source.readCount;
  });
  t.is(lines[0], lines[1]);
  t.true((lines[1] ?? 0) < 200);
});

test('moves go by rows, through lines that are wrapped', (t) => {
  const source = createSource(50, () => 3);
  const height = 4;
  const move = (state: ReturnType<typeof at>, action: 'down' | 'up' | 'pageDown' | 'pageUp') =>
    moveInLog(source, state, {action, height});
  t.deepEqual(move(at(10), 'down'), at(10, 1));
  t.deepEqual(move(at(10, 2), 'down'), at(11, 0));
  t.deepEqual(move(at(10), 'up'), at(9, 2));
  t.deepEqual(move(at(0), 'up'), at(0));
  t.deepEqual(move(at(10), 'pageDown'), at(11, 0));
  t.deepEqual(move(at(11), 'pageUp'), at(10, 0));
});

test('up leaves the end, and down at the end follows again', (t) => {
  const source = createSource(50);
  t.deepEqual(moveInLog(source, FOLLOWING, {action: 'up', height: 10}), at(39));
  t.deepEqual(moveInLog(source, at(39), {action: 'down', height: 10}), at(40));
  t.true(moveInLog(source, at(40), {action: 'down', height: 10}).isFollowing);
  t.true(moveInLog(source, at(3), {action: 'last', height: 10}).isFollowing);
  const first = moveInLog(source, at(3), {action: 'first', height: 10});
  t.is(toWindow(source, first, 10).rank, 0);
});
