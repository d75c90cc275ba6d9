import test from 'ava';
import {createRandom} from '../../../source/emulator/random.ts';
import {type MouseEvent, MouseFilter} from '../../../source/services/terminal/mouse-filter.ts';

/** What comes of chunks, each followed by silence or not. */
const filter = (chunks: readonly string[], {isExpected = true, isQuiet = false} = {}) => {
  const mouse = new MouseFilter();
  let keys = '';
  const events: MouseEvent[] = [];
  for (const chunk of chunks) {
    const result = mouse.push(Buffer.from(chunk, 'latin1'), isExpected);
    keys += result.keys.toString('latin1');
    events.push(...result.events);
    if (isQuiet && result.isUncertain) keys += mouse.release().toString('latin1');
  }

  return {keys, events};
};

const PRESS = '\x1b[<0;12;5M';
const pressed = {kind: 'press', column: 11, row: 4} as const;

test('presses and the wheel are events, everything else the mouse does is nothing, and keys stay keys', (t) => {
  t.deepEqual(filter([`a${PRESS}\x1b[<0;12;5mb\x1b[<64;1;1M\x1b[<65;2;3M`]), {
    keys: 'ab',
    events: [
      pressed,
      {kind: 'wheel', column: 0, row: 0, step: -1},
      {kind: 'wheel', column: 1, row: 2, step: 1},
    ],
  });
  // With Shift, Alt or Ctrl it is the same button.
  t.deepEqual(filter(['\x1b[<28;12;5M']).events, [pressed]);
  for (const other of ['\x1b[<2;1;1M', '\x1b[<35;4;4M', '\x1b[<32;1;1M', '\x1b[<66;1;1M', '\x1b[<0;0;1M'])
    t.deepEqual(filter([other]), {keys: '', events: []}, other.slice(1));
});

test('a report may be cut anywhere', (t) => {
  const text = `x${PRESS}y${PRESS}`;
  for (let first = 0; first <= text.length; first++)
    for (let second = first; second <= text.length; second++) {
      const chunks = [text.slice(0, first), text.slice(first, second), text.slice(second)];
      t.deepEqual(filter(chunks), {keys: 'xy', events: [pressed, pressed]}, `${first} ${second}`);
    }
});

test('what is typed passes byte for byte, Escape alone after a silence, and other sequences at once', (t) => {
  const typed = [
    '\x1b',
    'j',
    '\x1b[A',
    '\x1bOP',
    '\x1b[1;5C',
    '\x1b\x1b',
    '\xc3\xa4\xff',
    '\x1b[200~a\x1b[201~',
  ];
  t.is(filter(typed, {isQuiet: true}).keys, typed.join(''));
  t.is(filter(typed).keys, typed.join(''));
  t.is(filter(['\x1b'], {isExpected: false}).keys, '\x1b');
  t.is(filter(['\x1b']).keys, '', 'held back until it is known what it is');
});

test('late, broken and endless reports never become keys', (t) => {
  t.is(filter([PRESS], {isExpected: false}).keys, '');
  t.is(filter(['\x1b[<0;1', '2;5M'], {isExpected: false}).keys, '');
  t.is(filter(['\x1b[<0;1', 'j']).keys, 'j');
  t.is(filter([`\x1b[<0;1${PRESS}`]).keys, '');
  t.is(filter(['\x1b[<', '1'.repeat(100), '2;'.repeat(100), '3', 'M']).keys, '');
  t.is(filter([`\x1b[<${'9'.repeat(500)}mq`]).keys, 'q');
});

test('of any mixture in any pieces only the keys are left', (t) => {
  const random = createRandom(41);
  for (let round = 0; round < 500; round++) {
    let text = '';
    let keys = '';
    for (let part = 0; part < 20; part++) {
      const key = random.pick(['j', 'k', '\r', '\x1b[A', '\x1b[5~', 'MM', '<', '[', ';1']);
      const isReport = random.chance(0.5);
      text += isReport
        ? `\x1b[<${random.int(0, 99)};${random.int(1, 300)};${random.int(1, 99)}${random.pick(['M', 'm'])}`
        : key;
      if (!isReport) keys += key;
    }

    const chunks: string[] = [];
    for (let at = 0; at < text.length;) {
      const size = random.int(1, 7);
      chunks.push(text.slice(at, at + size));
      at += size;
    }

    t.is(filter(chunks).keys, keys);
  }
});
