import {Box, Text} from 'ink';
import {memo} from 'react';
import {toPlainLines} from '../format/plain-lines.ts';
import {type AreaHandlers, useMouseArea} from './mouse-areas.ts';
import {useTheme} from './theme.ts';

/** Most lines are as they were the second before: Ink has nothing to do for these then. */
const Line = memo(({line}: {line: string}) => <Text wrap="truncate">{line === '' ? ' ' : line}</Text>);
Line.displayName = 'Line';

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
        <Line key={index} line={line} />
      ))}
    </Box>
  );
};
