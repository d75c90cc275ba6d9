import test from 'ava';
import {OutputGatherer} from '../../../source/services/ssh/output-gatherer.ts';

const setUp = () => {
  const delivered: Buffer[] = [];
  const gatherer = new OutputGatherer((bytes) => {
    delivered.push(Buffer.from(bytes));
  });
  return {gatherer, delivered};
};

const toBytes = (length: number, seed: number): Buffer =>
  Buffer.from(Array.from({length}, (_, index) => ((index + seed) * 7919) >> 3));

test('an echo is there at once, and after something longer it waits for it', async (t) => {
  const {gatherer, delivered} = setUp();
  gatherer.push(Buffer.from('key'));
  t.deepEqual(delivered.map(String), ['key']);
  gatherer.push(Buffer.alloc(300, 'x'));
  gatherer.push(Buffer.from('end'));
  t.is(delivered.length, 1);
  await Promise.resolve();
  t.deepEqual(delivered.map(String), ['key', `${'x'.repeat(300)}end`]);
});

test('what comes in one turn is handed over in pieces of 64 KiB, in order, whatever its own are', async (t) => {
  const {gatherer, delivered} = setUp();
  const pieces = [4000, 70_000, 1, 64 * 1024, 0, 200, ...Array.from({length: 40}, () => 4087)].map(toBytes);
  for (const piece of pieces) {
    gatherer.push(piece);
    // As the memory of a packet, which is given back.
    const bytes = Buffer.from(piece);
    piece.fill(0);
    pieces[pieces.indexOf(piece)] = bytes;
  }
  await Promise.resolve();
  t.true(Buffer.concat(delivered).equals(Buffer.concat(pieces)));
  t.true(delivered.length < 12);
});

test('asked for, what waits comes now, and not once more at the end of the turn', async (t) => {
  const {gatherer, delivered} = setUp();
  gatherer.push(Buffer.alloc(1000, 'a'));
  gatherer.makeRoom(64 * 1024 - 1000);
  t.is(delivered.length, 0);
  gatherer.makeRoom(64 * 1024 - 999);
  t.is(delivered.length, 1);
  gatherer.push(Buffer.alloc(1000, 'b'));
  gatherer.flush();
  gatherer.flush();
  t.is(delivered.length, 2);
  await Promise.resolve();
  t.is(Buffer.concat(delivered).toString(), `${'a'.repeat(1000)}${'b'.repeat(1000)}`);
});

test('each turn has an end of its own', async (t) => {
  const {gatherer, delivered} = setUp();
  for (let turn = 1; turn <= 3; turn++) {
    gatherer.push(Buffer.alloc(1000, String(turn)));
    await new Promise(setImmediate);
    t.is(delivered.length, turn);
  }
});
