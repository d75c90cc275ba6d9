import {setTimeout as wait} from 'node:timers/promises';
import test from 'ava';
import {KeyFeed} from '../../../source/services/terminal/key-feed.ts';
import {createManualTimers} from './manual-timers.ts';

/** A feed that somebody listens to, with what it handed on, and timers that run when they are told to. */
const setUp = () => {
  const pieces: string[] = [];
  const timers = createManualTimers();
  const keyFeed = new KeyFeed((bytes) => pieces.push(bytes.toString()), timers);
  keyFeed.release();
  /** Feeds chunks, all at once, and gives what is ready the turns that it needs. */
  const feed = async (...chunks: readonly string[]) => {
    for (const chunk of chunks) keyFeed.feed(Buffer.from(chunk));
    for (let turn = 0; turn < 4 * chunks.join('').length + 8; turn++) await new Promise(setImmediate);
    return pieces;
  };
  const advance = async (ms: number) => {
    timers.advance(ms);
    return await feed();
  };
  return {pieces, feed, advance};
};

const feed = (...chunks: readonly string[]) => setUp().feed(...chunks);
const TIMERS = createManualTimers();
/** The Esc key, as it is handed on. */
const ESC = '\x1b[27u';

test('a key waits until a screen that has just been drawn has the keyboard', async (t) => {
  const order: string[] = [];
  const keyFeed = new KeyFeed((bytes) => order.push(bytes.toString()), TIMERS);
  keyFeed.release();
  setImmediate(() => order.push('keyboard'));
  keyFeed.feed(Buffer.from('j'));
  while (order.length < 2) await wait(1);
  t.deepEqual(order, ['keyboard', 'j']);
});

test('so does a key that comes before the turns after the last one are over', async (t) => {
  const order: string[] = [];
  const nextTurn = () => new Promise(setImmediate);
  const keyFeed = new KeyFeed((bytes) => order.push(bytes.toString()), TIMERS);
  keyFeed.release();
  keyFeed.feed(Buffer.from('R'));
  while (order.length < 1) await nextTurn();
  await nextTurn();
  setImmediate(() => setImmediate(() => order.push('keyboard')));
  keyFeed.feed(Buffer.from('y'));
  while (order.length < 3) await wait(1);
  t.deepEqual(order, ['R', 'keyboard', 'y']);
});

test('what is done with the mouse has its turn among the keys', async (t) => {
  const order: string[] = [];
  const keyFeed = new KeyFeed((bytes) => order.push(bytes.toString()), TIMERS);
  const press = () => {
    keyFeed.inTurn(() => order.push('mouse'));
  };
  press();
  await wait(1);
  t.deepEqual(order, []);
  keyFeed.release();
  setImmediate(() => order.push('keyboard'));
  keyFeed.feed(Buffer.from('jk'));
  press();
  while (order.length < 5) await wait(1);
  t.deepEqual(order, ['keyboard', 'mouse', 'j', 'k', 'mouse']);
});

test('several typed keys go on one by one, in order, also when more come meanwhile', async (t) => {
  t.deepEqual(await feed(':é✓', 'ab'), [':', 'é', '✓', 'a', 'b']);
});

const PASTE = '\x1b[200~rm -rf \x1bx\x1b[201~';
const LONG = 'x'.repeat(65);

test('pastes and long chunks stay whole', async (t) => {
  t.deepEqual(await feed(PASTE, LONG), [PASTE, LONG]);
  t.deepEqual(await feed(LONG + PASTE + 'jk'), [LONG, PASTE, 'j', 'k']);
});

test('nothing in a paste is a key, wherever its chunks begin and end', async (t) => {
  for (let cut = 1; cut < PASTE.length; cut++) {
    const {feed: feedOn, advance} = setUp();
    // A terminal does not pause in the middle of a marker; of the first one Ink knows how it begins.
    await feedOn(`a${PASTE.slice(0, cut)}`);
    if (cut >= 5) await advance(1000);
    const pieces = await feedOn(`${PASTE.slice(cut)}b`);
    t.is(pieces.join(''), `a${PASTE}b`, `cut at ${String(cut)}`);
    t.is(pieces.at(-1), 'b');
  }
});

for (const [title, keys] of [
  ['arrows', ['\x1b[A', '\x1b[B']],
  ['arrows in application mode', ['\x1bOA', '\x1bOD']],
  ['function keys', ['\x1bOP', '\x1b[15~', '\x1b[[A', '\x1b[24;5~']],
  ['editing keys', ['\x1b[3~', '\x1b[2$', '\x1b[Z', '\x1b[1;5H']],
  ['arrows with Alt', ['\x1b\x1b[A', '\x1b\x1bOB']],
  ['Alt-Backspace, which erases', ['\x1b\x7f', '\x1b\b']],
  ['short answers of the terminal', ['\x1b[?62;22c', '\x1b[12;40R', '\x1b[?2026;2$y', '\x1b[I']],
] as const) {
  test(`a sequence is one key, together with others and in pieces: ${title}`, async (t) => {
    const typed = [...keys, 'j', ...keys];
    t.deepEqual(await feed(typed.join('')), typed);
    for (const key of keys)
      for (let cut = 1; cut < key.length; cut++)
        // Alt-Backspace is never in two pieces but when it is two keys.
        if (!key.endsWith('\x7f') && !key.endsWith('\b'))
          t.deepEqual(await feed(`j${key.slice(0, cut)}`, `${key.slice(cut)}k`), ['j', key, 'k']);
  });
}

for (const [typed, keys] of [
  ['\x1bj', [ESC, 'j']],
  ['\x1bX', [ESC, 'X']],
  ['\x1b:', [ESC, ':']],
  ['\x1bé', [ESC, 'é']],
  ['\x1b\r', [ESC, '\r']],
  ['\x1b\x03', [ESC, '\x03']],
  ['ab\x1b\x1bc', ['a', 'b', ESC, ESC, 'c']],
  ['\x1bj\x1b[B', [ESC, 'j', '\x1b[B']],
] as const) {
  test(`Esc and what was typed after it are two keys in one chunk: ${JSON.stringify(typed)}`, async (t) => {
    t.deepEqual(await feed(typed), [...keys]);
  });
}

test('Esc and a key that follows within a moment are two keys as well', async (t) => {
  t.deepEqual(await feed('\x1b', 'j'), [ESC, 'j']);
  t.deepEqual(await feed('\x1b', '\x1b', 'q'), [ESC, ESC, 'q']);
});

test('Esc alone is a key when nothing follows, once', async (t) => {
  const {feed: feedOn, advance} = setUp();
  t.deepEqual(await feedOn('a\x1b'), ['a']);
  t.deepEqual(await advance(19), ['a']);
  t.deepEqual(await advance(1), ['a', ESC]);
  t.deepEqual(await advance(1000), ['a', ESC]);
  t.deepEqual(await feedOn('\x1b\x1b'), ['a', ESC]);
  t.deepEqual(await advance(20), ['a', ESC, ESC, ESC]);
});

test('Enter is Enter also when the terminal was not raw yet', async (t) => {
  t.deepEqual(await feed('j\n', '\x1b\n'), ['j', '\r', ESC, '\r']);
});

test('a sequence that never ends goes on as it is', async (t) => {
  const {feed: feedOn, advance} = setUp();
  await feedOn('\x1b[1;');
  t.deepEqual(await advance(20), ['\x1b[1;']);
});

test('what a terminal answers in a string presses nothing', async (t) => {
  const {feed: feedOn, advance} = setUp();
  await feedOn('j\x1b]11;rgb:0000/0000/0000\x1b\\k\x1bP>|xterm(370)\x1b\\l\x1b]52;c;cQ==\x07m');
  await feedOn('\x1b]11;rgb:ffff');
  await feedOn('/ffff/ffff\x1b');
  t.deepEqual(await feedOn('\\n'), ['j', 'k', 'l', 'm', 'n']);
  t.deepEqual(await advance(1000), ['j', 'k', 'l', 'm', 'n']);
});

test('the next key waits until React has had its turn', async (t) => {
  const order: string[] = [];
  const keyFeed = new KeyFeed((bytes) => {
    order.push(bytes.toString());
    process.nextTick(() => setImmediate(() => order.push(`effect of ${bytes.toString()}`)));
  }, TIMERS);
  keyFeed.release();
  keyFeed.feed(Buffer.from('ab'));
  while (order.length < 4) await wait(1);
  t.deepEqual(order, ['a', 'effect of a', 'b', 'effect of b']);
});

test('what is typed before anybody listens waits for that, and still goes on one by one', async (t) => {
  const order: string[] = [];
  const keyFeed = new KeyFeed((bytes) => order.push(bytes.toString()), TIMERS);
  keyFeed.feed(Buffer.from('ab'));
  for (let turn = 0; turn < 8; turn++) await new Promise(setImmediate);
  order.push('listens');
  keyFeed.release();
  keyFeed.feed(Buffer.from('c'));
  while (order.length < 4) await wait(1);
  t.deepEqual(order, ['listens', 'a', 'b', 'c']);
});
