import test from 'ava';
import {clean} from '../../../source/model/safe-text.ts';
import {toPaint} from '../../../source/services/first-frame/paint.ts';
import {
  formatStoredFrame,
  parseStoredFrame,
  type StoredFrame,
  toLinesWithAge,
  USUAL,
} from '../../../source/services/first-frame/stored-frame.ts';
import {createPalette} from '../../../source/format/palette.ts';
import {createScreen} from '../../helpers/screen.ts';

const {bold, dim, inverse, underline, colour} = createPalette(true, 'dark');
const FRAME: StoredFrame = {
  columns: 40,
  rows: 4,
  asOfMs: 5,
  lines: [
    bold('dxtop'),
    dim(' STATE'),
    inverse('>● running') + colour('red', ' sort 日本 é'),
    underline('─│'),
  ],
  ageLine: {index: 0, before: bold('dxtop'), after: '', columns: 20},
};

const parse = (change: object = {}, key = 'k') =>
  parseStoredFrame(
    JSON.stringify({...(JSON.parse(formatStoredFrame('k', FRAME)) as object), ...change}),
    key,
  );

test('what the dashboard draws is read as it was stored', (t) => {
  t.deepEqual(parse(), FRAME);
});

for (const [what, change] of [
  ['another form', {format: 2}],
  ['another key', {key: 'other'}],
  ['no size', {columns: undefined}],
  ['a size that is none', {rows: -1}],
  ['no moment', {asOfMs: 'yesterday'}],
  ['more lines than rows', {rows: 3}],
  ['lines that are none', {lines: 'lines'}],
  ['a line that is no text', {lines: [1]}],
  ['no line for the age', {ageLine: null}],
  ['the age on a line that is not there', {ageLine: {...FRAME.ageLine, index: 4}}],
  ['more room for the age than there is', {ageLine: {...FRAME.ageLine, columns: 41}}],
  ['a line that is too long', {lines: ['x'.repeat(20_001)]}],
] as const) {
  test(`a file with ${what} is not read`, (t) => {
    t.is(parse(change), undefined);
  });
}

test('half a file is not read', (t) => {
  t.is(parseStoredFrame(formatStoredFrame('k', FRAME).slice(0, -1), 'k'), undefined);
  t.is(parseStoredFrame('null', 'k'), undefined);
});

for (const hostile of [
  '\u001b]0;title\u0007',
  '\u001b]52;c;cm0gLXJm\u001b\\',
  '\u001b[2A',
  '\u001b[31',
  '\u001b[38;5;1m',
  '\u001b[5mblinks',
  '\u001b[8mhidden',
  '\u001bc',
  '\u009b2A',
  'a\nb',
  'a\u007f',
  'sort \u202esdaer',
  'zero\u200bwidth',
]) {
  test(`no line may have ${JSON.stringify(hostile)} in it`, (t) => {
    t.is(parse({lines: ['a', `${bold('b')}${hostile}c`]}), undefined);
    t.is(parse({ageLine: {...FRAME.ageLine, before: hostile}}), undefined);
    t.is(parse({ageLine: {...FRAME.ageLine, after: hostile}}), undefined);
  });
}

test('every character that passes at first sight is one that clean() leaves', (t) => {
  const usual = Array.from({length: 0x1_0000}, (_, code) => String.fromCharCode(code)).filter((character) =>
    USUAL.test(character),
  );
  t.true(usual.length > 500);
  for (const character of usual) t.is(String(clean(character)), character);
});

test('each line is painted in its place, with the age at the right, and nothing runs over the edge', async (t) => {
  const screen = createScreen({columns: 40, rows: 4});
  t.teardown(screen.close);
  const lines = ['', 'x'.repeat(60), 'third', 'y'.repeat(60)];
  await screen.write('the shell');
  await screen.write(toPaint(toLinesWithAge({...FRAME, lines}, 'as of 3h ago')));
  t.deepEqual(screen.lines(), [`dxtop${' '.repeat(8)}as of 3h ago`, 'x'.repeat(40), 'third', 'y'.repeat(40)]);
  t.like(screen.modes(), {isAlternateScreen: true, privateModes: ['?25l'], isPlainStyle: true});
});
