import {clean} from '../../model/safe-text.ts';

/** The form of the file; one in another form is not read. */
const FORMAT = 1;
/** Nobody has a larger terminal, and lines of this length take no time to look at. */
const MOST_ROWS = 500;
const LONGEST_LINE = 20_000;

/** The list as it is drawn before anything is known, ready-made. */
export interface StoredFrame {
  readonly columns: number;
  readonly rows: number;
  /** When the platform said what is in it, in milliseconds since the Unix epoch. */
  readonly asOfMs: number;
  /** From top to bottom: text with colours, at most `rows` of them. */
  readonly lines: readonly string[];
  /** Which line tells the age, what is before and after it there, and how much room there is for it. */
  readonly ageLine: {
    readonly index: number;
    readonly before: string;
    readonly after: string;
    readonly columns: number;
  };
}

/** The text of a file with the frame of this key; see `toFirstFrameKey`. */
export const formatStoredFrame = (key: string, frame: StoredFrame): string =>
  JSON.stringify({format: FORMAT, key, ...frame});

/**
 * The frame in a file's text. `undefined` when it is another's, in another form, or when there is anything in it that the
 * dashboard would not have drawn: whatever gets this file onto a terminal may be no more than text and colours.
 */
export const parseStoredFrame = (text: string, key: string): StoredFrame | undefined => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // Half a file, or none of ours.
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const {format, key: ownKey, columns, rows, asOfMs, lines, ageLine} = value as Record<string, unknown>;
  if (format !== FORMAT || ownKey !== key) return undefined;
  if (!isCount(columns) || !isCount(rows) || !isCount(asOfMs)) return undefined;
  if (!Array.isArray(lines) || lines.length > Math.min(rows, MOST_ROWS) || !lines.every(isDrawable))
    return undefined;
  if (typeof ageLine !== 'object' || ageLine === null) return undefined;
  const {index, before, after, columns: room} = ageLine as Record<string, unknown>;
  if (!isCount(index) || index >= lines.length || !isCount(room) || room > columns) return undefined;
  if (!isDrawable(before) || !isDrawable(after)) return undefined;
  return {columns, rows, asOfMs, lines, ageLine: {index, before, after, columns: room}};
};

/**
 * The lines of a frame, with its age where there is room for it.
 *
 * @param age what is said of it, such as `as of 3h ago, loading`
 */
export const toLinesWithAge = ({lines, ageLine}: StoredFrame, age: string): string[] => {
  const {index, before, after, columns} = ageLine;
  return lines.map((line, at) => (at === index ? before + age.padStart(columns) + after : line));
};

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

/** What the palette makes: weight, italics, underline, inversion and the sixteen colours. No blinking, nothing hidden. */
const COLOURS = /\u001B\[(?:0|1|2|3|4|7|22|23|24|27|3[0-79]|4[0-79]|9[0-7]|10[0-7])?m/g;
/** Harmless by its looks, and nearly all that is ever drawn; `clean` takes longer to say so. */
export const USUAL =
  /^[ -~\u00A1-\u00AC\u00AE-\u02FF\u2013\u2014\u2026\u203A\u2190-\u2193\u21BB\u2500-\u257F\u25CB-\u25CF\u25C6\u2713\u2717]*$/;

const isDrawable = (line: unknown): line is string => {
  if (typeof line !== 'string' || line.length > LONGEST_LINE) return false;
  const text = line.replace(COLOURS, '');
  return USUAL.test(text) || clean(text, LONGEST_LINE) === text;
};
