const MINIMUM_COLUMNS = 40;
const MINIMUM_ROWS = 10;

/** Whether a terminal is too small for any screen. */
export const isTooSmall = (columns: number, rows: number): boolean =>
  columns < MINIMUM_COLUMNS || rows < MINIMUM_ROWS;
