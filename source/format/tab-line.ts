import {widthOf} from './fit.ts';
import type {Palette} from './palette.ts';

/** The line of tabs, the current one marked; where they do not fit, those around the current one, with `<` and `>`. */
export const formatTabLine = (
  labels: readonly string[],
  current: number,
  {columns, palette}: {columns: number; palette: Palette},
): string => {
  let [first, last] = [current, current];
  const widthFrom = (from: number, to: number) =>
    labels.slice(from, to + 1).reduce((sum, label) => sum + widthOf(label) + 2, 0);
  for (;;) {
    const room = columns - 4;
    if (last + 1 < labels.length && widthFrom(first, last + 1) <= room) last += 1;
    else if (first > 0 && widthFrom(first - 1, last) <= room) first -= 1;
    else break;
  }

  const shown = labels.slice(first, last + 1).map((label, index) => {
    const text = ` ${label} `;
    return first + index === current ? palette.inverse(text) : palette.dim(text);
  });
  return `${first > 0 ? '<' : ' '}${shown.join('')}${last < labels.length - 1 ? '>' : ''}`;
};
