import {clean, type SafeText} from './safe-text.ts';

/** A colour that a program asked for: an index into the terminal's 256, or `#rrggbb`. */
export type TextColour = number | `#${string}`;

/** How a piece of text is to look; what is absent is as usual. */
export interface TextStyle {
  readonly foreground?: TextColour;
  readonly background?: TextColour;
  readonly isBold?: boolean;
  readonly isDim?: boolean;
  readonly isItalic?: boolean;
  readonly isUnderlined?: boolean;
  readonly isInverse?: boolean;
}

/** A piece of a text with a style of its own; offsets are UTF-16 units, `end` is behind the last one. */
export interface StyleSpan {
  readonly start: number;
  readonly end: number;
  readonly style: TextStyle;
}

/** A clean text and its styles: spans in order, without overlaps; none where the text looks as usual. */
export interface StyledText {
  readonly text: SafeText;
  readonly spans: readonly StyleSpan[];
}

const SGR = /\u001B\[(?<codes>[0-9;:]{0,80})m/g;
const NO_SPANS: readonly StyleSpan[] = [];
const PLAIN: TextStyle = {};

/** What each number switches on; the numbers of colours follow a rule. Source: ECMA-48, 8.3.117. */
const SWITCHES: Readonly<Record<number, TextStyle>> = {
  1: {isBold: true},
  2: {isDim: true},
  3: {isItalic: true},
  4: {isUnderlined: true},
  7: {isInverse: true},
};
/** What each number switches off. */
const SWITCHES_OFF: Readonly<Record<number, readonly (keyof TextStyle)[]>> = {
  22: ['isBold', 'isDim'],
  23: ['isItalic'],
  24: ['isUnderlined'],
  27: ['isInverse'],
  39: ['foreground'],
  49: ['background'],
};
/** Off-switches of what is never switched on. */
const HARMLESS = new Set([25, 28, 29]);

const without = (style: TextStyle, keys: readonly (keyof TextStyle)[]): TextStyle =>
  Object.fromEntries(Object.entries(style).filter(([key]) => !keys.includes(key as keyof TextStyle)));

const isByte = (value: number | undefined): value is number =>
  value !== undefined && value >= 0 && value < 256;

/** Reads `5;n` or `2;r;g;b`, as they follow 38 and 48; says how many numbers it took. */
const readColour = (codes: readonly number[]): {colour: TextColour; count: number} | undefined => {
  const [kind, first, second, third] = codes;
  if (kind === 5 && isByte(first)) return {colour: first, count: 2};
  if (kind !== 2 || !isByte(first) || !isByte(second) || !isByte(third)) return undefined;
  const hex = [first, second, third].map((value) => value.toString(16).padStart(2, '0')).join('');
  return {colour: `#${hex}`, count: 4};
};

/** The numbers 30 to 37 and 90 to 97, and those of the background, ten more. */
const toBasicColour = (code: number): TextStyle | undefined => {
  for (const [key, shift] of [
    ['foreground', 0],
    ['background', 10],
  ] as const) {
    const index = code - shift;
    if (index >= 30 && index <= 37) return {[key]: index - 30};
    if (index >= 90 && index <= 97) return {[key]: index - 90 + 8};
  }
  return undefined;
};

/** `38:5:n` and `38:2::r:g:b` in the form with colons, where one parameter holds all. */
const toNumbers = (parameter: string): number[] => {
  const numbers = parameter.split(':').map(Number);
  // Between the kind and the red there may be a colour space, which nobody uses.
  if (numbers[1] === 2 && numbers.length === 6) numbers.splice(2, 1);
  return numbers;
};

/** Applies one sequence; what it asks for and does not get is in `refused`. */
const applyCodes = (before: TextStyle, codes: string): {style: TextStyle; refused: string[]} => {
  let style = before;
  const refused: string[] = [];
  const parameters = codes.split(';');
  for (let index = 0; index < parameters.length; index++) {
    const parameter = parameters[index] ?? '';
    const hasColons = parameter.includes(':');
    const [code = 0, ...rest] = toNumbers(parameter);
    const off = SWITCHES_OFF[code];
    const on = SWITCHES[code] ?? toBasicColour(code);
    if (code === 38 || code === 48) {
      const found = readColour(hasColons ? rest : parameters.slice(index + 1, index + 5).map(Number));
      if (found) style = {...style, [code === 38 ? 'foreground' : 'background']: found.colour};
      else refused.push(...(hasColons ? [parameter] : parameters.slice(index)));
      if (!hasColons) index = found ? index + found.count : parameters.length;
    } else if (code === 0) style = PLAIN;
    else if (code === 4 && hasColons)
      style = rest[0] === 0 ? without(style, ['isUnderlined']) : {...style, isUnderlined: true};
    else if (on && !hasColons) style = {...style, ...on};
    else if (off && !hasColons) style = without(style, off);
    else if (!HARMLESS.has(code)) refused.push(parameter);
  }
  return {style, refused};
};

/** Text in the colour of its own background would be hidden, so it gets neither. */
const toVisible = (style: TextStyle): TextStyle =>
  style.foreground !== undefined && style.foreground === style.background
    ? without(style, ['foreground', 'background'])
    : style;

/**
 * Turns one line of a program's output into a clean text with styles (threat-model T-4).
 *
 * Colours (16, 256 and true colour), bold, dim, italic, underline and inverse become styles. Everything else that the
 * line asks of a terminal stays in the text, made visible: hidden and blinking text as `␛[8m`, a cursor move as `␛[2J`.
 * A tab becomes four spaces and a CR at the end goes, as in `cleanLines`.
 *
 * @param maxLength in UTF-16 units; a longer line is cut before anything else looks at it, and says how much is missing
 */
export const toStyledText = (line: string, maxLength = 8192): StyledText => {
  const missing = line.length - maxLength;
  const short = missing > 0 ? line.slice(0, maxLength) : line;
  const tail = missing > 0 ? `… ${missing} more characters` : '';
  const raw = (short.endsWith('\r') ? short.slice(0, -1) : short).replaceAll('\t', '    ') + tail;
  // Tabs can make it longer, but not without bounds.
  const longest = raw.length + 1;
  if (!raw.includes('\u001B')) return {text: clean(raw, longest), spans: NO_SPANS};

  let text = '';
  let style = PLAIN;
  let from = 0;
  const spans: StyleSpan[] = [];
  const add = (piece: string, pieceStyle: TextStyle): void => {
    const start = text.length;
    text += clean(piece, longest);
    if (text.length > start && Object.keys(pieceStyle).length > 0)
      spans.push({start, end: text.length, style: toVisible(pieceStyle)});
  };
  for (const match of raw.matchAll(SGR)) {
    add(raw.slice(from, match.index), style);
    from = match.index + match[0].length;
    const applied = applyCodes(style, match.groups?.['codes'] ?? '');
    style = applied.style;
    if (applied.refused.length > 0) add(`\u001B[${applied.refused.join(';')}m`, PLAIN);
  }
  add(raw.slice(from), style);
  return {text: clean(text, text.length + 1), spans};
};
