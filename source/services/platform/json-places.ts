// Where the pieces of a JSON text are, without reading what they say: a page of a thousand rows is looked through each
// few seconds, and most rows are known. What is found here is only parsed where that is needed, and then in full, so a
// text that is not JSON is found out by the parser.

import {
  BLANK,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
  BACKSLASH,
} from './json-bytes.ts';

/** The first byte from here on that is no blank. JSON has no other blanks than those up to the space. */
export const skipBlanks = (bytes: Uint8Array, from: number): number => {
  let at = from;
  while (at < bytes.length && (bytes[at] ?? 0) <= BLANK) at++;
  return at;
};

const findTextEnd = (bytes: Uint8Array, from: number): number => {
  let at = from + 1;
  while (at < bytes.length && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
  return Math.min(at + 1, bytes.length);
};

/** Where the value that begins here ends: the first byte after it. The end of the bytes when it does not end. */
export const findValueEnd = (bytes: Uint8Array, from: number): number => {
  let depth = 0;
  let at = from;
  while (at < bytes.length) {
    const byte = bytes[at];
    if (byte === QUOTE) {
      at = findTextEnd(bytes, at);
      if (depth === 0) return at;
      continue;
    }

    const isClosing = byte === CLOSE_BRACE || byte === CLOSE_BRACKET;
    if (depth === 0 && (isClosing || byte === COMMA || byte === undefined || byte <= BLANK)) return at;
    at++;
    if (byte === OPEN_BRACE || byte === OPEN_BRACKET) depth++;
    else if (isClosing && --depth === 0) return at;
  }

  return at;
};

/**
 * Where the list begins that a JSON object has under this name: the place of its bracket. `undefined` when there is no
 * such list, and when this is no JSON object.
 */
export const findList = (bytes: Buffer, name: string): number | undefined => {
  let at = skipBlanks(bytes, 0);
  if (bytes[at] !== OPEN_BRACE) return undefined;
  do {
    const from = skipBlanks(bytes, at + 1);
    if (bytes[from] !== QUOTE) return undefined;
    const to = findTextEnd(bytes, from);
    const colon = skipBlanks(bytes, to);
    if (bytes[colon] !== COLON) return undefined;
    const value = skipBlanks(bytes, colon + 1);
    if (bytes[value] === OPEN_BRACKET && bytes.toString('latin1', from + 1, to - 1) === name) return value;
    at = skipBlanks(bytes, findValueEnd(bytes, value));
  } while (bytes[at] === COMMA);
  return undefined;
};
