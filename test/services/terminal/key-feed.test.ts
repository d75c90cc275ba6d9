import {setTimeout as wait} from 'node:timers/promises';
import test from 'ava';
import {KeyFeed} from '../../../source/services/terminal/key-feed.ts';

/** Feeds chunks, and answers the pieces that came. */
const feed = async (...chunks: readonly string[]) => {
  const pieces: string[] = [];
  const all = chunks.join('').length;
  const keyFeed = new KeyFeed((bytes) => pieces.push(bytes.toString()));
  keyFeed.release();
  for (const chunk of chunks) keyFeed.feed(Buffer.from(chunk));
  while (pieces.join('').length < all) await wait(1);
  return pieces;
};

test('a key waits until a screen that has just been drawn has the keyboard', async (t) => {
  const order: string[] = [];
  const keyFeed = new KeyFeed((bytes) => order.push(bytes.toString()));
  keyFeed.release();
  setImmediate(() => order.push('keyboard'));
  keyFeed.feed(Buffer.from('j'));
  while (order.length < 2) await wait(1);
  t.deepEqual(order, ['keyboard', 'j']);
});

test('several typed keys go on one by one, in order, also when more come meanwhile', async (t) => {
  t.deepEqual(await feed(':é✓', 'ab'), [':', 'é', '✓', 'a', 'b']);
});

test('escape sequences, pastes and long chunks stay whole', async (t) => {
  const paste = '\x1b[200~rm -rf\x1b[201~';
  const long = 'x'.repeat(65);
  t.deepEqual(await feed('\x1b[B\x1b[B', paste, long), ['\x1b[B\x1b[B', paste, long]);
});

test('the next key waits until React has had its turn', async (t) => {
  const order: string[] = [];
  const keyFeed = new KeyFeed((bytes) => {
    order.push(bytes.toString());
    process.nextTick(() => setImmediate(() => order.push(`effect of ${bytes.toString()}`)));
  });
  keyFeed.release();
  keyFeed.feed(Buffer.from('ab'));
  while (order.length < 4) await wait(1);
  t.deepEqual(order, ['a', 'effect of a', 'b', 'effect of b']);
});

test('what is typed before anybody listens waits for that, and still goes on one by one', async (t) => {
  const order: string[] = [];
  const keyFeed = new KeyFeed((bytes) => order.push(bytes.toString()));
  keyFeed.feed(Buffer.from('ab'));
  for (let turn = 0; turn < 8; turn++) await new Promise(setImmediate);
  order.push('listens');
  keyFeed.release();
  keyFeed.feed(Buffer.from('c'));
  while (order.length < 4) await wait(1);
  t.deepEqual(order, ['listens', 'a', 'b', 'c']);
});
