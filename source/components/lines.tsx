import {Box, Text} from 'ink';
import {toPlainLines} from '../format/plain-lines.ts';
import {type AreaHandlers, useMouseArea} from './mouse-areas.ts';
import {useTheme} from './theme.ts';

/**
 * A block of ready-made lines, each exactly one row high. One `Text` for each line is the cheapest way to draw them
 * (measured); lines are cut to the width that they were made for, never wrapped. For a screen
 * reader they are linear text instead.
 */
export const Lines = ({
  lines,
  height,
  mouse,
}: {
  lines: readonly string[];
  height?: number;
  /** What they do with the mouse. */
  mouse?: AreaHandlers | undefined;
}) => {
  const {isPlain} = useTheme();
  const area = useMouseArea(mouse);
  return (
    <Box ref={area} flexDirection="column" flexShrink={0} {...(height === undefined ? {} : {height})}>
      {(isPlain ? toPlainLines(lines) : lines).map((line, index) => (
        <Text key={index} wrap="truncate">
          {line === '' ? ' ' : line}
        </Text>
      ))}
    </Box>
  );
};
