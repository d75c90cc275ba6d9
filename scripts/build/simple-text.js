// Put into the bundle in place of `Intl.Segmenter` where Ink and its helpers cut text into what a reader sees as
// characters. Creating the segmenter and the emoji expression costs some 13 ms, and most text needs neither.

/**
 * Text in which every UTF-16 unit is a character of its own and, but for ESC and LF, one column wide: ASCII, the
 * letters of Western Europe, and the punctuation, lines, blocks and symbols that a dashboard is drawn with. Checked
 * against the real thing, character by character, in `test/scripts/simple-text.test.ts`.
 */
const SIMPLE =
  /^[\n\u001B -~\u00A1-\u00AC\u00AE-\u02FF\u2010-\u2027\u2030-\u205E\u2190-\u21FF\u2400-\u2426\u2500-\u257F\u2580-\u25FC\u25FF\u2713\u2717]*$/;
const SIMPLE_AND_VISIBLE =
  /^[ -~\u00A1-\u00AC\u00AE-\u02FF\u2010-\u2027\u2030-\u205E\u2190-\u21FF\u2400-\u2426\u2500-\u257F\u2580-\u25FC\u25FF\u2713\u2717]*$/;

/**
 * Whether a text's width is its length.
 *
 * @param {string} text
 * @returns {boolean}
 */
export const isSimple = (text) => SIMPLE_AND_VISIBLE.test(text);

/**
 * Whether each UTF-16 unit of a text is a character that is seen; escape sequences are not looked at.
 *
 * @param {string} text
 * @returns {boolean}
 */
export const isSimpleText = (text) => SIMPLE.test(text);

/**
 * What `Intl.Segmenter.prototype.segment` gives, as far as it is used here.
 *
 * @typedef {Iterable<{segment: string, index: number}> & {
 *   containing: (index?: number) => {segment: string, index: number} | undefined
 * }} Segments
 */

/**
 * @param {string} text
 * @returns {Segments}
 */
const simpleSegments = (text) => ({
  *[Symbol.iterator]() {
    for (let index = 0; index < text.length; index++) yield {segment: text.charAt(index), index};
  },
  containing: (index = 0) => (index < text.length ? {segment: text.charAt(index), index} : undefined),
});

/**
 * A segmenter for graphemes that is made when the first text needs it.
 *
 * @returns {{segment: (text: string) => Segments}}
 */
export const createSegmenter = () => ({
  segment: (text) => (SIMPLE.test(text) ? simpleSegments(text) : segmentAny(text)),
});

/** @type {Intl.Segmenter | undefined} */
let segmenter;

/**
 * @param {string} text
 * @returns {Segments}
 */
const segmentAny = (text) => {
  segmenter ??= new Intl.Segmenter(undefined, {granularity: 'grapheme'});
  return segmenter.segment(text);
};
