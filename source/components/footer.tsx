import {cut, widthOf} from '../format/fit.ts';
import type {Palette} from '../format/palette.ts';
import {Lines} from './lines.tsx';
import {type AreaPoint, useMouseAreas} from './mouse-areas.ts';
import {useTheme} from './theme.ts';

/** One key in the footer. */
export interface FooterKey {
  readonly key: string;
  readonly label: string;
  /** Why it cannot be used: it is greyed out with the reason, of which what follows a semicolon may be left out. */
  readonly obstacle?: string | undefined;
  /** It gets its room before the others, wherever it stands: the way back, and the help. */
  readonly isKept?: boolean | undefined;
}

/** One line with the keys that matter now, as many as fit. */
export const Footer = ({
  keys,
  columns,
  title = '',
}: {
  keys: readonly FooterKey[];
  columns: number;
  /** What the keys are for, where that is not clear; with a colon. */
  title?: string;
}) => {
  const {palette, isPlain} = useTheme();
  const areas = useMouseAreas();
  if (isPlain) return <Lines lines={[formatPlainFooter(keys, title)]} />;
  const start = title === '' ? 0 : widthOf(title) + 2;
  const room = columns - start;
  const handlePress = ({column}: AreaPoint) => {
    const key = findFooterKey(keys, room, column - start);
    if (key !== undefined) areas?.press(key);
  };
  return (
    <Lines
      lines={[palette.bold(title) + ' '.repeat(start - widthOf(title)) + formatFooter(keys, room, palette)]}
      height={1}
      mouse={{onPress: handlePress}}
    />
  );
};

/** The same as a sentence for a screen reader: every key, with what it does or why it does not. */
const formatPlainFooter = (keys: readonly FooterKey[], title: string): string =>
  `${title === '' ? 'Keys:' : title} ${keys.map(({key, label, obstacle}) => `${key} ${label}${obstacle === undefined ? '' : ` (${obstacle})`}`).join(', ')}.`;

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
