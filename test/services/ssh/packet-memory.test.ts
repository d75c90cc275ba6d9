import test from 'ava';
import {freePacket} from '../../../source/services/ssh/packet-memory.ts';

test('the memory of a packet is gone once it is given back', (t) => {
  const memory = new ArrayBuffer(4112);
  freePacket(Buffer.from(memory, 10, 4087));
  t.is(memory.byteLength, 0);
  t.true(memory.detached);
});

const kept = [
  ['that is larger than a packet of its length', new ArrayBuffer(8192), 10, 4087],
  ['that is short', new ArrayBuffer(600), 10, 574],
  ['that is shared', new SharedArrayBuffer(4112), 10, 4087],
] as const;
for (const [what, memory, offset, length] of kept) {
  test(`memory ${what} is left alone`, (t) => {
    const size = memory.byteLength;
    freePacket(Buffer.from(memory, offset, length));
    t.is(memory.byteLength, size);
  });
}

test("the memory that Node shares among small buffers is left alone, whatever a piece's length", (t) => {
  for (let length = 1024; length < Buffer.poolSize / 2; length += 97) {
    const bytes = Buffer.allocUnsafe(length);
    freePacket(bytes);
    t.is(bytes.length, length);
  }
});
