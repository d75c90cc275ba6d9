import {createContext, useContext} from 'react';
import type {ByteUnits} from '../format/bytes.ts';
import {createPalette, type Palette} from '../format/palette.ts';

/** How everything is drawn. */
export interface Theme {
  readonly palette: Palette;
  /** Only ASCII symbols and borders. */
  readonly isAscii: boolean;
  /** For a screen reader: linear text, words in place of pictures. */
  readonly isPlain: boolean;
  /** What sizes are counted in. */
  readonly units: ByteUnits;
  /** The website that executions link to, where the terminal makes hyperlinks; there are none without it. */
  readonly linkHost?: string | undefined;
}

const ThemeContext = createContext<Theme>({
  palette: createPalette(true),
  isAscii: false,
  isPlain: false,
  units: 'binary',
});

/** Hands the theme to every component below. */
export const ThemeProvider = ThemeContext.Provider;

/** The theme. */
export const useTheme = (): Theme => useContext(ThemeContext);
