import {setImmediate as yieldToOthers} from 'node:timers/promises';
import {CancelError} from '../../model/errors.ts';
import type {ExecutionTree} from '../../model/execution-tree.ts';
import {ACTIVE_STATES, type Execution} from '../../model/execution.ts';
import type {ExecutionId} from '../../model/ids.ts';
import {TREE_FIELDS} from './described-fields.ts';
import {createExecutionsStore} from './executions-store.ts';
import type {ExecutionsFilter, ExecutionsPage} from './executions-page.ts';
import {createPageMemory, type KnownPages, type PageMemory} from './page-memory.ts';
import type {PlatformClient} from './platform-client.ts';

/** All that is known, at one moment. */
export interface ExecutionsSnapshot {
  /**
   * Newest first by creation, then by ID. An execution that did not change is the same object as before. Listed when it
   * is asked for, as of then.
   */
  readonly executions: readonly Execution[];
  /** The same in their trees, with the earlier tries of restarted jobs. It is as of now too, and changes in place. */
  readonly tree: ExecutionTree;
  /** The tree's version at that moment. */
  readonly version: number;
  /** The tree's `shape` at that moment. */
  readonly shape: number;
  /** When the newest answer came; `undefined` before the first. Milliseconds since the Unix epoch. */
  readonly fetchedAtMs: number | undefined;
  /** Whether it is what `initial` said, for no answer has come yet. */
  readonly isStored: boolean;
  /** Whether every execution that has not ended is among them; usually `false` until the second refresh. */
  readonly isComplete: boolean;
  /** Since when every execution, ended ones too, is among them: earlier with each page of history; `undefined` before the first. */
  readonly completeSinceMs: number | undefined;
  /** How many rows of the newest answers had no usable ID. */
  readonly droppedCount: number;
}

/** What the dashboard polls: all executions, for one request per refresh however many there are. */
export interface ExecutionsFeed {
  /**
   * Asks for what may have changed, and answers with all that is known.
   *
   * Without `initial`, the first time that is the newest page alone, so that there is something to show soon: refresh
   * again at once. From then on, it is those that have not ended, what became of those that have ended since, the earlier tries of jobs that
   * were restarted since, the times of new holds, and every fifth time, or with `force`, the newest, to learn of those that came and went in
   * between.
   *
   * Throws: what `PlatformClient` throws, after one try; what was learned until then is kept.
   */
  refresh(signal?: AbortSignal, options?: {readonly force?: boolean}): Promise<ExecutionsSnapshot>;
  /**
   * Loads older executions, newest first, from the oldest that history has reached down to `sinceMs`; 0 is for all there
   * are. Gives way to everything else between pages. After a failure, or once `signal` was aborted, the next call goes
   * on where this one was.
   *
   * Throws: what `PlatformClient` throws, after four tries for each page; what was learned until then is kept.
   */
  loadHistory(sinceMs: number, options?: HistoryOptions): Promise<HistoryEnd>;
  /** Takes in the rest of `initial`, a little at a time, for as long as no answer has come; answers with all that is known. */
  loadStored(): Promise<ExecutionsSnapshot>;
  /** What is known, without asking. The same object until something changes. */
  getSnapshot(): ExecutionsSnapshot;
  /** How many executions are known, and `completeSinceMs`; unlike `getSnapshot` it costs nothing however many there are. */
  getReach(): HistoryReach;
}

/** How much is known. */
export interface HistoryReach {
  readonly count: number;
  /** As in `ExecutionsSnapshot`. */
  readonly completeSinceMs: number | undefined;
}

/** How a load of history is followed and ended. */
export interface HistoryOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called between two pages. */
  readonly onPage?: () => void;
}

/**
 * How a load of history ended: all is there, as many are there as are kept at most, or the platform's list ended before
 * its end, as one that leads in a circle does.
 */
export type HistoryEnd = 'whole' | 'full' | 'broken';

/** What was known when dxtop last ran. */
export interface InitialExecutions {
  readonly executions: readonly Execution[];
  /** Milliseconds since the Unix epoch. */
  readonly fetchedAtMs: number;
  /** All of them, a few at a time, where `executions` are only those that are seen first. */
  readonly more?: () => Iterable<readonly Execution[]>;
}

/** What to poll, and how much of it. */
export interface ExecutionsFeedOptions {
  readonly client: Pick<PlatformClient, 'findExecutionsPage'>;
  /** A user ID, or `self`; everybody when `undefined`. */
  readonly launchedBy?: string | undefined;
  /** Every project when `undefined`. */
  readonly project?: string | undefined;
  /** Milliseconds since the Unix epoch. */
  readonly now: () => number;
  /** What was known when dxtop last ran; shown until the platform says otherwise. */
  readonly initial?: InitialExecutions | undefined;
  /** How many rows the first page asks for: 100. */
  readonly firstPageLimit?: number;
  /** How many rows the other pages ask for: 1000, the platform's own limit. */
  readonly pageLimit?: number;
  /** How many pages one list may take: 10. */
  readonly maxPages?: number;
  /** How many executions history loads at most: 200,000. */
  readonly maxHistory?: number;
  /** How many ended executions are kept at most: 200,000, which take about 100 MB. */
  readonly maxTerminal?: number;
}

/** How many refreshes pass from one look at the newest to the next. */
const NEWEST_EVERY = 5;
/** How far the newest are asked for again: rows are not always there at the moment of their creation. */
const NEWEST_OVERLAP_MS = 60_000;
/** The platform's limit for `id` and `limit`. */
const MAX_IDS = 1000;

/** Makes the feed. Nothing runs by itself; there is nothing to close. */
export const createExecutionsFeed = ({
  client,
  launchedBy,
  project,
  now,
  initial,
  firstPageLimit = 100,
  pageLimit = 1000,
  maxPages = 10,
  maxHistory = 200_000,
  maxTerminal = 200_000,
}: ExecutionsFeedOptions): ExecutionsFeed => {
  const scope: ExecutionsFilter = {launchedBy, project};
  const store = createExecutionsStore(maxTerminal);
  let lastSequence = 0;
  let refreshCount = 0;
  let hasFirstPage = initial !== undefined;
  let isStored = initial !== undefined;
  let fetchedAtMs = initial?.fetchedAtMs;
  let isComplete = false;
  let completeSequence = 0;
  let completeSinceMs: number | undefined;
  let snapshot: ExecutionsSnapshot | undefined;
  /** The pages of what is active as they were last seen. */
  let activePages: KnownPages = new Map();
  if (initial) store.merge(initial.executions, lastSequence);

  const getSnapshot = (droppedCount = snapshot?.droppedCount ?? 0): ExecutionsSnapshot => {
    const {version, shape} = store.tree;
    const next = {
      get executions() {
        return store.toList();
      },
      tree: store.tree,
      version,
      shape,
      fetchedAtMs,
      isStored,
      isComplete,
      completeSinceMs,
      droppedCount,
    };
    const isSame =
      snapshot?.version === version &&
      snapshot.fetchedAtMs === fetchedAtMs &&
      snapshot.isStored === isStored &&
      snapshot.isComplete === isComplete &&
      snapshot.completeSinceMs === completeSinceMs &&
      snapshot.droppedCount === droppedCount;
    if (snapshot === undefined || !isSame) snapshot = next;
    return snapshot;
  };

  interface Found {
    readonly sequence: number;
    /** The rows by their names; without earlier tries, the IDs of the executions. */
    readonly rows: ReadonlySet<string>;
    /** Whether the last page was reached. */
    readonly isWhole: boolean;
    readonly droppedCount: number;
  }

  /** Follows `next` through at most `maxPages`, takes each page in as it comes, and ends a chain that leads in a circle. */
  const find = async (
    filter: ExecutionsFilter,
    {signal, limit = pageLimit, pages = maxPages, tries = 1, fields, again, onPage}: FindOptions,
  ): Promise<Found> => {
    const sequence = ++lastSequence;
    const toRow = filter.includesRestarted ? toRowName : toId;
    const rows = new Set<string>();
    const seen = new Set<string>();
    let starting: unknown;
    let droppedCount = 0;
    for (let page = 0; page < pages; page++) {
      const found = await client.findExecutionsPage(
        {...scope, ...filter},
        {
          starting,
          limit,
          signal,
          tries,
          ...(fields && {fields}),
          ...(again && {again}),
        },
      );
      if (signal?.aborted) throw new CancelError('Cancelled.');
      const sizeBefore = rows.size;
      const fresh = found.executions.filter((execution) => {
        const row = toRow(execution);
        return !rows.has(row) && rows.add(row);
      });
      droppedCount += found.droppedCount;
      store.merge(fresh, sequence);
      if (!isStored) fetchedAtMs = Math.max(now(), fetchedAtMs ?? 0);
      if (found.next === undefined) return {sequence, rows, isWhole: true, droppedCount};
      starting = found.next;
      const cursor = JSON.stringify(starting);
      if (seen.has(cursor) || (found.executions.length > 0 && rows.size === sizeBefore)) break;
      seen.add(cursor);
      if (onPage?.(rows.size, found) === false) break;
      await yieldToOthers();
    }
    return {sequence, rows, isWhole: false, droppedCount};
  };

  /** Asks what became of those that are no longer active. More than fit in one request wait for the next refresh. */
  const findEnded = async (
    ended: readonly ExecutionId[],
    signal: AbortSignal | undefined,
  ): Promise<number> => {
    const asked = ended.slice(0, MAX_IDS);
    if (asked.length === 0) return 0;
    const {rows, isWhole, sequence, droppedCount} = await find({ids: asked}, {signal, limit: MAX_IDS});
    // Absent from a whole answer means gone, or no longer visible to us.
    if (isWhole)
      store.remove(
        asked.filter((id) => !rows.has(id)),
        sequence,
      );
    return droppedCount;
  };

  /** Asks how the earlier tries of restarted jobs ended; of those that the answer leaves out nothing is known then. */
  const findTries = async (signal: AbortSignal | undefined): Promise<number> => {
    const ids = store.takeRestarted(MAX_IDS);
    if (ids.length === 0) return 0;
    return (await find({ids, includesRestarted: true}, {signal})).droppedCount;
  };

  /** Asks once since when jobs are held: a list does not tell, and their end is reckoned from that. */
  const findHolds = async (signal: AbortSignal | undefined): Promise<number> => {
    const ids = store.takeHeld(MAX_IDS);
    if (ids.length === 0) return 0;
    return (await find({ids}, {signal, fields: TREE_FIELDS})).droppedCount;
  };

  /** A late answer must not take back what a newer one has settled. */
  const noteComplete = ({sequence, isWhole}: Found) => {
    if (sequence < completeSequence) return;
    completeSequence = sequence;
    isComplete = isWhole;
  };

  const findNewest = (signal: AbortSignal | undefined): Promise<Found> => {
    const newestMs = store.newestCreatedMs();
    const filter = newestMs === undefined ? {} : {createdAfterMs: newestMs - NEWEST_OVERLAP_MS};
    return find(filter, newestMs === undefined ? {signal, limit: firstPageLimit, pages: 1} : {signal});
  };

  return {
    getSnapshot: () => getSnapshot(),
    getReach: () => ({count: store.tree.count, completeSinceMs}),
    async refresh(signal, {force = false} = {}) {
      if (!hasFirstPage) {
        const first = await find({}, {signal, limit: firstPageLimit, pages: 1});
        hasFirstPage = true;
        noteComplete(first);
        return getSnapshot(first.droppedCount);
      }
      const knownActive = store.activeIds();
      const again = createPageMemory(activePages, (execution) => store.toKept(execution));
      const active = await find({states: ACTIVE_STATES}, {signal, again});
      activePages = again.pages;
      let {droppedCount} = active;
      noteComplete(active);
      // Where pages were left out, absence says nothing; then all are asked for by name.
      // Only these few are put in order: it takes milliseconds for all.
      const ended = store.newestFirst(knownActive.filter((id) => !active.rows.has(id)));
      droppedCount += await findEnded(ended, signal);
      droppedCount += await findTries(signal);
      droppedCount += await findHolds(signal);
      refreshCount++;
      // What has begun and ended since the snapshot was stored is in no list of the active ones.
      if (force || isStored || refreshCount % NEWEST_EVERY === 0)
        droppedCount += (await findNewest(signal)).droppedCount;
      if (isStored) fetchedAtMs = now();
      isStored = false;
      return getSnapshot(droppedCount);
    },
    async loadStored() {
      for (const executions of initial?.more?.() ?? []) {
        if (!isStored) break;
        store.merge(executions, 0);
        await yieldToOthers();
      }
      return getSnapshot();
    },
    async loadHistory(sinceMs, {signal, onPage} = {}) {
      const fromMs = completeSinceMs;
      if (fromMs !== undefined && fromMs <= sinceMs) return 'whole';
      const isFull = () => store.tree.count - store.tree.active.size >= maxTerminal;
      if (isFull()) return 'full';
      const progress = {isEnough: false};
      const {isWhole} = await find(
        {
          ...(sinceMs > 0 && {createdAfterMs: sinceMs}),
          // Of those of one moment some may have been on the page that did not come.
          ...(fromMs !== undefined && {createdBeforeMs: fromMs + 1}),
          includesRestarted: true,
        },
        {
          signal,
          tries: 4,
          pages: Math.ceil(maxHistory / pageLimit) + maxPages,
          onPage(count, {executions}) {
            // Pages are newest first.
            const oldestMs = executions.at(-1)?.createdMs;
            if (oldestMs !== undefined) completeSinceMs = Math.min(oldestMs, completeSinceMs ?? oldestMs);
            onPage?.();
            progress.isEnough = count >= maxHistory || isFull();
            return !progress.isEnough;
          },
        },
      );
      if (isWhole) completeSinceMs = Math.min(sinceMs, completeSinceMs ?? sinceMs);
      return isWhole ? 'whole' : progress.isEnough ? 'full' : 'broken';
    },
  };
};

const toId = ({id}: Execution): string => id;

/** One row of an answer: each try of a job is one. */
const toRowName = (execution: Execution): string =>
  execution.class === 'job' && execution.tryNumber
    ? `${execution.id} ${String(execution.tryNumber)}`
    : execution.id;

interface FindOptions {
  readonly signal?: AbortSignal | undefined;
  readonly limit?: number;
  readonly pages?: number;
  readonly tries?: number;
  readonly fields?: typeof TREE_FIELDS;
  /** For a list that is asked for again and again. */
  readonly again?: PageMemory;
  /** Called between pages with the number found so far and the last page; `false` ends the list there. */
  readonly onPage?: (count: number, page: ExecutionsPage) => boolean;
}
