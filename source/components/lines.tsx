import {Box, Text} from 'ink';

/**
 * A block of ready-made lines, each exactly one row high. One `Text` for each line is the cheapest way to draw them
 * (measured); lines are cut to the width that they were made for, never wrapped.
 */
export const Lines = ({lines, height}: {lines: readonly string[]; height?: number}) => (
  <Box flexDirection="column" flexShrink={0} {...(height === undefined ? {} : {height})}>
    {lines.map((line, index) => (
      <Text key={index} wrap="truncate">
        {line === '' ? ' ' : line}
      </Text>
    ))}
  </Box>
);
