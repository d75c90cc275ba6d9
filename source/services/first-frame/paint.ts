const CSI = '\u001B[';
const ENTER_ALTERNATE_SCREEN = `${CSI}?1049h`;
const HIDE_CURSOR = `${CSI}?25l`;

/**
 * What draws a frame on the alternate screen, all at once. Each line has its place, and what would run over the edge is
 * cut off there, so that none can move the others.
 *
 * @param lines from top to bottom; text with colours, no more of them than the terminal has rows
 */
export const toPaint = (lines: readonly string[]): string => {
  const drawn = lines.map((line, at) => `${CSI}${String(at + 1)};1H${line}${CSI}0m`);
  return [
    `${ENTER_ALTERNATE_SCREEN}${HIDE_CURSOR}${CSI}?2026h${CSI}?7l`,
    ...drawn,
    `${CSI}?7h${CSI}H${CSI}?2026l`,
  ].join('');
};
