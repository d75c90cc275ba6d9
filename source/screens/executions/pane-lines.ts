import type {Palette} from '../../format/palette.ts';

/** The place of the detail. */
export interface Pane {
  readonly rows: number;
  readonly isAscii: boolean;
  /** What stands in the last row in place of what there is no room for. */
  readonly more: string;
}

/** The detail below the list, which a rule parts from it; at most `rows` lines with the rule. */
export const toPaneBelow = (
  lines: readonly string[],
  {rows, isAscii, more, columns, palette}: Pane & {readonly columns: number; readonly palette: Palette},
): string[] => [
  palette.dim((isAscii ? '-' : '─').repeat(columns)),
  ...cutOff(lines, rows - 1, more).map((line) => ` ${line}`),
];

/** The detail beside the list, which a line parts from it; exactly `rows` lines. */
export const toPaneBeside = (lines: readonly string[], {rows, isAscii, more}: Pane): string[] => {
  const shown = cutOff(lines, rows, more);
  return Array.from({length: rows}, (_, index) => `${isAscii ? '|' : '│'} ${shown[index] ?? ''}`);
};

const cutOff = (lines: readonly string[], rows: number, more: string): readonly string[] =>
  lines.length <= rows ? lines : [...lines.slice(0, Math.max(0, rows - 1)), more];
