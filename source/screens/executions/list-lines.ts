import {cut, wrapText} from '../../format/fit.ts';
import type {Palette} from '../../format/palette.ts';
import type {ScreenAreas} from './divide-screen.ts';
import type {ExecutionList} from './use-execution-list.ts';

const toNumber = (count: number): string => count.toLocaleString('en-US');

/** The lines above the heading that say what the list leaves out; `[]` when it leaves out nothing. */
export const toListLines = (
  {view: {filter}, arrangement, tree, isArranging}: ExecutionList,
  columns: number,
  palette: Palette,
): string[] => {
  if (filter.text === '') return [];
  const found = isArranging
    ? 'looking'
    : `${toNumber(arrangement.matches?.size ?? tree.count)} of ${toNumber(tree.count)}`;
  const wrong = filter.problems.length > 0 ? '  (/ shows what is wrong in it)' : '';
  return [palette.colour('cyan', cut(`Filter: ${filter.text}  ${found}${wrong}  Esc shows all`, columns))];
};

/** Why the list is empty although executions are known; `undefined` when none are. */
export const toEmptyReason = ({view: {filter}, tree, isArranging}: ExecutionList): string | undefined => {
  if (tree.count === 0 || filter.filter === undefined) return undefined;
  if (isArranging) return 'Looking.';
  return `Of ${toNumber(tree.count)} executions none fits "${filter.text}". Esc shows all, / changes the filter.`;
};

/** What stands in the place of the rows where there are none. */
export const toEmptyLines = (reason: string, {listColumns}: Pick<ScreenAreas, 'listColumns'>): string[] =>
  wrapText(reason, listColumns - 1).map((line) => ` ${line}`);
