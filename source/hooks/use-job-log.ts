import {useEffect, useRef, useState, useSyncExternalStore} from 'react';
import type {Execution} from '../model/execution.ts';
import {findLine} from '../services/log/find-line.ts';
import type {JobLog, JobLogSnapshot} from '../services/log/job-log.ts';
import type {LogFilter} from '../services/log/log-lines.ts';
import {saveLog} from '../services/log/save-log.ts';
import {useServices} from './services.ts';

export {findMatches} from '../services/log/find-line.ts';
export type {JobLogSnapshot} from '../services/log/job-log.ts';
export type {LogFilter, LogJob, PlacedLine} from '../services/log/log-lines.ts';

/** A log that is being looked at, and what can be done with it. */
export interface JobLogView {
  /** `undefined` until it is known where to read it. */
  readonly snapshot: JobLogSnapshot | undefined;
  /** Why it cannot be opened at all. */
  readonly error: unknown;
  /** The lines, by rank and position; see `JobLog`. */
  readonly log: Pick<JobLog, 'read' | 'rankOf' | 'positionOf'> | undefined;
  readonly setFilter: (filter: LogFilter) => void;
  /**
   * The position of the next line with a text, seen from a position or, without one, from the line that was found last;
   * `undefined` when there is none, or another search has begun.
   */
  readonly find: (
    query: string,
    direction: 'forwards' | 'backwards',
    from?: number,
  ) => Promise<number | undefined>;
  /** Writes what is shown; answers how many lines. Throws: `ConfigError`. */
  readonly save: (path: string) => Promise<number>;
  readonly loadHistory: () => void;
  readonly retryNow: () => void;
}

/** The search that was begun last; the next one goes on from its result, which the screen may not show yet. */
interface Search {
  readonly controller: AbortController;
  readonly result: Promise<number | undefined>;
}

const noSubscription = () => () => undefined;
const noSnapshot = () => undefined;

/** Reads the log of an execution while it is looked at; another choice opens it anew. */
export const useJobLog = (execution: Execution, isTree: boolean, jobTry: number | undefined): JobLogView => {
  const {openLog} = useServices();
  const [log, setLog] = useState<JobLog | undefined>(undefined);
  const [error, setError] = useState<unknown>(undefined);
  const [attempt, setAttempt] = useState(0);
  const search = useRef<Search | undefined>(undefined);
  const latest = useRef(execution);
  useEffect(() => {
    latest.current = execution;
  });
  const {id} = execution;
  useEffect(() => {
    let opened: JobLog | undefined;
    let isLeft = false;
    setLog(undefined);
    setError(undefined);
    openLog(latest.current, {isTree, jobTry}).then(
      (ready) => {
        opened = ready;
        if (isLeft) ready.close();
        else setLog(ready);
      },
      (problem: unknown) => {
        if (!isLeft) setError(problem);
      },
    );
    return () => {
      isLeft = true;
      search.current?.controller.abort();
      search.current = undefined;
      opened?.close();
    };
  }, [openLog, id, isTree, jobTry, attempt]);
  const snapshot = useSyncExternalStore(log?.subscribe ?? noSubscription, log?.getSnapshot ?? noSnapshot);
  return {
    snapshot,
    error,
    log,
    setFilter: (filter) => log?.setFilter(filter),
    find: (query, direction, from) => {
      const last = search.current;
      if (from !== undefined) last?.controller.abort();
      const controller = from === undefined && last ? last.controller : new AbortController();
      const result = Promise.resolve(from ?? last?.result).then(
        (start = -1) => log && findLine(log, {query, from: start, direction, signal: controller.signal}),
      );
      search.current = {controller, result};
      return result;
    },
    save: async (path) => (log ? saveLog(log, path) : 0),
    loadHistory: () => log?.loadHistory(),
    retryNow: () => {
      if (error === undefined) log?.retryNow();
      else setAttempt((count) => count + 1);
    },
  };
};
