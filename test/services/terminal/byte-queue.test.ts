import test from 'ava';
import {ByteQueue} from '../../../source/services/terminal/byte-queue.ts';

const toBytes = (length: number, seed: number): Buffer =>
  Buffer.from(Array.from({length}, (_, index) => ((index + seed) * 7919) >> 3));

test('what is pushed comes out in order, however much is pushed and dropped at a time', (t) => {
  const queue = new ByteQueue();
  const pushed: Buffer[] = [];
  const taken: Uint8Array[] = [];
  for (let round = 0; round < 200; round++) {
    const bytes = toBytes((round * 7919) % 150_000, round);
    pushed.push(Buffer.from(bytes));
    queue.push(bytes);
    // A copy was taken.
    bytes.fill(0);
    const waiting = Buffer.concat(queue.views());
    t.is(waiting.length, queue.length);
    const count = round % 5 === 4 ? queue.length : Math.min(queue.length, (round * 104_729) % 130_000);
    taken.push(waiting.subarray(0, count));
    queue.drop(count);
  }
  taken.push(...queue.views());
  t.true(Buffer.concat(taken).equals(Buffer.concat(pushed)));
});

test('what is being written stays what it is while more is pushed', (t) => {
  const queue = new ByteQueue();
  queue.push(toBytes(100_000, 1));
  const views = queue.views();
  for (let round = 0; round < 100; round++) queue.push(toBytes(5000, round));
  t.true(Buffer.concat(views).equals(toBytes(100_000, 1)));
});

test('a flood goes through the same memory again and again', (t) => {
  const queue = new ByteQueue();
  const memories = new Set<unknown>();
  for (let round = 0; round < 500; round++) {
    queue.push(Buffer.alloc(200_000));
    for (const {buffer} of queue.views()) memories.add(buffer);
    queue.drop(queue.length);
  }
  t.true(memories.size <= 5);
});

test('cleared, it is empty, and what was taken from it before is not written over', (t) => {
  const queue = new ByteQueue();
  queue.push(toBytes(1000, 1));
  const views = queue.views();
  queue.clear();
  t.is(queue.length, 0);
  t.deepEqual(queue.views(), []);
  queue.push(toBytes(1000, 2));
  t.true(Buffer.concat(views).equals(toBytes(1000, 1)));
  t.true(Buffer.concat(queue.views()).equals(toBytes(1000, 2)));
});
