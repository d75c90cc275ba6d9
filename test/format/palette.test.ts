import test from 'ava';
import {type Colour, createPalette} from '../../source/format/palette.ts';

const COLOURS: readonly Colour[] = ['red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'grey'];
const THEMES = ['auto', 'dark', 'light', 'colour-blind'] as const;

/** The number that a colour is sent as. */
const codeOf = (theme: (typeof THEMES)[number], colour: Colour): string | undefined =>
  /^\x1b\[(\d+)mx/.exec(createPalette(true, theme).colour(colour, 'x'))?.[1];

for (const theme of THEMES) {
  test(`the theme ${theme} uses nothing but the terminal's sixteen colours, and puts the foreground back`, (t) => {
    for (const colour of COLOURS) {
      t.regex(codeOf(theme, colour) ?? '', /^(?:3[1-7]|9[0-7])$/);
      t.true(createPalette(true, theme).colour(colour, 'x').endsWith('x\x1b[39m'));
    }
  });
}

test('for the colour-blind nothing is red or green, and running, failed, held and waiting differ', (t) => {
  const codes = COLOURS.map((colour) => codeOf('colour-blind', colour));
  for (const code of ['31', '32', '91', '92']) t.false(codes.includes(code));
  const states = (['green', 'red', 'magenta', 'yellow'] as const).map((colour) =>
    codeOf('colour-blind', colour),
  );
  t.is(new Set(states).size, 4);
});

test('on a light ground nothing is yellow, cyan, bright or faint, all of which fade there', (t) => {
  for (const colour of COLOURS) t.notRegex(codeOf('light', colour) ?? '', /^(?:33|36|37|9[1-7])$/);
  t.is(createPalette(true, 'light').dim('x'), '\x1b[90mx\x1b[39m');
});

test('without colour every theme is the same', (t) => {
  for (const theme of THEMES)
    t.is(createPalette(false, theme).colour('red', createPalette(false).dim('x')), 'x');
});
