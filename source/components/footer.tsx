import {cut, widthOf} from '../format/fit.ts';
import type {Palette} from '../format/palette.ts';
import {Lines} from './lines.tsx';
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
  if (isPlain) return <Lines lines={[formatPlainFooter(keys)]} />;
  return <Lines lines={[formatFooter(keys, columns, palette)]} height={1} />;
};

/** The same as a sentence for a screen reader: every key, with what it does or why it does not. */
const formatPlainFooter = (keys: readonly FooterKey[]): string =>
  `Keys: ${keys.map(({key, label, obstacle}) => `${key} ${label}${obstacle === undefined ? '' : ` (${obstacle})`}`).join(', ')}.`;

/** The footer's line: keys bold, unavailable ones dim with the reason, none cut in the middle unless it is the first. */
export const formatFooter = (keys: readonly FooterKey[], columns: number, palette: Palette): string => {
  let line = '';
  let width = 0;
  for (const {key, label, obstacle} of keys) {
    const text = obstacle === undefined ? `${key} ${label}` : `${key} ${label}: ${obstacle}`;
    const gap = width === 0 ? 0 : 2;
    const room = columns - width - gap;
    if (width > 0 && widthOf(text) > room) continue;
    const shown = cut(text, room);
    line += ' '.repeat(gap);
    line +=
      obstacle === undefined && shown.length > key.length
        ? palette.bold(key) + shown.slice(key.length)
        : palette.dim(shown);
    width += gap + widthOf(shown);
  }

  return line;
};
