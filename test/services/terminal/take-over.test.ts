import test from 'ava';
import {takeOver} from '../../../source/services/terminal/take-over.ts';
import {createScreen} from '../../helpers/screen.ts';

const COLUMNS = 10;
const OLD = ['0123456789', 'abcdefghij', 'ABCDEFGHIJ'];

/** What is on the screen once a frame was printed over three full lines. */
const printOver = async (chunk: string): Promise<string[]> => {
  const screen = createScreen({columns: COLUMNS, rows: OLD.length});
  try {
    await screen.write(OLD.map((line, index) => `\x1b[${index + 1};1H${line}`).join(''));
    const {printed, isOver} = takeOver(chunk, OLD.length);
    if (!isOver) throw new Error('that was the frame');
    // As the terminal's line discipline does.
    await screen.write(printed.replaceAll('\n', '\r\n'));
    return screen.lines();
  } finally {
    screen.close();
  }
};

test('the first frame leaves nothing of what was there, and loses nothing of its own', async (t) => {
  t.deepEqual(await printOver('short\n\nfull width'), ['short', '', 'full width']);
  t.deepEqual(await printOver('full width\nfull width\nfull width'), Array(3).fill('full width'));
});

test('a frame that is not as high as the terminal leaves nothing either', async (t) => {
  t.deepEqual(await printOver('short'), ['short', '', '']);
});

test('a whole frame is never erased before it is drawn', (t) => {
  t.notRegex(takeOver('a\nb\nc', 3).printed, /\x1b\[2?J/);
});

test('cursor and modes go by as they are, and the frame is still to come', (t) => {
  for (const chunk of ['\x1b[?25l', '\x1b[?2026h', '\x1b[?25l\x1b[?2026h', ''])
    t.deepEqual(takeOver(chunk, 3), {printed: chunk, isOver: false});
});
