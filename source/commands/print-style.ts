import {createBarePalette, createPalette, type Palette} from '../format/palette.ts';
import {hasColour} from '../services/settings/colour.ts';
import {isUnicode} from '../services/settings/locale.ts';
import type {CommandContext} from './command-context.ts';

/** How wide a text is that goes to a file or a pipe. */
const PIPE_COLUMNS = 100;

/** How a command draws what it prints for people. */
export interface PrintStyle {
  readonly columns: number;
  readonly palette: Palette;
  readonly isAscii: boolean;
}

/**
 * How to draw on this standard output: as wide as the terminal and in its colours, unless `NO_COLOR` is set; in a file or
 * a pipe without colours and weight.
 *
 * @param pipeColumns how wide a line may be in a file or a pipe: 100 columns; `Infinity` for what is searched line by line
 */
export const toPrintStyle = (
  {environment}: Pick<CommandContext, 'environment'>,
  pipeColumns = PIPE_COLUMNS,
): PrintStyle => {
  const {isTTY, columns} = process.stdout;
  return {
    columns: isTTY ? columns : pipeColumns,
    palette: isTTY ? createPalette(hasColour(environment)) : createBarePalette(),
    isAscii: !isUnicode(environment, process.platform),
  };
};
