import type {ExecutionTree, TreeNode} from './execution-tree.ts';
import type {Price} from './execution.ts';

/** What executions cost. */
export interface Spend {
  /** Everything that is in the list, so far; `undefined` when the platform tells no price. */
  readonly total: Price | undefined;
  /** What runs now costs this much an hour; `undefined` when nothing that runs has a price yet. */
  readonly perHour: Price | undefined;
  /** The same for each execution that costs something now, with all that it has led to, in whole units of the currency. */
  readonly hourly: ReadonlyMap<TreeNode, number>;
}

/** In these states a worker is held, and paid for. */
const HOLDING = new Set([
  'running',
  'debug_hold',
  'waiting_on_output',
  'unresponsive',
  'terminating',
  'restartable',
]);
const HOUR_MS = 3_600_000;
/** Before a worker has run for a minute, its price says little about an hour. */
const SHORTEST_MS = 60_000;

/**
 * Adds up what executions cost so far and per hour. The platform tells no hourly price, so it is what a job's worker has
 * cost divided by how long it has been held: an estimate, as good as the price is fresh.
 */
export const toSpend = (tree: ExecutionTree, nowMs: number): Spend => {
  const hourly = new Map<TreeNode, number>();
  let perHour: Price | undefined;
  let sum = 0;
  for (const node of tree.active) {
    const rate = toOwnRate(node, nowMs);
    if (rate === undefined) continue;
    perHour ??= node.execution.price;
    sum += rate;
    for (let above: TreeNode | undefined = node; above; above = above.parent)
      hourly.set(above, (hourly.get(above) ?? 0) + rate);
  }

  return {total: toTotal(tree), perHour: perHour && {...perHour, amount: sum}, hourly};
};

const toTotal = (tree: ExecutionTree): Price | undefined => {
  let total: Price | undefined;
  let sum = 0;
  for (const node of tree.inOrder()) {
    if (node.parent) continue;
    const price = node.execution.price ?? tree.summarize(node).price;
    total ??= price;
    sum += price?.amount ?? 0;
  }

  return total && {...total, amount: sum};
};

/** A job's price covers its subjobs, which have rates of their own, and its earlier tries, which cost no more. */
const toOwnRate = ({execution, children}: TreeNode, nowMs: number): number | undefined => {
  if (execution.class !== 'job' || !execution.price || !HOLDING.has(execution.state)) return undefined;
  if (execution.startedRunningMs === undefined || execution.stoppedRunningMs !== undefined) return undefined;
  const heldMs = nowMs - execution.startedRunningMs;
  if (heldMs < SHORTEST_MS) return undefined;
  let own = execution.price.amount;
  for (const child of children) own -= child.execution.price?.amount ?? 0;
  return Math.max(0, own) / (heldMs / HOUR_MS);
};
