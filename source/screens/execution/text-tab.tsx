import {Lines} from '../../components/lines.tsx';
import {useTheme} from '../../components/theme.ts';
import {cut} from '../../format/fit.ts';
import type {KeyTable} from '../keys.ts';
import {useActions} from '../use-actions.ts';
import {SCROLL_KEYS, type ScrollAction, useScroll} from '../use-scroll.ts';

/** The keys of a page of text. */
export const PAGE_TABLE: KeyTable<ScrollAction> = {
  name: 'page',
  title: 'On a page of an execution',
  bindings: SCROLL_KEYS,
};

/** What every page of the execution screen is given. */
export interface TabSize {
  readonly columns: number;
  readonly rows: number;
  readonly isActive: boolean;
}

/** A page of ready-made lines, scrolled; where there are more than fit, its last row says where one is. */
export const TextTab = ({lines, columns, rows, isActive}: TabSize & {lines: readonly string[]}) => {
  const {palette} = useTheme();
  const isLong = lines.length > rows;
  const {shown, offset, lowest, move} = useScroll(lines, isLong ? rows - 1 : rows);
  useActions(PAGE_TABLE, move, {isActive, isPart: true});
  const place = cut(` j/k scroll (${String(offset + 1)}/${String(lowest + 1)})`, columns);
  const drawn = shown.map((line) => ` ${line}`);
  return <Lines lines={isLong ? [...drawn, palette.dim(place)] : drawn} height={rows} />;
};
