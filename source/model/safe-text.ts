declare const safe: unique symbol;

/** A text that went through `clean()`; the only kind of text that components print. */
export type SafeText = string & {readonly [safe]: true};

const REPLACEMENT = '\uFFFD';

/** Most texts are this; they need no further look. */
const PLAIN = /^[ -~]*$/;

/**
 * What is never printed. By Unicode's own words: controls, format characters (bidi, zero-width, tags, annotations),
 * surrogates, line and paragraph separators, and everything that is invisible by default (fillers, variation
 * selectors). Private use and unassigned characters too: what they look like, and how wide they are, is each
 * terminal's own guess (kitty draws pictures at U+10EEEE). Then the blanks that pass for letters or symbols, and the
 * skin tones, which some terminals merge into the emoji before them and others draw apart, so that no width is right.
 */
const UNSAFE =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800\u{13441}\u{13442}\u{1D159}\u{1F3FB}-\u{1F3FF}]/gu;

/** Combining marks, and the Hangul vowels and finals that terminals also draw onto the character before them. */
const MARK = '[\\p{M}\\u1160-\\u11FF\\uD7B0-\\uD7FF]';
const LEADING_MARKS = new RegExp(`^${MARK}+`, 'u');
const SURPLUS_MARKS = new RegExp(`(?<kept>${MARK}{2})(?<surplus>${MARK}+)`, 'gu');

/** ESC becomes `␛`, CR `␍`, and so on: the pictures are in the order of the controls. */
const toVisible = (character: string): string => {
  const code = character.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  return code === 0x7f ? '\u2421' : REPLACEMENT;
};

const toReplacements = (marks: string): string => REPLACEMENT.repeat(Array.from(marks).length);

/** Cuts at `maxLength` without leaving half a character, and says so with a `…`. */
const cut = (text: string, maxLength: number): string => {
  if (text.length <= maxLength) return text;
  if (maxLength < 1) return '';
  const last = text.charCodeAt(maxLength - 2);
  const isHalf = last >= 0xd800 && last <= 0xdbff;
  return `${text.slice(0, Math.max(0, isHalf ? maxLength - 2 : maxLength - 1))}…`;
};

/**
 * Makes a stranger's text harmless to print on one line, wherever it came from (threat-model T-1, T-2).
 *
 * Whatever could steer a terminal or hide is replaced by something visible, never deleted: C0 controls and DEL by
 * their pictures (ESC is `␛`, CR `␍`, LF `␊`, TAB `␉`), all else by `�`; a third and further combining mark on one
 * base, and one without a base, as well. Doing it twice changes nothing. Takes time in proportion to `maxLength`.
 *
 * @param maxLength in UTF-16 units; a longer text is cut before anything else looks at it, and ends in `…`
 */
export const clean = (text: string, maxLength = 4096): SafeText => {
  const short = cut(text, maxLength);
  if (PLAIN.test(short)) return short as SafeText;
  return short
    .replace(UNSAFE, toVisible)
    .replace(LEADING_MARKS, toReplacements)
    .replace(
      SURPLUS_MARKS,
      (_match, kept: string, surplus: string) => kept + toReplacements(surplus),
    ) as SafeText;
};

/**
 * Makes a stranger's text of several lines harmless: split at LF and CR LF, then each line through `clean()`.
 * A tab becomes four spaces here, because logs and stack traces are indented with it.
 *
 * Shape: `[]` for an empty text; a newline at the end adds no empty line. At most `maxLines` lines; when there were
 * more, the last one says so.
 *
 * @param maxLength of each line, in UTF-16 units
 */
export const cleanLines = (text: string, maxLines = 1000, maxLength = 4096): SafeText[] => {
  const lines: SafeText[] = [];
  let start = 0;
  while (start < text.length) {
    const newline = text.indexOf('\n', start);
    const next = newline === -1 ? text.length : newline + 1;
    if (lines.length === maxLines - 1 && next < text.length) {
      lines.push(clean(`… ${String(text.length - start)} more characters`));
      break;
    }
    const line = text.slice(start, Math.min(newline === -1 ? next : newline, start + maxLength + 1));
    lines.push(clean((newline === -1 ? line : line.replace(/\r$/, '')).replaceAll('\t', '    '), maxLength));
    start = next;
  }
  return lines;
};
