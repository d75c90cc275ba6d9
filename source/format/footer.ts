import {cut, widthOf} from './fit.ts';
import type {Palette} from './palette.ts';

/** One key in the footer. */
export interface FooterKey {
  readonly key: string;
  readonly label: string;
  /** Why it cannot be used: it is greyed out with the reason, of which what follows a semicolon may be left out. */
  readonly obstacle?: string | undefined;
  /** It gets its room before the others, wherever it stands: the way back, and the help. */
  readonly isKept?: boolean | undefined;
}

/** A key with its place in the line. */
interface LaidKey extends FooterKey {
  readonly start: number;
  /** What is shown of it. */
  readonly text: string;
}

/** All that can be written of a key. */
const toWholeText = ({key, label, obstacle}: FooterKey): string =>
  obstacle === undefined ? `${key} ${label}` : `${key} ${label}: ${obstacle}`;

/** The same without what follows a semicolon. */
const toShortText = (footerKey: FooterKey): string =>
  toWholeText({...footerKey, obstacle: footerKey.obstacle?.split(';')[0]});

/** As many keys as fit, the kept ones before the others, each at its place; none is cut in the middle unless none fits. */
const layoutFooter = (keys: readonly FooterKey[], columns: number): readonly LaidKey[] => {
  const texts = keys.map((): string | undefined => undefined);
  const order = [...keys.keys()].sort(
    (a, b) => Number(keys[b]?.isKept ?? false) - Number(keys[a]?.isKept ?? false),
  );
  let room = columns;
  for (const index of order) {
    const gap = room === columns ? 0 : 2;
    const footerKey = keys[index];
    const text = footerKey && toShortText(footerKey);
    if (text === undefined || widthOf(text) > room - gap) continue;
    texts[index] = text;
    room -= widthOf(text) + gap;
  }

  // What is left over is for the reasons in full.
  for (const [index, footerKey] of keys.entries()) {
    const short = texts[index];
    const whole = toWholeText(footerKey);
    if (short === undefined || widthOf(whole) - widthOf(short) > room) continue;
    texts[index] = whole;
    room -= widthOf(whole) - widthOf(short);
  }

  const [first] = keys;
  if (room === columns && first) texts[0] = cut(toShortText(first), columns);
  let width = 0;
  return keys.flatMap((footerKey, index) => {
    const text = texts[index];
    if (text === undefined) return [];
    const start = width === 0 ? 0 : width + 2;
    width = start + widthOf(text);
    return [{...footerKey, start, text}];
  });
};

/** The footer's line: keys bold, unavailable ones dim with the reason. */
export const formatFooter = (keys: readonly FooterKey[], columns: number, palette: Palette): string => {
  let line = '';
  let width = 0;
  for (const {key, obstacle, start, text} of layoutFooter(keys, columns)) {
    line += ' '.repeat(start - width);
    line +=
      obstacle === undefined && text.length > key.length
        ? palette.bold(key) + text.slice(key.length)
        : palette.dim(text);
    width = start + widthOf(text);
  }

  return line;
};

/** The key at a column of the line; of `left/right` the one there, or behind them the second. `undefined` for none. */
export const findFooterKey = (
  keys: readonly FooterKey[],
  columns: number,
  column: number,
): string | undefined => {
  const there = layoutFooter(keys, columns).find(
    ({start, text}) => column >= start && column < start + widthOf(text),
  );
  if (!there || there.obstacle !== undefined) return undefined;
  const {key, start} = there;
  const middle = key.indexOf('/', 1);
  if (middle === -1 || middle === key.length - 1) return key;
  return column - start <= middle ? key.slice(0, middle) : key.slice(middle + 1);
};

/** The keys as a sentence for a screen reader: every key, with what it does or why it does not. */
export const formatPlainFooter = (keys: readonly FooterKey[], title: string): string =>
  `${title === '' ? 'Keys:' : title} ${keys.map(({key, label, obstacle}) => `${key} ${label}${obstacle === undefined ? '' : ` (${obstacle})`}`).join(', ')}.`;
