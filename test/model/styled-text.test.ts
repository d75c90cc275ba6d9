import test from 'ava';
import {toStyledText, type StyleSpan, type TextStyle} from '../../source/model/styled-text.ts';

const ESC = '\u001B';

const span = (start: number, end: number, style: TextStyle): StyleSpan => ({start, end, style});

const cases: ReadonlyArray<
  readonly [title: string, line: string, text: string, spans: readonly StyleSpan[]]
> = [
  ['plain text', 'hello', 'hello', []],
  ['nothing', '', '', []],
  ['a colour', `a ${ESC}[31mred${ESC}[0m b`, 'a red b', [span(2, 5, {foreground: 1})]],
  ['an empty reset', `${ESC}[1mx${ESC}[my`, 'xy', [span(0, 1, {isBold: true})]],
  [
    'several codes at once',
    `${ESC}[1;4;93;44mx`,
    'x',
    [span(0, 1, {isBold: true, isUnderlined: true, foreground: 11, background: 4})],
  ],
  [
    'a colour switched off alone',
    `${ESC}[1;31ma${ESC}[39mb${ESC}[22mc`,
    'abc',
    [span(0, 1, {isBold: true, foreground: 1}), span(1, 2, {isBold: true})],
  ],
  ['one of 256 colours', `${ESC}[38;5;208mx`, 'x', [span(0, 1, {foreground: 208})]],
  ['true colour', `${ESC}[48;2;1;2;255mx`, 'x', [span(0, 1, {background: '#0102ff'})]],
  [
    'colours with colons',
    `${ESC}[38:2::10:20:30mx${ESC}[38:5:9my`,
    'xy',
    [span(0, 1, {foreground: '#0a141e'}), span(1, 2, {foreground: 9})],
  ],
  ['what follows a long colour', `${ESC}[38;5;1;1mx`, 'x', [span(0, 1, {foreground: 1, isBold: true})]],
  ['underline with a colon', `${ESC}[4:3ma${ESC}[4:0mb`, 'ab', [span(0, 1, {isUnderlined: true})]],
  [
    'dim, italic and inverse',
    `${ESC}[2;3;7mx${ESC}[22;23;27my`,
    'xy',
    [span(0, 1, {isDim: true, isItalic: true, isInverse: true})],
  ],
  ['hidden text, which stays visible', `${ESC}[8mrm -rf${ESC}[28m`, '␛[8mrm -rf', []],
  ['blinking text', `${ESC}[5;31mx`, '␛[5mx', [span(4, 5, {foreground: 1})]],
  ['text in the colour of its background', `${ESC}[30;40mx`, 'x', [span(0, 1, {})]],
  ['a colour beyond the table', `${ESC}[38;5;999mx`, '␛[38;5;999mx', []],
  ['half a colour', `${ESC}[38;2;1mx`, '␛[38;2;1mx', []],
  ['cursor moves and clearing', `a${ESC}[2Jb${ESC}[Hc`, 'a␛[2Jb␛[Hc', []],
  ['a link', `${ESC}]8;;http://x${ESC}\\y`, '␛]8;;http://x␛\\y', []],
  ['other controls', 'a\u0007b\u009Bc\rd', 'a␇b\uFFFDc␍d', []],
  ['a return at the end', 'done\r', 'done', []],
  ['a tab', 'a\tb', 'a    b', []],
  ['a mark without a base after a style', `e${ESC}[1m\u0301`, 'e\uFFFD', [span(1, 2, {isBold: true})]],
  ['a sequence that is not finished', `x${ESC}[31`, 'x␛[31', []],
];

for (const [title, line, text, spans] of cases) {
  test(`styles of ${title}`, (t) => {
    t.deepEqual(toStyledText(line), {text, spans} as unknown as ReturnType<typeof toStyledText>);
  });
}

test('a line that is too long is cut first, and says so', (t) => {
  const {text} = toStyledText(`${'x'.repeat(30)}${ESC}[31mred`, 20);
  t.is(String(text), `${'x'.repeat(20)}… 18 more characters`);
});

test('no sequence, however it is made up, leaves a control or a span outside of the text', (t) => {
  let seed = 7;
  const next = (below: number) => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((seed / 2 ** 32) * below);
  };
  const parts = [
    ESC,
    '[',
    'm',
    ';',
    ':',
    '3',
    '8',
    '4',
    '0',
    '5',
    '2',
    '1',
    'x',
    'é',
    '\u202E',
    '\u0301',
    '\t',
    '\r',
    '😀',
  ];
  for (let round = 0; round < 20_000; round++) {
    const line = Array.from({length: next(40)}, () => parts[next(parts.length)]).join('');
    const {text, spans} = toStyledText(line, 30);
    t.notRegex(text, /[\p{Cc}\p{Cf}\p{Cs}]/u);
    let end = 0;
    for (const each of spans) {
      if (each.start < end || each.end <= each.start || each.end > text.length) t.fail(JSON.stringify(line));
      end = each.end;
    }
  }
});
