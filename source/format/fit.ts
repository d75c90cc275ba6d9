import stringWidth from 'string-width';

const isPlain = (text: string): boolean => /^[\u0020-\u007E]*$/.test(text);

/** How many columns a text takes on the terminal. */
export const widthOf = (text: string): number => (isPlain(text) ? text.length : stringWidth(text));

/**
 * Cuts a text to at most `columns`, with a final `~` where something is missing. The sign is ASCII because one other
 * character in a row makes drawing a screenful several times dearer (measured: reference of the renderer, part 4).
 */
export const cut = (text: string, columns: number): string => {
  if (columns <= 0) return '';
  if (widthOf(text) <= columns) return text;
  if (isPlain(text)) return `${text.slice(0, columns - 1)}~`;
  let result = '';
  let width = 0;
  for (const {segment} of segmentsOf(text)) {
    const segmentWidth = stringWidth(segment);
    if (width + segmentWidth > columns - 1) break;
    result += segment;
    width += segmentWidth;
  }

  return `${result}~`;
};

/** Cuts and pads a text to exactly `columns`. */
export const fit = (text: string, columns: number, align: 'left' | 'right' = 'left'): string => {
  const short = cut(text, columns);
  const padding = ' '.repeat(Math.max(0, columns - widthOf(short)));
  return align === 'left' ? short + padding : padding + short;
};

/** Breaks a text into lines of at most `columns`, at spaces where there are any; `['']` for an empty one. */
export const wrapText = (text: string, columns: number): string[] => {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const joined = line === '' ? word : `${line} ${word}`;
    if (widthOf(joined) <= columns) {
      line = joined;
      continue;
    }

    if (line !== '') lines.push(line);
    line = '';
    for (const piece of breakWord(word, columns)) {
      if (line !== '') lines.push(line);
      line = piece;
    }
  }

  lines.push(line);
  return lines;
};

/**
 * Breaks a cleaned text of several lines: where it had a newline, which `clean` shows as a sign, a line begins. A line
 * that is broken keeps its indentation.
 */
export const wrapLines = (text: string, columns: number): string[] =>
  text.split('\u240A').flatMap((line) => {
    const indentation = ' '.repeat(Math.min(line.length - line.trimStart().length, Math.floor(columns / 2)));
    return wrapText(line.trimStart(), columns - indentation.length).map((part) => indentation + part);
  });

/** A cleaned text in one line: where it had a newline, which `clean` shows as a sign, there is a blank. */
export const toOneLine = (text: string): string => text.replaceAll('\u240A', ' ');

const breakWord = (word: string, columns: number): string[] => {
  if (widthOf(word) <= columns) return [word];
  const pieces: string[] = [];
  let piece = '';
  let width = 0;
  for (const {segment} of segmentsOf(word)) {
    const segmentWidth = widthOf(segment);
    if (width + segmentWidth > columns && piece !== '') {
      pieces.push(piece);
      piece = '';
      width = 0;
    }

    piece += segment;
    width += segmentWidth;
  }

  pieces.push(piece);
  return pieces;
};

let segmenter: Intl.Segmenter | undefined;
/** What a reader sees as characters. */
export const segmentsOf = (text: string): Intl.Segments => (segmenter ??= new Intl.Segmenter()).segment(text);
