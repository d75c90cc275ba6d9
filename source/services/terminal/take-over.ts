const CSI = '\u001B[';
const HOME = `${CSI}H`;
const ERASE_LINE = `${CSI}2K`;
const ERASE_SCREEN = `${CSI}2J`;
/** What Ink writes around a frame: the cursor, and the marks of a frame that is shown as a whole. */
const MODES_ALONE = /^(?:\u001B\[\?\d+[hl])*$/;

/**
 * What is printed for a piece of Ink's output while something else is on the screen. Ink's first frame is the lines as
 * they are, for an empty screen; here each wipes what was in its place, so that no moment shows less than before.
 *
 * @returns with `isOver` once that was the frame, and whatever follows goes as it is
 */
export const takeOver = (
  chunk: string,
  rows: number,
): {readonly printed: string; readonly isOver: boolean} => {
  if (MODES_ALONE.test(chunk)) return {printed: chunk, isOver: false};
  const lines = chunk.split('\n');
  // A line is wiped before it is written: behind its last character, that one would go as well.
  const printed =
    lines.length < rows
      ? `${HOME}${ERASE_SCREEN}${chunk}`
      : `${HOME}${lines.map((line) => ERASE_LINE + line).join('\n')}`;
  return {printed, isOver: true};
};
