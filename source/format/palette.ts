import type {TextColour, TextStyle} from '../model/styled-text.ts';

/** The terminal's own colours, so that light and dark themes both stay readable. */
export type Colour = 'red' | 'green' | 'yellow' | 'blue' | 'magenta' | 'cyan' | 'grey';

/** Puts styles around a text; the text itself must be clean. Without colours only weight and inversion are left. */
export interface Palette {
  readonly colour: (colour: Colour, text: string) => string;
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly inverse: (text: string) => string;
  /** What a program asked for, as far as it may be had. */
  readonly style: (style: TextStyle, text: string) => string;
  readonly underline: (text: string) => string;
}

/** Which of the terminal's sixteen colours stand for which; `auto` takes them by their names. */
export type ThemeName = 'auto' | 'dark' | 'light' | 'colour-blind';

const CODES: Readonly<Record<Colour, number>> = {
  red: 31,
  green: 32,
  yellow: 33,
  blue: 34,
  magenta: 35,
  cyan: 36,
  grey: 90,
};

/** On a dark ground the bright ones; on a light one none that fade there; and a pair that is not red and green. */
const THEMES: Readonly<Record<ThemeName, Readonly<Record<Colour, number>>>> = {
  auto: CODES,
  dark: {red: 91, green: 92, yellow: 93, blue: 94, magenta: 95, cyan: 96, grey: 37},
  light: {...CODES, yellow: 35, cyan: 34},
  'colour-blind': {red: 33, green: 34, yellow: 37, blue: 36, magenta: 35, cyan: 36, grey: 90},
};

const wrap = (open: number, close: number) => (text: string) =>
  text === '' ? '' : `\u001B[${String(open)}m${text}\u001B[${String(close)}m`;

/** The parameters of a colour; `base` is 30 for a text and 40 for its background. Source: ECMA-48, xterm's ctlseqs. */
const toColourCodes = (colour: TextColour, base: 30 | 40): string => {
  if (typeof colour === 'number') {
    if (colour < 8) return String(base + colour);
    return colour < 16 ? String(base + 60 + colour - 8) : `${String(base + 8)};5;${String(colour)}`;
  }
  const parts = [1, 3, 5].map((start) => Number.parseInt(colour.slice(start, start + 2), 16));
  return `${String(base + 8)};2;${parts.join(';')}`;
};

/** The sequences that open and close a style; without colours weight, underline and inversion are left. */
const toStyleCodes = (style: TextStyle, hasColour: boolean): (readonly [string, string])[] => [
  ...(style.isBold ? [['1', '22'] as const] : []),
  ...(style.isDim && hasColour ? [['2', '22'] as const] : []),
  ...(style.isItalic ? [['3', '23'] as const] : []),
  ...(style.isUnderlined ? [['4', '24'] as const] : []),
  ...(style.isInverse ? [['7', '27'] as const] : []),
  ...(style.foreground !== undefined && hasColour
    ? [[toColourCodes(style.foreground, 30), '39'] as const]
    : []),
  ...(style.background !== undefined && hasColour
    ? [[toColourCodes(style.background, 40), '49'] as const]
    : []),
];

/** Makes the palette of a terminal; `hasColour` is false with `NO_COLOR` (https://no-color.org). */
export const createPalette = (hasColour: boolean, theme: ThemeName = 'auto'): Palette => ({
  colour: (colour, text) => (hasColour ? wrap(THEMES[theme][colour], 39)(text) : text),
  bold: wrap(1, 22),
  // Faint text is hard to read on a light ground, where grey is not.
  dim: !hasColour ? (text) => text : theme === 'light' ? wrap(90, 39) : wrap(2, 22),
  inverse: wrap(7, 27),
  style: (style, text) => {
    const codes = text === '' ? [] : toStyleCodes(style, hasColour);
    if (codes.length === 0) return text;
    const open = codes.map(([code]) => code).join(';');
    const close = [...new Set(codes.map(([, code]) => code))].join(';');
    return `\u001B[${open}m${text}\u001B[${close}m`;
  },
  underline: wrap(4, 24),
});

/** The palette of a file or a pipe: every text as it is. */
export const createBarePalette = (): Palette => ({
  colour: (_colour, text) => text,
  bold: (text) => text,
  dim: (text) => text,
  inverse: (text) => text,
  style: (_style, text) => text,
  underline: (text) => text,
});
