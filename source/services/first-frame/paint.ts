import type {StoredFrame} from './stored-frame.ts';

const CSI = '\u001B[';
const ENTER_ALTERNATE_SCREEN = `${CSI}?1049h`;
const HIDE_CURSOR = `${CSI}?25l`;

/**
 * What draws a stored frame on the alternate screen, all at once. Each line has its place, and what would run over the
 * edge is cut off there, so that nothing in the file can move the others.
 *
 * @param age what is said of the age, such as `as of 3h ago, loading`
 */
export const toPaint = ({lines, ageLine}: StoredFrame, age: string): string => {
  const {index, before, after, columns} = ageLine;
  const drawn = lines.map(
    (line, at) =>
      `${CSI}${String(at + 1)};1H${at === index ? before + age.padStart(columns) + after : line}${CSI}0m`,
  );
  return [
    `${ENTER_ALTERNATE_SCREEN}${HIDE_CURSOR}${CSI}?2026h${CSI}?7l`,
    ...drawn,
    `${CSI}?7h${CSI}H${CSI}?2026l`,
  ].join('');
};
