import type {TreeNode} from './execution-tree.ts';
import {type Execution, runningTimeMs} from './execution.ts';
import type {ListColumn} from './list-columns.ts';

/** What a list can be sorted by; measurements are known of a few rows only. */
export type SortColumn = Exclude<ListColumn, 'metrics'> | 'state' | 'name';

/** Everything that a list can be sorted by. */
export const SORT_COLUMNS: readonly SortColumn[] = [
  'state',
  'name',
  'executable',
  'instance',
  'user',
  'project',
  'tags',
  'id',
  'age',
  'running',
  'rate',
  'cost',
];

/** How a list is sorted. `undefined` in its place is newest first, as the list comes. */
export interface ListSort {
  readonly by: SortColumn;
  /** The other way round than the column is usually wanted. */
  readonly isReversed: boolean;
}

/** What the order depends on besides the executions. */
export interface OrderFacts {
  readonly nowMs: number;
  readonly hourly: ReadonlyMap<TreeNode, number>;
}

/** What needs a look comes first. */
const STATE_ORDER = [
  'failed',
  'partially_failed',
  'debug_hold',
  'unresponsive',
  'restartable',
  'running',
  'in_progress',
  'waiting_on_output',
  'terminating',
  'runnable',
  'waiting_on_input',
  'idle',
  'terminated',
  'done',
];

/** What an execution is sorted by: numbers the greatest first, texts by the alphabet; what is unknown comes last. */
const toSortKey = (
  execution: Execution,
  by: SortColumn,
  {nowMs, perHour}: {readonly nowMs: number; readonly perHour: number | undefined},
): number | string | undefined => {
  switch (by) {
    case 'state': {
      const index = STATE_ORDER.indexOf(execution.state);
      return index === -1 ? 0 : -index;
    }

    case 'age':
      return execution.createdMs;
    case 'running':
      return runningTimeMs(execution, nowMs);
    case 'cost':
      return execution.price?.amount;
    case 'rate':
      return perHour;
    case 'name':
      return (execution.name ?? execution.id).toLowerCase();
    case 'executable':
      return execution.executableName?.toLowerCase();
    case 'instance':
      return execution.class === 'job' ? execution.instanceType : undefined;
    case 'user':
      return execution.launchedBy;
    case 'project':
      return execution.project;
    case 'tags':
      return execution.tags.length === 0 ? undefined : execution.tags.join(' ').toLowerCase();
    case 'id':
      return execution.id;
  }
};

interface Keyed<Item> {
  readonly item: Item;
  readonly key: number | string | undefined;
}

const toCompare =
  (isReversed: boolean) =>
  (a: Keyed<unknown>, b: Keyed<unknown>): number => {
    if (a.key === b.key) return 0;
    if (a.key === undefined) return 1;
    if (b.key === undefined) return -1;
    const isBefore = typeof a.key === 'string' || typeof b.key === 'string' ? a.key < b.key : a.key > b.key;
    return isBefore === isReversed ? 1 : -1;
  };

/** How many rows are sorted at once, and merged at once: about a millisecond. */
const RUN = 2000;

/** Sorts nodes; equal ones stay as they were. Yields about once a millisecond, so that a key can come in between. */
export function* sortInSteps(
  nodes: readonly TreeNode[],
  {by, isReversed}: ListSort,
  {nowMs, hourly}: OrderFacts,
): Generator<undefined, readonly TreeNode[]> {
  const compare = toCompare(isReversed);
  const toKeyed = (node: TreeNode): Keyed<TreeNode> => ({
    item: node,
    key: toSortKey(node.execution, by, {nowMs, perHour: hourly.get(node)}),
  });
  let runs: Keyed<TreeNode>[][] = [];
  for (let start = 0; start < nodes.length; start += RUN) {
    const run = nodes.slice(start, start + RUN).map(toKeyed);
    runs.push(run.sort(compare));
    yield undefined;
  }

  while (runs.length > 1) {
    const merged: Keyed<TreeNode>[][] = [];
    for (let index = 0; index < runs.length; index += 2)
      merged.push(yield* mergeInSteps(runs[index] ?? [], runs[index + 1] ?? [], compare));
    runs = merged;
  }

  return (runs[0] ?? []).map(({item}) => item);
}

function* mergeInSteps(
  left: readonly Keyed<TreeNode>[],
  right: readonly Keyed<TreeNode>[],
  compare: (a: Keyed<TreeNode>, b: Keyed<TreeNode>) => number,
): Generator<undefined, Keyed<TreeNode>[]> {
  const merged: Keyed<TreeNode>[] = [];
  let [at, other] = [0, 0];
  while (at < left.length || other < right.length) {
    const [a, b] = [left[at], right[other]];
    if (a && (!b || compare(a, b) <= 0)) {
      merged.push(a);
      at++;
    } else if (b) {
      merged.push(b);
      other++;
    }

    if (merged.length % (4 * RUN) === 0) yield undefined;
  }

  return merged;
}

/** Sorts a few executions that stand in no tree; what they cost per hour is not known of them. */
export const sortExecutions = (
  executions: readonly Execution[],
  {by, isReversed}: ListSort,
  nowMs: number,
): readonly Execution[] =>
  executions
    .map((item) => ({item, key: toSortKey(item, by, {nowMs, perHour: undefined})}))
    .sort(toCompare(isReversed))
    .map(({item}) => item);
