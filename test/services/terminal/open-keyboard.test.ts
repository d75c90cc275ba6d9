import {once} from 'node:events';
import {closeSync, openSync} from 'node:fs';
import test from 'ava';
import type {ExecutionContext} from 'ava';
import {openKeyboard} from '../../../source/services/terminal/open-keyboard.ts';
import {openPseudoTerminal} from './pseudo-terminal.ts';

/** More than is read at once, many times over. */
const LOTS = 1_000_000;

const setUp = (t: ExecutionContext) => {
  const terminal = openPseudoTerminal(t);
  const {device: keyboard} = terminal;
  keyboard.setRawMode(true);
  const heard: Buffer[] = [];
  let check: () => void = () => undefined;
  /** Waits until so many bytes were told in all. It adds no listener: that would begin to read anew. */
  const hear = (count: number): Promise<string> =>
    new Promise((resolve) => {
      check = () => {
        const bytes = Buffer.concat(heard);
        if (bytes.length >= count) resolve(bytes.toString());
      };
      check();
    });
  keyboard.on('data', (bytes) => {
    heard.push(bytes);
    check();
  });
  return {
    keyboard,
    heard,
    hear,
    hangUp: terminal.hangUp,
    type: (text: string) => {
      terminal.type(text);
    },
  };
};

/** Text in which every place can be told. */
const toNumbers = (length: number): string =>
  Array.from({length: length / 8}, (_, index) => `${String(index).padStart(7, '0')} `).join('');

test('what was told stays as it is when more is typed', async (t) => {
  const {type, heard, hear} = setUp(t);
  type('first');
  t.is(await hear(5), 'first');
  type('other');
  t.is(await hear(10), 'firstother');
  t.is(heard[0]?.toString(), 'first');
});

test('a paste arrives whole and in order, and nothing comes during a pause', async (t) => {
  const {keyboard, type, hear} = setUp(t);
  let told = 0;
  let toldInPauses = 0;
  keyboard.on('data', () => {
    told += 1;
    if (keyboard.isPaused()) toldInPauses += 1;
    if (told % 2 > 0) return;
    keyboard.pause();
    setImmediate(() => setImmediate(() => keyboard.resume()));
  });
  const paste = toNumbers(LOTS);
  type(paste);
  t.true((await hear(LOTS)) === paste);
  t.true(told > 10);
  t.is(toldInPauses, 0);
});

test('closed in the middle of a paste, it tells nothing more', async (t) => {
  const {keyboard, type, heard} = setUp(t);
  keyboard.on('data', () => keyboard.destroy());
  type(toNumbers(LOTS));
  await once(keyboard, 'close');
  t.is(heard.length, 1);
});

test('a terminal that goes closes the keyboard', async (t) => {
  const {keyboard, hangUp} = setUp(t);
  const closed = once(keyboard, 'close');
  await hangUp();
  await closed;
  t.true(keyboard.destroyed);
});

test('what is no terminal is no keyboard', (t) => {
  const descriptor = openSync('/dev/null', 'r');
  t.throws(() => openKeyboard(descriptor), {code: 'ERR_TTY_INIT_FAILED'});
  closeSync(descriptor);
});
