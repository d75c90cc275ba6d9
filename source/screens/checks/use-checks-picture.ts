import {useTheme} from '../../components/theme.ts';
import {formatCheckList, formatVerdict} from '../../format/checks.ts';
import {cut, wrapText} from '../../format/fit.ts';
import {type CheckAction, type CheckReport, findRootCause, isComplete} from '../../model/check.ts';
import {type Scroll, useScroll} from '../use-scroll.ts';

/** How dxtop does it, in words. */
const ACTIONS: Readonly<Record<CheckAction, string>> = {
  'open-firewall': 'Enter attaches.',
  'set-up': 'K does it here.',
};

/** The checks as lines: the verdict, and below it a window on every check with what to do about it. */
export interface ChecksPicture extends Pick<Scroll, 'shown' | 'offset' | 'lowest' | 'move'> {
  /** Title and verdict; at most half of the rows. */
  readonly head: readonly string[];
  /** How many rows the window on the checks has. */
  readonly height: number;
  /** Whether the set-up of a key is what helps. */
  readonly needsKey: boolean;
}

/** Draws the checks into `rows`, the last of which is left to the caller. */
export const useChecksPicture = (
  reports: readonly CheckReport[],
  {title, columns, rows}: {readonly title: string; readonly columns: number; readonly rows: number},
): ChecksPicture => {
  const {palette, isAscii, isPlain} = useTheme();
  const cause = findRootCause(reports);
  const [sentence = '', remedy = ''] = formatVerdict(reports, cause?.action && ACTIONS[cause.action]);
  const colour = cause ? 'red' : isComplete(reports) ? 'green' : 'cyan';
  const head = [
    palette.bold(cut(` ${title}`, columns)),
    '',
    ...wrapText(sentence, columns - 2).map((line) => ` ${palette.bold(palette.colour(colour, line))}`),
    ...(remedy === '' ? [] : wrapText(remedy, columns - 2).map((line) => ` ${line}`)),
    '',
  ].slice(0, Math.max(2, Math.floor(rows / 2)));
  const lines = formatCheckList(reports, {palette, isAscii, isPlain, columns});
  const height = Math.max(1, rows - head.length - 1);
  const {shown, offset, lowest, move} = useScroll(lines, height);
  return {head, shown, height, offset, lowest, move, needsKey: cause?.action === 'set-up'};
};
