import {cut, fit, wrapLines} from './fit.ts';

/** Narrower columns are no help to anybody. */
const LEAST_COLUMNS = 30;

/** A title with the lines below it. */
export interface TextColumn {
  readonly title: string;
  /** Cleaned. */
  readonly lines: readonly string[];
}

/**
 * Several texts beside each other, as lines of at most `columns`; `undefined` where there is no room for that. Longer
 * lines go on in the next row, so that nothing is left out.
 */
export const formatSideBySide = (
  texts: readonly TextColumn[],
  columns: number,
  isAscii: boolean,
): readonly string[] | undefined => {
  const separator = isAscii ? ' | ' : ' │ ';
  const width = Math.floor((columns - separator.length * (texts.length - 1)) / Math.max(1, texts.length));
  if (texts.length < 2 || width < LEAST_COLUMNS) return undefined;
  const folded = texts.map(({title, lines}) => [
    cut(title, width),
    (isAscii ? '-' : '─').repeat(width),
    ...lines.flatMap((line) => wrapLines(line, width)),
  ]);
  const height = Math.max(...folded.map((lines) => lines.length));
  return Array.from({length: height}, (_, row) =>
    folded
      .map((lines) => fit(lines[row] ?? '', width))
      .join(separator)
      .trimEnd(),
  );
};
