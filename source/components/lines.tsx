import {Box, Text} from 'ink';
import {toPlainLines} from '../format/plain-lines.ts';
import {useTheme} from './theme.ts';

/**
 * A block of ready-made lines, each exactly one row high. One `Text` for each line is the cheapest way to draw them
 * (measured); lines are cut to the width that they were made for, never wrapped. For a screen
 * reader they are linear text instead.
 */
export const Lines = ({lines, height}: {lines: readonly string[]; height?: number}) => {
  const {isPlain} = useTheme();
  return (
    <Box flexDirection="column" flexShrink={0} {...(height === undefined ? {} : {height})}>
      {(isPlain ? toPlainLines(lines) : lines).map((line, index) => (
        <Text key={index} wrap="truncate">
          {line === '' ? ' ' : line}
        </Text>
      ))}
    </Box>
  );
};
