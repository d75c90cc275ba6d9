import {cut, widthOf} from '../format/fit.ts';
import type {Palette} from '../format/palette.ts';
import {Lines} from './lines.tsx';
import {type AreaPoint, useMouseAreas} from './mouse-areas.ts';
import {useTheme} from './theme.ts';

/** One key in the footer; with an `obstacle` it is shown greyed out, with the reason. */
export interface FooterKey {
  readonly key: string;
  readonly label: string;
  readonly obstacle?: string | undefined;
}

/** One line with the keys that matter now, as many as fit. */
export const Footer = ({keys, columns}: {keys: readonly FooterKey[]; columns: number}) => {
  const {palette, isPlain} = useTheme();
  const areas = useMouseAreas();
  if (isPlain) return <Lines lines={[formatPlainFooter(keys)]} />;
  const handlePress = ({column}: AreaPoint) => {
    const key = findFooterKey(keys, columns, column);
    if (key !== undefined) areas?.press(key);
  };
  return <Lines lines={[formatFooter(keys, columns, palette)]} height={1} mouse={{onPress: handlePress}} />;
};

/** The same as a sentence for a screen reader: every key, with what it does or why it does not. */
const formatPlainFooter = (keys: readonly FooterKey[]): string =>
  `Keys: ${keys.map(({key, label, obstacle}) => `${key} ${label}${obstacle === undefined ? '' : ` (${obstacle})`}`).join(', ')}.`;

/** A key with its place in the line. */
interface LaidKey extends FooterKey {
  readonly start: number;
  /** What is shown of it. */
  readonly text: string;
}

/** As many keys as fit, none cut in the middle unless it is the first. */
const layoutFooter = (keys: readonly FooterKey[], columns: number): readonly LaidKey[] => {
  const laid: LaidKey[] = [];
  let width = 0;
  for (const footerKey of keys) {
    const {key, label, obstacle} = footerKey;
    const text = obstacle === undefined ? `${key} ${label}` : `${key} ${label}: ${obstacle}`;
    const start = width === 0 ? 0 : width + 2;
    if (width > 0 && widthOf(text) > columns - start) continue;
    const shown = cut(text, columns - start);
    laid.push({...footerKey, start, text: shown});
    width = start + widthOf(shown);
  }

  return laid;
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
