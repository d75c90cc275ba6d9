import {widthOf} from './fit.ts';
import type {Palette} from './palette.ts';

/** Which tabs are shown: where they do not fit, those around the current one. */
const toShownTabs = (
  labels: readonly string[],
  current: number,
  columns: number,
): readonly [number, number] => {
  let [first, last] = [current, current];
  const widthFrom = (from: number, to: number) =>
    labels.slice(from, to + 1).reduce((sum, label) => sum + widthOf(label) + 2, 0);
  for (;;) {
    const room = columns - 4;
    if (last + 1 < labels.length && widthFrom(first, last + 1) <= room) last += 1;
    else if (first > 0 && widthFrom(first - 1, last) <= room) first -= 1;
    else return [first, last];
  }
};

/** The line of tabs, the current one marked; with `<` and `>` where there are more. */
export const formatTabLine = (
  labels: readonly string[],
  current: number,
  {columns, palette}: {columns: number; palette: Palette},
): string => {
  const [first, last] = toShownTabs(labels, current, columns);
  const shown = labels.slice(first, last + 1).map((label, index) => {
    const text = ` ${label} `;
    return first + index === current ? palette.inverse(text) : palette.dim(text);
  });
  return `${first > 0 ? '<' : ' '}${shown.join('')}${last < labels.length - 1 ? '>' : ''}`;
};

/** The tab at a column of that line, by its index; on `<` and `>` the next one there. `undefined` where there is none. */
export const findTab = (
  labels: readonly string[],
  current: number,
  {columns, column}: {readonly columns: number; readonly column: number},
): number | undefined => {
  const [first, last] = toShownTabs(labels, current, columns);
  if (column === 0) return first > 0 ? first - 1 : undefined;
  let end = 1;
  for (let index = first; index <= last; index++) {
    end += widthOf(labels[index] ?? '') + 2;
    if (column < end) return index;
  }

  return column === end && last < labels.length - 1 ? last + 1 : undefined;
};
