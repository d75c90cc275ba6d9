import {stripVTControlCharacters} from 'node:util';
import stringWidth from 'string-width';

/** A terminal's size in character cells. */
export interface FrameSize {
  readonly columns: number;
  readonly rows: number;
}

/** What is wrong with a frame on a terminal of a size: `undefined` when it fits. */
export const findOverflow = (frame: string, {columns, rows}: FrameSize): string | undefined => {
  const lines = stripVTControlCharacters(frame).split('\n');
  if (lines.length > rows) return `${lines.length} lines at ${columns}x${rows}`;
  const wide = lines.find((line) => stringWidth(line) > columns);
  return wide === undefined ? undefined : `wider than ${columns} at ${columns}x${rows}: ${wide}`;
};
