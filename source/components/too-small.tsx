import {Box, Text} from 'ink';
import {cut} from '../format/fit.ts';

const MINIMUM_COLUMNS = 40;
const MINIMUM_ROWS = 10;

/** Whether a terminal is too small for any screen. */
export const isTooSmall = (columns: number, rows: number): boolean =>
  columns < MINIMUM_COLUMNS || rows < MINIMUM_ROWS;

/** What is drawn in a terminal that is too small. */
export const TooSmall = ({columns, rows}: {columns: number; rows: number}) => (
  <Box width={columns} height={rows}>
    <Text wrap="truncate">{cut(`too small (${String(columns)}x${String(rows)})`, columns)}</Text>
  </Box>
);
