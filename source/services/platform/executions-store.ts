import {type Execution, isTerminal} from '../../model/execution.ts';
import type {ExecutionId} from '../../model/ids.ts';
import {isEqualData} from './equal-data.ts';

/** Keeps what is known of many executions, one entry each, while answers arrive in any order. */
export interface ExecutionsStore {
  /**
   * Takes one answer in. What a request that was sent later has already said of an execution stands; an execution that did
   * not change keeps its object.
   *
   * @param sequence the request's number: a later request has a greater one
   */
  merge(executions: readonly Execution[], sequence: number): void;
  /** Forgets executions that the platform no longer has, unless a later request has seen them. */
  remove(ids: readonly ExecutionId[], sequence: number): void;
  /** Newest first; the same array until something changes. */
  toList(): readonly Execution[];
  /** Those that have not ended, newest first. */
  activeIds(): readonly ExecutionId[];
  /** The creation time of the newest one. */
  newestCreatedMs(): number | undefined;
}

interface Entry {
  execution: Execution;
  sequence: number;
}

const byNewest = (a: Execution, b: Execution): number =>
  (b.createdMs ?? 0) - (a.createdMs ?? 0) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/**
 * Makes an empty store.
 *
 * @param maxTerminal how many executions that have ended it keeps at most: the newest
 */
export const createExecutionsStore = (maxTerminal: number): ExecutionsStore => {
  const entries = new Map<ExecutionId, Entry>();
  /** Requests that were sent before their execution vanished must not bring it back. */
  const removed = new Map<ExecutionId, number>();
  /** The order, which most refreshes leave as it is; `undefined` when it has to be found anew. */
  let order: Entry[] | undefined = [];
  let list: readonly Execution[] | undefined = [];

  const toOrder = (): Entry[] => {
    order ??= [...entries.values()].sort((a, b) => byNewest(a.execution, b.execution));
    return order;
  };

  const dropOldest = () => {
    if (entries.size <= maxTerminal) return;
    let terminalCount = 0;
    for (const {execution} of toOrder()) {
      if (!isTerminal(execution) || ++terminalCount <= maxTerminal) continue;
      entries.delete(execution.id);
      order = undefined;
      list = undefined;
    }
  };

  return {
    merge(executions, sequence) {
      for (const execution of executions) {
        const entry = entries.get(execution.id);
        if (entry === undefined) {
          if ((removed.get(execution.id) ?? -1) > sequence) continue;
          removed.delete(execution.id);
          entries.set(execution.id, {execution, sequence});
          order = undefined;
          list = undefined;
        } else if (sequence > entry.sequence) {
          entry.sequence = sequence;
          if (isEqualData(entry.execution, execution)) continue;
          if (entry.execution.createdMs !== execution.createdMs) order = undefined;
          entry.execution = execution;
          list = undefined;
        }
      }
      dropOldest();
    },
    remove(ids, sequence) {
      for (const id of ids) {
        const entry = entries.get(id);
        if (entry === undefined || entry.sequence > sequence) continue;
        entries.delete(id);
        // Answers that are this late do not come in thousands; the bound is for a program that runs for weeks.
        if (removed.size >= 1000) removed.clear();
        removed.set(id, sequence);
        order = undefined;
        list = undefined;
      }
    },
    toList() {
      list ??= toOrder().map(({execution}) => execution);
      return list;
    },
    activeIds: () => toOrder().flatMap(({execution}) => (isTerminal(execution) ? [] : [execution.id])),
    newestCreatedMs: () => toOrder()[0]?.execution.createdMs,
  };
};
