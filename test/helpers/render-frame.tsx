import {setImmediate as nextTurn} from 'node:timers/promises';
import {stripVTControlCharacters} from 'node:util';
import test from 'ava';
import {renderToString} from 'ink';
import type {ReactElement, ReactNode} from 'react';
import {type Theme, ThemeProvider} from '../../source/components/theme.ts';
import {createRandom} from '../../source/emulator/random.ts';
import {createPalette} from '../../source/format/palette.ts';
import {findOverflow, type FrameSize} from './frame-size.ts';

/** Draws a screen at a size, in one of its many situations. */
export type DrawScreen = (size: FrameSize, situation: number) => ReactElement;

const COLOUR_THEME: Theme = {palette: createPalette(true), isAscii: false, isPlain: false, units: 'binary'};
/** The theme with `NO_COLOR` and without UTF-8. */
export const PLAIN_THEME: Theme = {
  palette: createPalette(false),
  isAscii: true,
  isPlain: false,
  units: 'binary',
};

/** The sizes of terminals that every screen is made for. */
export const USUAL_SIZES = [
  {columns: 40, rows: 10},
  {columns: 60, rows: 15},
  {columns: 80, rows: 24},
  {columns: 120, rows: 40},
  {columns: 200, rows: 60},
];
const PARTS = 5;
const FRAMES_PER_PART = 400;

/** One picture of a screen, styles included; throws what the screen throws. */
export const renderFrame = (screen: ReactNode, columns: number, theme: Theme = COLOUR_THEME): string =>
  renderToString(<ThemeProvider value={theme}>{screen}</ThemeProvider>, {columns});

/** The same as lines of text. */
export const renderLines = (screen: ReactNode, columns: number, theme?: Theme): string[] =>
  stripVTControlCharacters(renderFrame(screen, columns, theme)).split('\n');

/** Declares the tests that every screen passes: 2,000 random sizes, and `NO_COLOR`. */
export const testFrames = (name: string, draw: DrawScreen): void => {
  for (let part = 0; part < PARTS; part++) {
    test(`the ${name} screen fits into ${FRAMES_PER_PART} terminals of random sizes, part ${part + 1} of ${PARTS}`, async (t) => {
      const random = createRandom(100 + part);
      for (let round = 0; round < FRAMES_PER_PART; round++) {
        const size = USUAL_SIZES[round] ?? {columns: random.int(40, 250), rows: random.int(10, 80)};
        const theme = random.chance(0.5) ? COLOUR_THEME : PLAIN_THEME;
        const frame = renderFrame(draw(size, part * FRAMES_PER_PART + round), size.columns, theme);
        t.is(findOverflow(frame, size), undefined);
        if (round % 50 === 0) await nextTurn();
      }
    });
  }

  test(`with NO_COLOR the ${name} screen has no colour`, (t) => {
    const theme: Theme = {palette: createPalette(false), isAscii: false, isPlain: false, units: 'binary'};
    for (let situation = 0; situation < 40; situation++) {
      const frame = renderFrame(draw({columns: 160, rows: 40}, situation), 160, theme);
      // Bold and inverse may stay: https://no-color.org is about colour.
      const codes = [...new Set(frame.match(/\x1b\[[\d;]*m/g))];
      t.deepEqual(
        codes.filter((code) => !/^\x1b\[(1|22|7|27)m$/.test(code)),
        [],
      );
    }
  });
};
