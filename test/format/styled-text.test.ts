import test from 'ava';
import {createPalette} from '../../source/format/palette.ts';
import {cutPieces, formatPieces, highlight, toPieces, wrapPieces} from '../../source/format/styled-text.ts';
import {toStyledText} from '../../source/model/styled-text.ts';
import {createScreen} from '../helpers/screen.ts';

const ESC = '\u001B';
const palette = createPalette(true);
const plain = createPalette(false);

test('styles look on a terminal as the program wanted them', async (t) => {
  const screen = createScreen({columns: 40, rows: 2});
  t.teardown(screen.close);
  const line = `${ESC}[1;31mA${ESC}[0;4;38;5;208mB${ESC}[0;7;48;2;1;2;3mC${ESC}[0;3;97mD${ESC}[mE`;
  await screen.write(formatPieces(toPieces(toStyledText(line)), palette));
  t.is(screen.lines()[0], 'ABCDE');
  t.like(screen.cell(0, 0), {isBold: true, foreground: 1, isUnderlined: false});
  t.like(screen.cell(1, 0), {isBold: false, isUnderlined: true, foreground: 208});
  t.like(screen.cell(2, 0), {isInverse: true, background: '#010203', foreground: undefined});
  t.like(screen.cell(3, 0), {isItalic: true, foreground: 15, isInverse: false, background: undefined});
  t.like(screen.cell(4, 0), {isItalic: false, foreground: undefined, isBold: false});
});

test('without colours, weight, underline and inversion are left', (t) => {
  const styled = toStyledText(`${ESC}[1;2;31;44mx${ESC}[0;31my`);
  t.is(formatPieces(toPieces(styled), plain), `${ESC}[1mx${ESC}[22my`);
});

test('a search is highlighted over what is below', (t) => {
  const styled = toStyledText(`ab${ESC}[31mcd${ESC}[0mef`);
  const {spans} = highlight(styled, [{start: 1, end: 3}], {isInverse: true});
  t.deepEqual(spans, [
    {start: 1, end: 2, style: {isInverse: true}},
    {start: 2, end: 3, style: {foreground: 1, isInverse: true}},
    {start: 3, end: 4, style: {foreground: 1}},
  ]);
});

test('rows break at the edge, between wide characters too, and keep their styles', (t) => {
  const rows = wrapPieces(toPieces(toStyledText(`abc${ESC}[31mde世界f`)), 4);
  t.deepEqual(rows, [
    [
      {text: 'abc', style: {}},
      {text: 'd', style: {foreground: 1}},
    ],
    [{text: 'e世', style: {foreground: 1}}],
    [{text: '界f', style: {foreground: 1}}],
  ]);
  t.deepEqual(wrapPieces([], 4), [[]]);
});

test('what does not fit into one row ends in a sign for it', (t) => {
  const texts = (text: string, columns: number) =>
    cutPieces(toPieces(toStyledText(text)), columns)
      .map((piece) => piece.text)
      .join('');
  t.is(texts('abcdef', 6), 'abcdef');
  t.is(texts('abcdef', 5), 'abcd~');
  t.is(texts('ab世界', 5), 'ab世~');
  t.is(texts('世界', 2), '~');
});
