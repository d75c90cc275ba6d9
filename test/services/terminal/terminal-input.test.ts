import {randomBytes} from 'node:crypto';
import {Duplex} from 'node:stream';
import type {ReadStream} from 'node:tty';
import test from 'ava';
import type {ExecutionContext} from 'ava';
import {createRandom} from '../../../source/emulator/random.ts';
import {TerminalInput} from '../../../source/services/terminal/terminal-input.ts';
import {createManualTimers} from './manual-timers.ts';

/** A terminal's keyboard. */
class Keyboard extends Duplex {
  readonly isTTY = true;
  readonly rawModes: boolean[] = [];

  override _read(): void {
    // Keys are pushed when they are typed.
  }

  override _write(_chunk: unknown, _encoding: BufferEncoding, done: () => void): void {
    done();
  }

  setRawMode(isRaw: boolean): this {
    this.rawModes.push(isRaw);
    return this;
  }
}

/** @param isFlowing whether what the dashboard gets is gathered from the start; else the test reads it */
const setUp = (t: ExecutionContext, isFlowing = true) => {
  const keyboard = new Keyboard();
  const timers = createManualTimers();
  const input = new TerminalInput(keyboard as unknown as ReadStream, timers);
  t.teardown(() => {
    input.stop();
    keyboard.destroy();
  });
  /** Types, and lets the stream deliver it, each key with a turn of its own. */
  const type = async (bytes: string | Uint8Array): Promise<void> => {
    keyboard.push(typeof bytes === 'string' ? Buffer.from(bytes) : bytes);
    for (let turn = 0; turn < 8; turn++) await new Promise(setImmediate);
  };
  const seen: Buffer[] = [];
  if (isFlowing) input.dashboard.on('data', (bytes: Buffer) => seen.push(bytes));
  return {keyboard, timers, input, type, seen: () => Buffer.concat(seen)};
};

test('the dashboard gets what is typed, byte for byte', async (t) => {
  const {input, type, seen} = setUp(t);
  input.start();
  // Seeded: by chance there might be the beginning of a report of the mouse in it.
  const random = createRandom(7);
  const bytes = Buffer.from(Array.from({length: 25_600}, () => random.int(0, 255)));
  t.false(bytes.includes('\x1b[<'));
  for (let offset = 0; offset < bytes.length; offset += 256) await type(bytes.subarray(offset, offset + 256));
  t.true(seen().equals(bytes));
});

/** The Esc key as the dashboard gets it. */
const ESC = '\x1b[27u';

test('an escape key waits for the rest of a longer key for 20 ms, and for a report of the mouse where there is one', async (t) => {
  const {input, type, seen, timers} = setUp(t);
  const advance = async (ms: number) => {
    timers.advance(ms);
    for (let turn = 0; turn < 8; turn++) await new Promise(setImmediate);
  };
  input.start();
  await type('\x1b');
  await advance(19);
  t.is(seen().toString(), '');
  await advance(1);
  t.is(seen().toString(), ESC);
  input.expectMouse(true);
  await type('\x1b');
  await advance(29);
  t.is(seen().toString(), ESC);
  await advance(1);
  await advance(20);
  t.is(seen().toString(), ESC.repeat(2));
  await type('\x1b');
  await type('[<0;1;1M');
  input.expectMouse(false);
  await type('\x1b');
  await type('[<0;1;1M');
  await advance(1000);
  t.is(seen().toString(), ESC.repeat(2));
  await type('\x1b');
  await advance(20);
  t.is(seen().toString(), ESC.repeat(3));
});

test('what is typed while a session is about to begin presses nothing when it is over', async (t) => {
  const {keyboard, timers, input, type} = setUp(t, false);
  const {dashboard} = input;
  // As Ink reads, and gives its input away before a session has it.
  let seen = '';
  const read = () => {
    for (let bytes = dashboard.read() as Buffer | null; bytes; bytes = dashboard.read() as Buffer | null)
      seen += bytes.toString();
  };
  dashboard.on('readable', read);
  input.start();
  await type('a');
  dashboard.off('readable', read);
  await type('q');
  keyboard.push('X');
  while (keyboard.readableLength > 0) await new Promise(setImmediate);
  input.lendTo(() => undefined);
  await type('to the session');
  keyboard.push('Y');
  input.takeBack();
  timers.advance(150);
  dashboard.on('readable', read);
  await type('j');
  t.is(seen, 'aj');
});

test('a report of the mouse that a session leaves behind in pieces presses no key', async (t) => {
  const {input, type, seen, timers} = setUp(t);
  const events: unknown[] = [];
  input.onMouse = (event) => events.push(event);
  input.start();
  input.lendTo(() => undefined);
  input.takeBack();
  await type('jj\x1b[<0;1');
  timers.advance(2000);
  await type('7;5Mk');
  t.is(seen().toString(), 'k');
  t.is(events.length, 1);
  await type('\x1b[<0;17;5M');
  t.is(seen().toString(), 'k');
  t.deepEqual(events.at(-1), {kind: 'press', column: 16, row: 4});
});

test('an encoding that Ink sets on its stream does not reach the session', async (t) => {
  const {input, type} = setUp(t);
  input.start();
  input.dashboard.setEncoding('utf8');
  const got: Buffer[] = [];
  input.lendTo((bytes) => got.push(bytes));
  const bytes = randomBytes(4096);
  await type(bytes);
  t.true(Buffer.concat(got).equals(bytes));
});

test('the dashboard input looks like a terminal in raw mode, and changes nothing', (t) => {
  const {input, keyboard} = setUp(t);
  input.start();
  const {dashboard} = input;
  t.true(dashboard.isTTY);
  t.is(dashboard.setRawMode(false), dashboard);
  t.is(dashboard.ref(), dashboard);
  t.is(dashboard.unref(), dashboard);
  t.deepEqual(keyboard.rawModes, [true]);
});

test('nothing is read before the start, and nothing after the stop', async (t) => {
  const {input, keyboard, type, seen} = setUp(t);
  await type('a');
  t.is(seen().toString(), '');
  input.start();
  await type('b');
  t.is(seen().toString(), 'ab');
  input.stop();
  input.stop();
  await type('c');
  t.is(seen().toString(), 'ab');
  t.deepEqual(keyboard.rawModes, [true, false]);
});

test('starting twice reads once', async (t) => {
  const {input, type, seen, keyboard} = setUp(t);
  input.start();
  input.start();
  await type('a');
  t.is(seen().toString(), 'a');
  t.deepEqual(keyboard.rawModes, [true]);
});

test('while it is lent the session gets everything, Ctrl-z too', async (t) => {
  const {input, type, seen} = setUp(t);
  input.start();
  let suspends = 0;
  input.onSuspendKey = () => (suspends += 1);
  const got: Buffer[] = [];
  input.lendTo((bytes) => got.push(bytes));
  await type('ls\r');
  await type('\x1a');
  t.is(Buffer.concat(got).toString(), 'ls\r\x1a');
  t.is(seen().toString(), '');
  t.is(suspends, 0);
});

test('Ctrl-z alone suspends the dashboard and is not typed into it', async (t) => {
  const {input, type, seen} = setUp(t);
  input.start();
  let suspends = 0;
  input.onSuspendKey = () => (suspends += 1);
  await type('\x1a');
  await type('j\x1a');
  t.is(suspends, 1);
  t.is(seen().toString(), 'j\x1a');
});

test('after the session, what arrives within 150 ms of silence is thrown away', async (t) => {
  const {input, type, seen, timers} = setUp(t);
  input.start();
  input.lendTo(() => undefined);
  input.takeBack();
  await type('\x1b[>1;10;0c');
  timers.advance(149);
  await type('\x1b[?62;22c');
  timers.advance(149);
  t.is(seen().toString(), '');
  timers.advance(1);
  await type('j');
  t.is(seen().toString(), 'j');
});

test('answers without end are thrown away for a second at most', async (t) => {
  const {input, type, seen, timers} = setUp(t);
  input.start();
  input.takeBack();
  for (let passedMs = 0; passedMs < 1000; passedMs += 100) {
    await type('x');
    timers.advance(100);
  }
  t.is(seen().toString(), '');
  await type('q');
  t.is(seen().toString(), 'q');
});

test('Ctrl-z in the quarantine does not suspend', async (t) => {
  const {input, type} = setUp(t);
  input.start();
  let suspends = 0;
  input.onSuspendKey = () => (suspends += 1);
  input.takeBack();
  await type('\x1a');
  t.is(suspends, 0);
});

test('lent again in the quarantine, the session gets every byte', async (t) => {
  const {input, type, timers} = setUp(t);
  input.start();
  input.takeBack();
  const got: Buffer[] = [];
  input.lendTo((bytes) => got.push(bytes));
  await type('a');
  timers.advance(2000);
  await type('b');
  t.is(Buffer.concat(got).toString(), 'ab');
});

test('1,000 late answers in the quarantine press no key', async (t) => {
  const {input, type, seen, timers} = setUp(t);
  input.start();
  input.takeBack();
  for (let count = 0; count < 1000; count += 1) {
    await type('\x1b[?1;2c\x1b]11;rgb:0000/0000/0000\x07q');
    timers.advance(0.9);
  }
  t.is(seen().length, 0);
});

test('paused by the session, keys wait and none is lost, also over the way back', async (t) => {
  const {input, keyboard, type, timers, seen} = setUp(t);
  input.start();
  const got: Buffer[] = [];
  input.lendTo((bytes) => got.push(bytes));
  input.pause();
  await type('ab');
  t.is(got.length, 0);
  input.resume();
  await new Promise(setImmediate);
  t.is(Buffer.concat(got).toString(), 'ab');
  input.pause();
  input.takeBack();
  timers.advance(150);
  t.false(keyboard.isPaused());
  await type('j');
  t.is(seen().toString(), 'j');
});

test('the end of the terminal is told', async (t) => {
  const {input, keyboard} = setUp(t);
  input.start();
  const ended = new Promise<void>((resolve) => {
    input.onEnd = resolve;
  });
  keyboard.push(null);
  await ended;
  t.pass();
});

test('an error of the terminal is told, and none is a crash', (t) => {
  const {input, keyboard} = setUp(t);
  let ends = 0;
  input.onEnd = () => (ends += 1);
  input.start();
  input.stop();
  keyboard.emit('error', new Error('EIO'));
  t.is(ends, 1);
});

test('stopped and continued many times, it listens as often as once', (t) => {
  const {input, keyboard} = setUp(t);
  input.start();
  const before = keyboard.eventNames().map((name) => [name, keyboard.listenerCount(name)]);
  for (let count = 0; count < 50; count += 1) {
    input.stop();
    input.start();
  }
  t.deepEqual(
    keyboard
      .eventNames()
      .map((name) => [name, keyboard.listenerCount(name)])
      .sort(),
    before.sort(),
  );
});
