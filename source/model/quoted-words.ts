/** Words with quotes around blanks: `a "b c" d="e f"`. */
const WORD = /(?:"[^"]*"|[^\s"])+/g;

/** The words of a line as they were typed, with their quotes; `undefined` when a quote is open. */
export const splitQuoted = (text: string): readonly string[] | undefined =>
  (text.match(/"/g) ?? []).length % 2 === 1 ? undefined : (text.match(WORD) ?? []);

/** A word without its quotes. */
export const unquote = (word: string): string => word.replaceAll('"', '');

/** Texts as a line that `splitQuoted` takes apart again; a quote within one cannot be written, and is left out. */
export const joinQuoted = (texts: readonly string[]): string =>
  texts.map((text) => (/\s/.test(text) ? `"${unquote(text)}"` : unquote(text))).join(' ');
