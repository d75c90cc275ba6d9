import {setTimeout as delay} from 'node:timers/promises';
import test from 'ava';
import type {ExecutionContext} from 'ava';
import {createTtyWriter} from '../../../source/services/terminal/tty-writer.ts';
import {openPseudoTerminal} from './pseudo-terminal.ts';

/** More than a terminal, its line discipline and a stream's buffer hold together. */
const LOTS = 600_000;

/** Text of a length in which every place can be told; without newlines, which a terminal translates. */
const toNumbers = (length: number): Buffer => {
  const numbers: string[] = [];
  for (let number = 0; number * 8 < length; number += 1) numbers.push(String(number).padStart(7, '0'), ' ');
  return Buffer.from(numbers.join('').slice(0, length));
};

const setUp = (t: ExecutionContext) => {
  const terminal = openPseudoTerminal(t);
  const writer = createTtyWriter(terminal.devicePath);
  t.teardown(() => {
    writer.close();
  });
  return {terminal, writer};
};

test('bytes arrive in order, whatever the pieces', async (t) => {
  const {terminal, writer} = setUp(t);
  const bytes = toNumbers(300_000);
  for (let offset = 0; offset < bytes.length;) {
    const length = 1 + ((offset * 7919) % 4000);
    writer.write(bytes.subarray(offset, offset + length));
    offset += length;
  }
  await writer.flush(20_000);
  t.true((await terminal.waitForBytes(bytes.length)).equals(bytes));
});

test('a short piece with nothing before it is at the terminal at once, and what follows comes after it', async (t) => {
  const {terminal, writer} = setUp(t);
  writer.write(Buffer.from('echo'));
  writer.write(Buffer.from(' lost with the writer'));
  writer.close();
  const next = createTtyWriter(terminal.devicePath);
  t.teardown(() => {
    next.close();
  });
  next.write(Buffer.from(', one'));
  next.write(Buffer.from(', two'));
  next.write(toNumbers(4000));
  await next.flush(20_000);
  const bytes = await terminal.waitForBytes(4014);
  t.is(bytes.toString(), `echo, one, two${toNumbers(4000).toString()}`);
});

test('a terminal that does not read holds the writer back, blocks nothing, and loses nothing', async (t) => {
  const {terminal, writer} = setUp(t);
  terminal.pause();
  const bytes = toNumbers(2_000_000);
  let drains = 0;
  const drained = new Promise<void>((resolve) => {
    writer.onDrain = () => {
      drains += 1;
      resolve();
    };
  });
  const answers: boolean[] = [];
  for (let offset = 0; offset < bytes.length; offset += 50_000) {
    answers.push(writer.write(bytes.subarray(offset, offset + 50_000)));
  }
  // A little is held by the terminal itself.
  t.true([20, 21, 22].includes(answers.indexOf(false)));
  t.false(answers.at(-1));
  // Timers still run: this one would not, if the write had blocked the program.
  await delay(1);
  t.is(drains, 0);
  terminal.resume();
  await drained;
  await writer.flush(20_000);
  t.true((await terminal.waitForBytes(bytes.length)).equals(bytes));
  t.is(drains, 1);
});

test('a flush gives up after its time', async (t) => {
  const {terminal, writer} = setUp(t);
  terminal.pause();
  writer.write(toNumbers(LOTS));
  const startMs = performance.now();
  await writer.flush(50);
  t.true(performance.now() - startMs >= 45);
});

test('a flush of nothing is done at once', async (t) => {
  const {writer} = setUp(t);
  writer.write(new Uint8Array());
  await writer.flush(60_000);
  t.pass();
});

test('a terminal that is gone is told once, and every flush ends', async (t) => {
  const {terminal, writer} = setUp(t);
  await terminal.hangUp();
  const errors: string[] = [];
  const failed = new Promise<void>((resolve) => {
    writer.onError = (error) => {
      errors.push((error as NodeJS.ErrnoException).code ?? '');
      resolve();
    };
  });
  writer.write(Buffer.from('a'));
  await failed;
  for (let count = 0; count < 10; count += 1) {
    t.true(writer.write(Buffer.alloc(500_000)));
    await writer.flush(60_000);
  }
  t.deepEqual(errors, ['EIO']);
});

test('a terminal that goes while it is full is told, and the flush ends', async (t) => {
  const {terminal, writer} = setUp(t);
  terminal.pause();
  writer.write(toNumbers(LOTS));
  const failed = new Promise<void>((resolve) => {
    writer.onError = () => {
      resolve();
    };
  });
  const flushed = writer.flush(60_000);
  await terminal.hangUp();
  await Promise.all([failed, flushed]);
  t.pass();
});

test('closed, it writes nothing more and waits for nobody; twice is safe', async (t) => {
  const {terminal, writer} = setUp(t);
  writer.write(Buffer.from('before'));
  await writer.flush(20_000);
  await terminal.waitForBytes(6);
  writer.close();
  writer.close();
  t.true(writer.write(Buffer.from('after')));
  await writer.flush(60_000);
  t.is(terminal.printed().toString(), 'before');
});

test('closed in the middle of a write, what is queued behind it is thrown away', async (t) => {
  const {terminal, writer} = setUp(t);
  terminal.pause();
  const bytes = toNumbers(LOTS);
  writer.write(bytes);
  // From here on the terminal's driver has all of it, and none of it can be taken back.
  await writer.flush(20);
  writer.write(Buffer.from('never'));
  const flushed = writer.flush(60_000);
  writer.close();
  terminal.resume();
  await flushed;
  // Whatever was written before comes before this.
  const next = createTtyWriter(terminal.devicePath);
  t.teardown(() => {
    next.close();
  });
  next.write(Buffer.from('later'));
  t.is((await terminal.waitForBytes(bytes.length + 5)).subarray(bytes.length).toString(), 'later');
});

test('without a terminal there is no writer', (t) => {
  t.throws(() => createTtyWriter('/dev/there-is-no-such-terminal'), {code: 'ENOENT'});
});
