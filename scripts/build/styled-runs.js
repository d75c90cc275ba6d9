// Put into the bundle's copy of Ink, which takes each line that has changed apart into its characters, with the styles of
// each, twice. All the characters between two changes of style can be one.
import {isSimpleText} from './simple-text.js';

/** An escape sequence that is none for colours and weights. */
const OTHER_SEQUENCE = /\u001B(?!\[[\d;]*m)/;
const PIECES = /\u001B\[[\d;]*m|\n|[^\u001B\n]+/g;
/** More different styles than a screen has; those of a log may be of any number. */
const MOST_STYLES = 500;

/**
 * A piece of a text as Ink's tokenizer gives it: characters, or one style that begins or ends.
 *
 * @typedef {{readonly type: 'char', readonly value: string, readonly fullWidth: boolean}
 *   | {readonly type: 'ansi', readonly code: string, readonly endCode: string}} Token
 */

/**
 * Whether a text is nothing but simple characters, line ends, colours and weights.
 *
 * @param {string} text
 * @returns {boolean}
 */
export const isStyledSimply = (text) => isSimpleText(text) && !OTHER_SEQUENCE.test(text);

/** @type {Map<string, readonly Token[]>} */
const styles = new Map();

/**
 * The tokens of a text, each run of characters as if it were one character, and each line end by itself; `undefined` for a
 * text that is not styled simply. Put together again, the runs give what the characters give.
 *
 * @param {string} text
 * @param {(sequence: string) => readonly Token[]} tokenize Ink's own
 * @returns {readonly Token[] | undefined}
 */
export const toStyledRuns = (text, tokenize) => {
  if (!isStyledSimply(text)) return undefined;
  return (text.match(PIECES) ?? []).flatMap((piece) => {
    if (!piece.startsWith('\u001B')) return {type: 'char', value: piece, fullWidth: false};
    const known = styles.get(piece);
    if (known) return known;
    if (styles.size >= MOST_STYLES) styles.clear();
    const tokens = tokenize(piece);
    styles.set(piece, tokens);
    return tokens;
  });
};
