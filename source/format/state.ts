import type {Colour} from './palette.ts';

/** How a state looks: never by colour alone, the word stands beside the symbol. */
export interface StateLook {
  readonly symbol: string;
  readonly asciiSymbol: string;
  readonly colour: Colour;
}

const WAITING: StateLook = {symbol: '○', asciiSymbol: 'o', colour: 'yellow'};
const LOOKS: Readonly<Record<string, StateLook>> = {
  running: {symbol: '●', asciiSymbol: '*', colour: 'green'},
  in_progress: {symbol: '●', asciiSymbol: '*', colour: 'green'},
  waiting_on_output: {symbol: '●', asciiSymbol: '*', colour: 'green'},
  debug_hold: {symbol: '◆', asciiSymbol: '#', colour: 'magenta'},
  failed: {symbol: '✗', asciiSymbol: 'x', colour: 'red'},
  partially_failed: {symbol: '✗', asciiSymbol: 'x', colour: 'red'},
  done: {symbol: '✓', asciiSymbol: '+', colour: 'blue'},
  idle: WAITING,
  waiting_on_input: WAITING,
  runnable: WAITING,
  terminating: {symbol: '◌', asciiSymbol: '.', colour: 'yellow'},
  terminated: {symbol: '–', asciiSymbol: '-', colour: 'grey'},
  restartable: {symbol: '↻', asciiSymbol: '@', colour: 'yellow'},
  restarted: {symbol: '↻', asciiSymbol: '@', colour: 'grey'},
  unresponsive: {symbol: '!', asciiSymbol: '!', colour: 'red'},
};
const UNKNOWN: StateLook = {symbol: '?', asciiSymbol: '?', colour: 'yellow'};

/** The look of a state; a state that nobody documented gets a question mark. */
export const lookOf = (state: string): StateLook => findOwn(LOOKS, state) ?? UNKNOWN;

/** How signs are drawn. */
export interface SignStyle {
  readonly isAscii: boolean;
  /** For a screen reader there are none: it would read them out before the word that says the same. */
  readonly isPlain?: boolean | undefined;
}

/** A sign with the blank behind it; empty for a screen reader. */
export const toSign = (sign: string, asciiSign: string, {isAscii, isPlain = false}: SignStyle): string =>
  isPlain ? '' : `${isAscii ? asciiSign : sign} `;

/** The sign of a state, with the blank behind it. */
export const toStateSign = (state: string, style: SignStyle): string => {
  const {symbol, asciiSymbol} = lookOf(state);
  return toSign(symbol, asciiSymbol, style);
};

const SHORT_WORDS: Readonly<Record<string, string>> = {
  waiting_on_input: 'waiting_in',
  waiting_on_output: 'waiting_out',
  partially_failed: 'part_failed',
};

/** The state's word in at most eleven columns, for the list; the detail shows it in full. */
export const shortStateWord = (state: string): string => findOwn(SHORT_WORDS, state) ?? state;

/** The state's word as one reads it aloud: `debug hold`. */
export const spokenState = (state: string): string => state.replaceAll('_', ' ');

/** A state is a stranger's word, and may be `__proto__` or `constructor`. */
const findOwn = <Value>(table: Readonly<Record<string, Value>>, state: string): Value | undefined =>
  Object.hasOwn(table, state) ? table[state] : undefined;
