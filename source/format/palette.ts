/** The terminal's own colours, so that light and dark themes both stay readable. */
export type Colour = 'red' | 'green' | 'yellow' | 'blue' | 'magenta' | 'cyan' | 'grey';

/** Puts styles around a text; the text itself must be clean. Without colours only weight and inversion are left. */
export interface Palette {
  readonly colour: (colour: Colour, text: string) => string;
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly inverse: (text: string) => string;
}

const CODES: Readonly<Record<Colour, number>> = {
  red: 31,
  green: 32,
  yellow: 33,
  blue: 34,
  magenta: 35,
  cyan: 36,
  grey: 90,
};

const wrap = (open: number, close: number) => (text: string) =>
  text === '' ? '' : `\u001B[${String(open)}m${text}\u001B[${String(close)}m`;

/** Makes the palette of a terminal; `hasColour` is false with `NO_COLOR` (https://no-color.org). */
export const createPalette = (hasColour: boolean): Palette => ({
  colour: (colour, text) => (hasColour ? wrap(CODES[colour], 39)(text) : text),
  bold: wrap(1, 22),
  dim: hasColour ? wrap(2, 22) : (text) => text,
  inverse: wrap(7, 27),
});
