import {runningTimeMs} from '../model/execution.ts';
import type {ExecutionTree, TreeNode} from '../model/execution-tree.ts';
import type {ExecutionId} from '../model/ids.ts';
import {cut, fit, widthOf} from './fit.ts';
import type {Palette} from './palette.ts';
import {formatPrice} from './price.ts';
import {formatCoarseSpan} from './plain-lines.ts';
import {lookOf, type SignStyle, toStateSign} from './state.ts';
import {formatDuration} from './time.ts';

const TIME_COLUMNS = 13;
const COST_COLUMNS = 10;
/** Deeper ones are drawn at this depth. */
const DEEPEST = 20;

/** How a tree is drawn. */
export interface TreeStyle extends SignStyle {
  readonly columns: number;
  readonly nowMs: number;
  readonly palette: Palette;
}

/**
 * A whole tree as lines of at most `columns`, in the order of creation below each parent, earlier tries before the job
 * that followed them; the asked execution is marked.
 */
export const formatTree = (tree: ExecutionTree, asked: ExecutionId, style: TreeStyle): string[] => {
  const lines: string[] = [];
  const visit = (node: TreeNode, depth: number): void => {
    lines.push(formatNode(node, {depth, isAsked: node.key === asked, ...style}));
    for (const child of [...node.children].sort(byCreation)) visit(child, depth + 1);
  };
  const roots = tree.inOrder().filter(({parent}) => parent === undefined);
  for (const root of [...roots].sort(byCreation)) visit(root, 0);
  return lines;
};

/** Of more children than these the order is as it comes: sorting them in each frame would be felt. */
const MOST_SORTED = 200;

/**
 * What stands below an execution, under a heading with a blank line before it: `height` lines at most, the last of which
 * says when there are more. `[]` where nothing is below, or nothing has room.
 */
export const formatBelow = (
  node: TreeNode,
  {height, ...style}: TreeStyle & {readonly height: number},
): string[] => {
  const lines: string[] = [];
  const visit = ({children}: TreeNode, depth: number): void => {
    for (const child of children.length > MOST_SORTED ? children : [...children].sort(byCreation)) {
      if (lines.length > height) return;
      lines.push(formatNode(child, {depth, isAsked: false, ...style}));
      visit(child, depth + 1);
    }
  };
  visit(node, 0);
  const room = height - 2;
  if (lines.length === 0 || room < 1) return [];
  const shown = lines.length <= room ? lines : [...lines.slice(0, room - 1), style.palette.dim('~ and more')];
  return ['', style.palette.bold('Below'), ...shown];
};

const byCreation = (a: TreeNode, b: TreeNode): number =>
  (a.execution.createdMs ?? 0) - (b.execution.createdMs ?? 0) || (a.key < b.key ? -1 : 1);

const formatNode = (
  {execution, isEarlierTry}: TreeNode,
  {
    depth,
    isAsked,
    columns,
    nowMs,
    palette,
    isAscii,
    isPlain = false,
  }: {readonly depth: number; readonly isAsked: boolean} & TreeStyle,
): string => {
  const look = lookOf(execution.state);
  const runningMs = runningTimeMs(execution, nowMs);
  const right =
    fit(
      runningMs === undefined ? '' : isPlain ? formatCoarseSpan(runningMs) : formatDuration(runningMs),
      TIME_COLUMNS,
      'right',
    ) + fit(execution.price ? formatPrice(execution.price) : '', COST_COLUMNS, 'right');
  const isWide = columns >= 60;
  const room = columns - (isWide ? widthOf(right) : 0);
  const level = depth === 0 ? '' : `level ${String(depth + 1)}: `;
  const branch = isPlain
    ? level
    : depth === 0
      ? ''
      : `${'  '.repeat(Math.min(depth, DEEPEST) - 1)}${isAscii ? '`-' : '└─'} `;
  const symbol = toStateSign(execution.state, {isAscii, isPlain});
  const tryNote =
    isEarlierTry && execution.class === 'job' ? `, try ${String(execution.tryNumber ?? 0)}` : '';
  const reason = execution.failure?.reason === undefined ? '' : `  ${execution.failure.reason}`;
  const text = fit(
    `${branch}${symbol}${execution.name ?? execution.id}${tryNote}  ${execution.state}${reason}`,
    room,
  );
  const line = isWide ? text + right : cut(text, columns);
  return isAsked ? palette.inverse(line) : palette.colour(look.colour, line);
};
