import {type Execution, isTerminal, type Price} from './execution.ts';
import type {ExecutionId} from './ids.ts';
import {isSameButPrice} from './same-but-price.ts';

/** One execution in its place: below what launched it, above what it launched. */
export interface TreeNode {
  /** Names the row: the execution's ID, and for an earlier try of a restarted job its number too. */
  readonly key: string;
  /** As it was last seen; the same object until something changes. */
  readonly execution: Execution;
  /** The number of the request that said so; a later request has a greater one. */
  readonly sequence: number;
  /** `undefined` for a root, and for one whose parent is not known. */
  readonly parent: TreeNode | undefined;
  /** Stages, subjobs and earlier tries, in no particular order. */
  readonly children: readonly TreeNode[];
  /** It is a try that was followed by another one. */
  readonly isEarlierTry: boolean;
}

/** What is below an execution, together. Earlier tries count for nothing: what became of the job is in its latest. */
export interface Summary {
  /** How many executions are below. */
  readonly count: number;
  /** How many of them are in which state. */
  readonly states: ReadonlyMap<string, number>;
  /**
   * What it has cost with all below: the platform's own sum, which covers subjobs and stages; where that is not told,
   * the sum of what is told below.
   */
  readonly price: Price | undefined;
}

/**
 * All executions that are known, in their trees. It changes in place, because 100,000 are too many to copy at each
 * refresh; `version` tells whether anything did.
 */
export interface ExecutionTree {
  /** Grows with each change. */
  readonly version: number;
  /** Grows with each change that is more than another price: with thousands that run, prices change at every refresh. */
  readonly shape: number;
  /** How many executions there are; earlier tries are not counted. */
  readonly count: number;
  /** How many executions are in which state; earlier tries are not counted. */
  readonly states: ReadonlyMap<string, number>;
  /** Those that have not ended, in no particular order. */
  readonly active: ReadonlySet<TreeNode>;
  /** Every node, earlier tries too: newest first by creation, then by ID. The same array until one comes or goes. */
  readonly inOrder: () => readonly TreeNode[];
  /** The node with this key; an execution's ID is the key of its latest try. */
  readonly find: (key: string) => TreeNode | undefined;
  /**
   * Calls `observer` at once for each execution that comes, changes or goes, until the returned function is called. The
   * node is in its place by then; one that has gone is so for good.
   */
  readonly observe: (observer: TreeObserver) => () => void;
  /** What is below a node; computed when asked for, kept until something below changes. */
  readonly summarize: (node: TreeNode) => Summary;
}

/** Hears of each change of a tree, one node at a time. */
export type TreeObserver = (node: TreeNode, isGone: boolean) => void;

/** The tree as its keeper has it. */
export interface GrowingTree extends ExecutionTree {
  /**
   * Takes in what a request said. An earlier try than the one that is known becomes a child of it; a later one takes its
   * place. What a later request has said stands.
   *
   * @returns whether anything changed
   */
  readonly set: (execution: Execution, sequence: number) => boolean;
  /** Forgets an execution with its earlier tries. What it launched stands at the top then. */
  readonly remove: (id: ExecutionId) => void;
}

interface Node extends TreeNode {
  key: string;
  execution: Execution;
  sequence: number;
  parent: Node | undefined;
  children: Node[];
  isEarlierTry: boolean;
  summary: Summary | undefined;
}

/** A leaf costs no array of its own: most of 100,000 executions are leaves. Never changed. */
const NONE: Node[] = [];
/** Deeper than any tree of people; a chain that a stranger made must not take all memory. */
const DEEPEST = 64;

const tryOf = (execution: Execution): number => (execution.class === 'job' ? (execution.tryNumber ?? 0) : 0);

const parentIdOf = (execution: Execution): ExecutionId | undefined =>
  execution.parentJob ?? execution.parentAnalysis;

const byNewest = (a: TreeNode, b: TreeNode): number =>
  (b.execution.createdMs ?? 0) - (a.execution.createdMs ?? 0) ||
  (a.execution.id < b.execution.id ? -1 : a.execution.id > b.execution.id ? 1 : 0) ||
  tryOf(b.execution) - tryOf(a.execution);

/** How many executions a node stands below; 0 for a root. */
export const depthOf = (node: TreeNode): number => {
  let depth = 0;
  for (let above = node.parent; above; above = above.parent) depth++;
  return depth;
};

/** Makes an empty tree. */
export const createExecutionTree = (
  isEqual: (one: Execution, other: Execution) => boolean = Object.is,
): GrowingTree => {
  const nodes = new Map<string, Node>();
  const states = new Map<string, number>();
  const active = new Set<Node>();
  /** Those that wait for their parent to become known, by its ID. */
  const orphans = new Map<string, Node[]>();
  /** `fresh` are not in `order` yet, `gone` are still in it. */
  let order: Node[] = [];
  let fresh: Node[] = [];
  const gone = new Set<Node>();
  const observers = new Set<TreeObserver>();
  let isOrdered = true;
  let version = 0;
  let shape = 0;
  let tryCount = 0;

  const count = ({execution, isEarlierTry}: Node, change: 1 | -1) => {
    if (isEarlierTry) return;
    const sum = (states.get(execution.state) ?? 0) + change;
    if (sum === 0) states.delete(execution.state);
    else states.set(execution.state, sum);
  };

  const noteActive = (node: Node) => {
    if (node.isEarlierTry || isTerminal(node.execution)) active.delete(node);
    else active.add(node);
  };

  const tell = (node: Node, isGone: boolean) => {
    for (const observer of observers) observer(node, isGone);
  };

  const forgetSummaries = (node: Node) => {
    for (let above: Node | undefined = node; above; above = above.parent) above.summary = undefined;
  };

  const findParent = (node: Node): Node | undefined => {
    const parentId = node.isEarlierTry ? node.execution.id : parentIdOf(node.execution);
    const parent = parentId === undefined ? undefined : nodes.get(parentId);
    let depth = 0;
    // Nothing the platform says may lead in a circle, but it may say so.
    for (let above = parent; above; above = above.parent)
      if (above === node || ++depth >= DEEPEST) return undefined;
    return parent;
  };

  const link = (node: Node) => {
    const parent = findParent(node);
    node.parent = parent;
    if (parent) {
      if (parent.children === NONE) parent.children = [node];
      else parent.children.push(node);
      forgetSummaries(parent);
      return;
    }

    const parentId = parentIdOf(node.execution);
    if (parentId === undefined || node.isEarlierTry) return;
    const waiting = orphans.get(parentId);
    if (waiting) waiting.push(node);
    else orphans.set(parentId, [node]);
  };

  const unlink = (node: Node) => {
    if (node.parent) {
      forgetSummaries(node.parent);
      node.parent.children = node.parent.children.filter((child) => child !== node);
      node.parent = undefined;
    }

    const parentId = parentIdOf(node.execution);
    const waiting = parentId === undefined ? undefined : orphans.get(parentId);
    if (parentId === undefined || !waiting) return;
    const rest = waiting.filter((other) => other !== node);
    if (rest.length === 0) orphans.delete(parentId);
    else orphans.set(parentId, rest);
  };

  const add = (key: string, execution: Execution, sequence: number, isEarlierTry: boolean) => {
    const node: Node = {
      key,
      execution,
      sequence,
      parent: undefined,
      children: NONE,
      isEarlierTry,
      summary: undefined,
    };
    nodes.set(key, node);
    shape++;
    fresh.push(node);
    if (isEarlierTry) tryCount++;
    count(node, 1);
    noteActive(node);
    link(node);
    const waiting = isEarlierTry ? undefined : orphans.get(execution.id);
    if (waiting) {
      orphans.delete(execution.id);
      waiting.forEach(link);
    }

    tell(node, false);
  };

  const replace = (node: Node, execution: Execution) => {
    const last = node.execution;
    if (!isSameButPrice(last, execution)) shape++;
    const moves = parentIdOf(last) !== parentIdOf(execution);
    if (moves) unlink(node);
    count(node, -1);
    node.execution = execution;
    count(node, 1);
    noteActive(node);
    if (moves) link(node);
    forgetSummaries(node);
    if (last.createdMs !== execution.createdMs || tryOf(last) !== tryOf(execution)) isOrdered = false;
    tell(node, false);
  };

  const setAt = (key: string, execution: Execution, sequence: number, isEarlierTry: boolean): boolean => {
    const known = nodes.get(key);
    if (known === undefined) {
      add(key, execution, sequence, isEarlierTry);
      return true;
    }

    if (sequence <= known.sequence) return false;
    known.sequence = sequence;
    if (isEqual(known.execution, execution)) return false;
    replace(known, execution);
    return true;
  };

  const toTryKey = (execution: Execution): string => `${execution.id} try ${String(tryOf(execution))}`;

  const drop = (node: Node) => {
    unlink(node);
    shape++;
    nodes.delete(node.key);
    gone.add(node);
    active.delete(node);
    count(node, -1);
    if (node.isEarlierTry) tryCount--;
    const {children} = node;
    node.children = NONE;
    for (const child of children) {
      if (child.isEarlierTry) drop(child);
      // The others wait for it, should it come back.
      else link(child);
    }

    tell(node, true);
  };

  const summarize = (node: Node): Summary => {
    if (node.summary) return node.summary;
    let below = 0;
    let amount = 0;
    let price: Price | undefined;
    const sums = new Map<string, number>();
    for (const child of node.children) {
      if (child.isEarlierTry) continue;
      const summary = summarize(child);
      const {state} = child.execution;
      below += 1 + summary.count;
      sums.set(state, (sums.get(state) ?? 0) + 1);
      for (const [name, sum] of summary.states) sums.set(name, (sums.get(name) ?? 0) + sum);
      if (summary.price) {
        price ??= summary.price;
        amount += summary.price.amount;
      }
    }

    node.summary = {
      count: below,
      states: sums,
      price: node.execution.price ?? (price && {...price, amount}),
    };
    return node.summary;
  };

  return {
    get version() {
      return version;
    },
    get shape() {
      return shape;
    },
    get count() {
      return nodes.size - tryCount;
    },
    states,
    active,
    find: (key) => nodes.get(key),
    observe(observer) {
      observers.add(observer);
      return () => observers.delete(observer);
    },
    summarize: (node) => summarize(node as Node),
    inOrder() {
      if (!isOrdered) {
        order = [...nodes.values()].sort(byNewest);
        isOrdered = true;
      } else {
        if (fresh.length > 0) order = mergeOrdered(order, fresh.sort(byNewest));
        if (gone.size > 0) order = order.filter((node) => !gone.has(node));
      }

      fresh = [];
      gone.clear();
      return order;
    },
    set(execution, sequence) {
      const latest = nodes.get(execution.id);
      const isOlder = latest !== undefined && tryOf(execution) < tryOf(latest.execution);
      if (!isOlder && latest && sequence > latest.sequence && tryOf(execution) > tryOf(latest.execution))
        setAt(toTryKey(latest.execution), latest.execution, latest.sequence, true);
      const hasChanged = setAt(isOlder ? toTryKey(execution) : execution.id, execution, sequence, isOlder);
      if (hasChanged) version++;
      return hasChanged;
    },
    remove(id) {
      const node = nodes.get(id);
      if (!node) return;
      drop(node);
      version++;
    },
  };
};

/** Merges what is new into what is in order; mostly it all belongs at one end. */
const mergeOrdered = (order: Node[], fresh: readonly Node[]): Node[] => {
  const last = order.at(-1);
  const [first] = fresh;
  if (!last || !first || byNewest(last, first) <= 0) return order.concat(fresh);
  const merged: Node[] = [];
  let at = 0;
  for (const node of fresh) {
    for (let next = order[at]; next && byNewest(next, node) <= 0; next = order[++at]) merged.push(next);
    merged.push(node);
  }

  return merged.concat(order.slice(at));
};
