import {Box, Text} from 'ink';
import {cut} from '../format/fit.ts';

/** What is drawn in a terminal that is too small. */
export const TooSmall = ({columns, rows}: {columns: number; rows: number}) => (
  <Box width={columns} height={rows}>
    <Text wrap="truncate">{cut(`too small (${String(columns)}x${String(rows)})`, columns)}</Text>
  </Box>
);
