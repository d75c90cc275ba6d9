import {cut, wrapText} from './fit.ts';

const NOTICE_ROWS = 3;

/** Something that the user should know, above the list. */
export interface Notice {
  readonly text: string;
  readonly isError: boolean;
  /** Which keys help, if any; never cut off by a long text. */
  readonly keys?: string | undefined;
}

/** A sentence with its remedy needs room: up to three lines, the rest cut; and one for the keys. */
export const toNoticeLines = (
  {text, keys}: Pick<Notice, 'text' | 'keys'>,
  columns: number,
): readonly string[] => {
  const lines = wrapText(text, columns);
  const shown =
    lines.length <= NOTICE_ROWS
      ? lines
      : [...lines.slice(0, NOTICE_ROWS - 1), cut(lines.slice(NOTICE_ROWS - 1).join(' '), columns)];
  return keys === undefined ? shown : [...shown, cut(keys, columns)];
};
