import type {Palette} from './palette.ts';
import type {SignStyle} from './state.ts';

/** How one row of a list is drawn. */
export interface RowStyle extends SignStyle {
  /** The width of the row. */
  readonly columns: number;
  readonly nowMs: number;
  readonly palette: Palette;
  readonly isSelected: boolean;
}

/** How a row begins: with its name, and the cursor before it where it is selected. */
export const toRowStart = (name: string, {palette, isSelected}: RowStyle): string =>
  isSelected ? `>${palette.bold(name)}` : ` ${name}`;
