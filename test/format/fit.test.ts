import test from 'ava';
import stringWidth from 'string-width';
import {createRandom} from '../../source/emulator/random.ts';
import {nastyStrings} from '../../source/emulator/scenarios/nasty-strings.ts';
import {cut, fit, widthOf, wrapLines, wrapText} from '../../source/format/fit.ts';
import {clean} from '../../source/model/safe-text.ts';

const CUTS = [
  ['abc', 3, 'abc'],
  ['abcd', 3, 'ab~'],
  ['abcd', 1, '~'],
  ['abcd', 0, ''],
  ['abcd', -1, ''],
  ['', 3, ''],
  ['配列解析', 8, '配列解析'],
  ['配列解析', 7, '配列解~'],
  ['配列解析', 6, '配列~'],
  ['配列', 1, '~'],
  ['🧬🧬🧬', 5, '🧬🧬~'],
  ['e\u0301e\u0301e\u0301', 2, 'e\u0301~'],
] as const;

for (const [text, columns, expected] of CUTS) {
  test(`“${text}” cut to ${columns} columns is “${expected}”`, (t) => {
    t.is(cut(text, columns), expected);
  });
}

const TEXTS = Object.values(nastyStrings).map((text) => clean(text));

test('a cut text is never wider than asked for, and a fitted one exactly as wide', (t) => {
  const random = createRandom(1);
  for (let round = 0; round < 2000; round++) {
    const text = random.pick(TEXTS).slice(random.int(0, 3));
    const columns = random.int(0, 120);
    t.true(stringWidth(cut(text, columns)) <= columns);
    t.is(stringWidth(fit(text, columns)), columns);
    t.is(stringWidth(fit(text, columns, 'right')), columns);
  }
});

test('fitting pads on the side that is not aligned', (t) => {
  t.is(fit('ab', 4), 'ab  ');
  t.is(fit('ab', 4, 'right'), '  ab');
  t.is(fit('配', 4, 'right'), '  配');
});

test('wrapping breaks at spaces, and inside words only where it must', (t) => {
  t.deepEqual(wrapText('', 10), ['']);
  t.deepEqual(wrapText('one two three', 7), ['one two', 'three']);
  t.deepEqual(wrapText('one twothreefour', 5), ['one', 'twoth', 'reefo', 'ur']);
  t.deepEqual(wrapText('配列解析 パイ', 5), ['配列', '解析', 'パイ']);
});

test('wrapped lines fit, and nothing of the text is lost', (t) => {
  const random = createRandom(2);
  for (let round = 0; round < 1000; round++) {
    const text = random.pick(TEXTS);
    const columns = random.int(8, 100);
    const lines = wrapText(text, columns);
    for (const line of lines) t.true(widthOf(line) <= columns, line);
    t.is(lines.join('').replaceAll(' ', ''), text.replaceAll(' ', ''));
  }
});

test('a cleaned text of several lines begins a line where it had a newline', (t) => {
  t.deepEqual(wrapLines(clean('Traceback:\n  File "job.py"\n'), 12), [
    'Traceback:',
    '  File',
    '  "job.py"',
    '',
  ]);
});
