import {runningTimeMs} from '../model/execution.ts';
import type {ExecutionTree, TreeNode} from '../model/execution-tree.ts';
import type {ExecutionId} from '../model/ids.ts';
import {cut, fit, widthOf} from './fit.ts';
import type {Palette} from './palette.ts';
import {formatPrice} from './price.ts';
import {lookOf} from './state.ts';
import {formatDuration} from './time.ts';

const TIME_COLUMNS = 13;
const COST_COLUMNS = 10;
/** Deeper ones are drawn at this depth. */
const DEEPEST = 20;

/**
 * A whole tree as lines of at most `columns`, in the order of creation below each parent, earlier tries before the job
 * that followed them; the asked execution is marked.
 */
export const formatTree = (
  tree: ExecutionTree,
  asked: ExecutionId,
  style: {columns: number; nowMs: number; palette: Palette; isAscii: boolean},
): string[] => {
  const lines: string[] = [];
  const visit = (node: TreeNode, depth: number): void => {
    lines.push(formatNode(node, {depth, isAsked: node.key === asked, ...style}));
    for (const child of [...node.children].sort(byCreation)) visit(child, depth + 1);
  };
  const roots = tree.inOrder().filter(({parent}) => parent === undefined);
  for (const root of [...roots].sort(byCreation)) visit(root, 0);
  return lines;
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
  }: {
    depth: number;
    isAsked: boolean;
    columns: number;
    nowMs: number;
    palette: Palette;
    isAscii: boolean;
  },
): string => {
  const look = lookOf(execution.state);
  const runningMs = runningTimeMs(execution, nowMs);
  const right =
    fit(runningMs === undefined ? '' : formatDuration(runningMs), TIME_COLUMNS, 'right') +
    fit(execution.price ? formatPrice(execution.price) : '', COST_COLUMNS, 'right');
  const isWide = columns >= 60;
  const room = columns - (isWide ? widthOf(right) : 0);
  const branch = depth === 0 ? '' : `${'  '.repeat(Math.min(depth, DEEPEST) - 1)}${isAscii ? '`-' : '└─'} `;
  const symbol = isAscii ? look.asciiSymbol : look.symbol;
  const tryNote =
    isEarlierTry && execution.class === 'job' ? `, try ${String(execution.tryNumber ?? 0)}` : '';
  const reason = execution.failure?.reason === undefined ? '' : `  ${execution.failure.reason}`;
  const text = fit(
    `${branch}${symbol} ${execution.name ?? execution.id}${tryNote}  ${execution.state}${reason}`,
    room,
  );
  const line = isWide ? text + right : cut(text, columns);
  return isAsked ? palette.inverse(line) : palette.colour(look.colour, line);
};
