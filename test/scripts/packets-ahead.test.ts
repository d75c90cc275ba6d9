import {createRequire, Module} from 'node:module';
import {randomBytes} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {setImmediate as turn, setTimeout as delay} from 'node:timers/promises';
import test from 'ava';
import {CiphersAhead, fillWithPadding} from '../../scripts/build/packets-ahead.js';
import {applyPatch, PATCHES} from '../../scripts/build/patches.js';

/** What of ssh2's own module is used here; it has no types. */
interface PacketCrypto {
  readonly init: Promise<void>;
  readonly CIPHER_INFO: Readonly<Record<string, unknown>>;
  createCipher(config: object): {allocPacket(length: number): Buffer; encrypt(packet: Buffer): void};
  createDecipher(config: object): {decrypt(data: Buffer, from: number, to: number): number | undefined};
}

const file = createRequire(import.meta.url).resolve('ssh2/lib/protocol/crypto.js');

const loadPatched = (): PacketCrypto => {
  const patch = PATCHES.find((candidate) => candidate.file.test(file));
  if (!patch) throw new Error('there is no patch for it');
  // `_compile` is how `require` makes a module of a text; the types do not know it.
  const module = new Module(file) as Module & {_compile(source: string, path: string): void};
  module._compile(applyPatch(patch, readFileSync(file, 'utf8'), file), file);
  return module.exports as PacketCrypto;
};

const original = createRequire(import.meta.url)(file) as PacketCrypto;
const patched = loadPatched();

/** So long that the cipher of the next packet is made ahead. */
const LONG_MS = 3;

/** Two sides of one connection: what `cipher` has encrypted is in `sent`, what `decipher` has decrypted in `received`. */
const createSides = (from: PacketCrypto, to: PacketCrypto) => {
  const info = 'aes128-gcm@openssh.com';
  const key = randomBytes(16);
  const counter = randomBytes(12);
  const sent: Buffer[] = [];
  const received: Buffer[] = [];
  const cipher = from.createCipher({
    outbound: {
      seqno: 0,
      onWrite: (bytes: Buffer) => sent.push(bytes),
      cipherInfo: from.CIPHER_INFO[info],
      cipherKey: Buffer.from(key),
      cipherIV: Buffer.from(counter),
    },
  });
  const decipher = to.createDecipher({
    inbound: {
      seqno: 0,
      onPayload: (payload: Buffer) => {
        received.push(Buffer.from(payload));
      },
      decipherInfo: to.CIPHER_INFO[info],
      decipherKey: Buffer.from(key),
      decipherIV: Buffer.from(counter),
    },
  });
  const encrypt = (payload: Buffer): void => {
    const packet = cipher.allocPacket(payload.length);
    packet.set(payload, 5);
    cipher.encrypt(packet);
  };
  return {encrypt, decipher, sent, received};
};

/** Sends payloads from one side to the other in pieces of some size, with turns of the event loop between. */
const send = async (
  from: PacketCrypto,
  to: PacketCrypto,
  payloads: readonly Buffer[],
  pieceBytes: number,
): Promise<Buffer[]> => {
  await Promise.all([from.init, to.init]);
  const {encrypt, decipher, sent, received} = createSides(from, to);
  for (const [index, payload] of payloads.entries()) {
    encrypt(payload);
    if (index % 20 === 0) await delay(LONG_MS);
    else if (index % 3 === 0) await turn();
  }
  const bytes = Buffer.concat(sent);
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    const piece = bytes.subarray(at, at + pieceBytes);
    decrypt(decipher, piece);
    if ((at / pieceBytes) % 50 === 0) await delay(LONG_MS);
    else if ((at / pieceBytes) % 5 < 2) await turn();
  }
  return received;
};

const decrypt = (decipher: ReturnType<PacketCrypto['createDecipher']>, piece: Buffer) => {
  for (let at = 0; at < piece.length;) at = decipher.decrypt(piece, at, piece.length) ?? piece.length;
};

const payloads = Array.from({length: 200}, (_, index) => randomBytes(1 + ((index * 911) % 5000)));

for (const pieceBytes of [7, 1000, 20_000]) {
  test(`the patched ssh2 reads what the original sends, ${pieceBytes} bytes at a time`, async (t) => {
    t.deepEqual(await send(original, patched, payloads, pieceBytes), payloads);
  });

  test(`the original ssh2 reads what the patched one sends, ${pieceBytes} bytes at a time`, async (t) => {
    t.deepEqual(await send(patched, original, payloads, pieceBytes), payloads);
  });
}

/** A packet as it is on the wire, behind another that was received: what decrypts it was made ahead. */
const sealSecond = () => {
  const sides = createSides(original, patched);
  sides.encrypt(Buffer.from('one'));
  const first = Buffer.concat(sides.sent);
  decrypt(sides.decipher, first);
  sides.encrypt(Buffer.from('a key, and its echo'));
  return {...sides, first, packet: Buffer.concat(sides.sent).subarray(first.length)};
};

test('a packet of which one bit is another, or that comes again, is refused by the patched ssh2', async (t) => {
  await Promise.all([original.init, patched.init]);
  const {length} = sealSecond().packet;
  // The first four bytes are the length: with another one there is more to wait for.
  const bits = Array.from({length: (length - 4) * 8}, (_, bit) => ({bit: bit + 32, ...sealSecond()}));
  const again = sealSecond();
  const right = sealSecond();
  await delay(LONG_MS);
  for (const {bit, packet, decipher, received} of bits) {
    packet[bit >> 3] = (packet[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    t.throws(() => decrypt(decipher, packet), undefined, `bit ${bit}`);
    t.is(received.length, 1);
  }
  t.throws(() => decrypt(again.decipher, again.first));
  t.is(again.received.length, 1);
  decrypt(right.decipher, right.packet);
  t.deepEqual(right.received.map(String), ['one', 'a key, and its echo']);
});

test('a cipher is made ahead only between packets, and never for a counter that has gone on', async (t) => {
  let counter = 0;
  const made: number[] = [];
  const ciphers = new CiphersAhead(() => {
    made.push(counter);
    return counter;
  }, setImmediate);
  t.is(ciphers.take(), 0);
  await turn();
  t.deepEqual(made, [0]);
  counter += 1;
  ciphers.release();
  t.deepEqual(made, [0]);
  await turn();
  t.deepEqual(made, [0, 1]);
  t.is(ciphers.take(), 1);
  counter += 1;
  ciphers.release();
  // Before there was time: made when it is needed, and the time that comes in the middle of the packet is not used.
  t.is(ciphers.take(), 2);
  await turn();
  t.deepEqual(made, [0, 1, 2]);
});

test('padding fills its place and nothing else, and no byte of it is used twice', (t) => {
  const seen = new Set<string>();
  for (let count = 0; count < 1000; count += 1) {
    const packet = Buffer.alloc(40);
    fillWithPadding(packet, 10, 20);
    t.true(packet.subarray(0, 10).equals(Buffer.alloc(10)));
    t.true(packet.subarray(30).equals(Buffer.alloc(10)));
    seen.add(packet.subarray(10, 30).toString('hex'));
  }
  t.is(seen.size, 1000);
});
