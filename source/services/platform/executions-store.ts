import {createExecutionTree, type ExecutionTree} from '../../model/execution-tree.ts';
import {type Execution, isTerminal, type Job} from '../../model/execution.ts';
import type {ExecutionId} from '../../model/ids.ts';
import {isEqualData} from './equal-data.ts';

/** Keeps what is known of many executions, one entry for each and for each of their tries, while answers arrive in any order. */
export interface ExecutionsStore {
  /** All of them in their trees. It changes in place. */
  readonly tree: ExecutionTree;
  /**
   * Takes one answer in. What a request that was sent later has already said of an execution stands; an execution that did
   * not change keeps its object.
   *
   * @param sequence the request's number: a later request has a greater one
   */
  merge(executions: readonly Execution[], sequence: number): void;
  /** The same execution, as the object that is kept where that says the same. */
  toKept(execution: Execution): Execution;
  /** Forgets executions that the platform no longer has, unless a later request has seen them. */
  remove(ids: readonly ExecutionId[], sequence: number): void;
  /** Newest first, the latest try of each; the same array until something changes. */
  toList(): readonly Execution[];
  /** Those that have not ended, in no particular order. */
  activeIds(): readonly ExecutionId[];
  /** The same executions, newest first. */
  newestFirst(ids: readonly ExecutionId[]): readonly ExecutionId[];
  /** The creation time of the newest one. */
  newestCreatedMs(): number | undefined;
  /** At most `count` jobs of which a try is known that was not the first, and not how the earlier ones ended. */
  takeRestarted(count: number): readonly ExecutionId[];
  /** At most `count` jobs that are held for debugging, each once for each of its tries. */
  takeHeld(count: number): readonly ExecutionId[];
}

/**
 * Makes an empty store.
 *
 * @param maxTerminal how many executions that have ended it keeps at most: the newest
 */
export const createExecutionsStore = (maxTerminal: number): ExecutionsStore => {
  const tree = createExecutionTree(isEqualData);
  /** Requests that were sent before their execution vanished must not bring it back. */
  const removed = new Map<ExecutionId, number>();
  /** Which try of a job was the latest when its tries were last asked for, or are to be asked for. */
  const askedTries = new Map<ExecutionId, number>();
  const restarted = new Set<ExecutionId>();
  let list: readonly Execution[] = [];
  let listVersion = 0;

  /** Which try of a held job is asked for, or has been. */
  const askedHolds = new Map<ExecutionId, number>();
  const held = new Set<ExecutionId>();

  const noteHold = ({id, state, tryNumber = 0}: Job) => {
    if (state !== 'debug_hold' || askedHolds.get(id) === tryNumber) return;
    askedHolds.set(id, tryNumber);
    held.add(id);
  };

  const noteRestart = ({id, tryNumber}: Job) => {
    if (tryNumber === undefined || tryNumber === 0 || (askedTries.get(id) ?? 0) >= tryNumber) return;
    askedTries.set(id, tryNumber);
    restarted.add(id);
  };

  const dropOldest = () => {
    if (tree.count - tree.active.size <= maxTerminal) return;
    let terminalCount = 0;
    for (const {execution, isEarlierTry} of tree.inOrder()) {
      if (isEarlierTry || !isTerminal(execution) || ++terminalCount <= maxTerminal) continue;
      tree.remove(execution.id);
      askedTries.delete(execution.id);
      askedHolds.delete(execution.id);
    }
  };

  return {
    tree,
    merge(executions, sequence) {
      for (const execution of executions) {
        const {id} = execution;
        if (!tree.find(id)) {
          if ((removed.get(id) ?? -1) > sequence) continue;
          removed.delete(id);
        }

        if (tree.set(execution, sequence) && execution.class === 'job') {
          noteRestart(execution);
          noteHold(execution);
        }
      }
      dropOldest();
    },
    toKept(execution) {
      const kept = tree.find(execution.id)?.execution;
      return kept && isEqualData(kept, execution) ? kept : execution;
    },
    remove(ids, sequence) {
      for (const id of ids) {
        const node = tree.find(id);
        if (node === undefined || node.sequence > sequence) continue;
        tree.remove(id);
        askedTries.delete(id);
        askedHolds.delete(id);
        // Answers that are this late do not come in thousands; the bound is for a program that runs for weeks.
        if (removed.size >= 1000) removed.clear();
        removed.set(id, sequence);
      }
    },
    toList() {
      if (listVersion !== tree.version)
        list = tree.inOrder().flatMap(({execution, isEarlierTry}) => (isEarlierTry ? [] : execution));
      listVersion = tree.version;
      return list;
    },
    activeIds: () => Array.from(tree.active, ({execution}) => execution.id),
    newestFirst(ids) {
      const createdMs = (id: ExecutionId) => tree.find(id)?.execution.createdMs ?? 0;
      return [...ids].sort((a, b) => createdMs(b) - createdMs(a));
    },
    newestCreatedMs: () => tree.inOrder()[0]?.execution.createdMs,
    takeHeld(count) {
      const ids = [...held].slice(0, count);
      for (const id of ids) held.delete(id);
      return ids;
    },
    takeRestarted(count) {
      const ids = [...restarted].slice(0, count);
      for (const id of ids) restarted.delete(id);
      return ids;
    },
  };
};
