import {ACTIVE_STATES, type Execution} from '../../model/execution.ts';
import type {ExecutionId} from '../../model/ids.ts';
import {toApiFilter} from '../../model/filter/api-filter.ts';
import {type Filter, passesFilter} from '../../model/filter/filter.ts';
import type {ExecutionsFilter} from './executions-page.ts';
import type {PlatformClient} from './platform-client.ts';

/** What to look for, and how far. */
export interface Search {
  readonly filter: Filter;
  /** A user ID, or `self`; everybody when `undefined`. */
  readonly launchedBy: string | undefined;
  /** Every project when `undefined`. */
  readonly project: string | undefined;
  /** How old they may be, unless they have not ended; any age when `undefined`. */
  readonly maxAgeMs: number | undefined;
  /** How many to find at most. */
  readonly limit: number;
  readonly nowMs: number;
}

/** What was found. */
export interface Found {
  /** Newest first. */
  readonly executions: readonly Execution[];
  /** False when there may be more than `limit`. */
  readonly isWhole: boolean;
}

const PAGE_LIMIT = 1000;

/**
 * Finds the executions that a filter lets through, page by page. What the platform can judge it is asked to judge.
 *
 * Throws what `PlatformClient` throws.
 */
export const findMatching = async (
  client: Pick<PlatformClient, 'findExecutionsPage'>,
  {filter, launchedBy, project, maxAgeMs, limit, nowMs}: Search,
): Promise<Found> => {
  const asked: ExecutionsFilter = {launchedBy, project, ...toApiFilter(filter, nowMs)};
  const found = new Map<ExecutionId, Execution>();
  /** Whether all were found that there are. */
  const collect = async (request: ExecutionsFilter): Promise<boolean> => {
    let starting: unknown;
    do {
      const page = await client.findExecutionsPage(request, {starting, limit: PAGE_LIMIT});
      for (const execution of page.executions) {
        if (found.has(execution.id) || !passesFilter(filter, {execution, nowMs})) continue;
        if (found.size >= limit) return false;
        found.set(execution.id, execution);
      }

      // The platform may answer the same again for ever.
      starting = page.next === starting ? undefined : page.next;
    } while (starting !== undefined);
    return true;
  };
  const collectRecent = async (sinceMs: number): Promise<boolean> => {
    if (!(await collect({...asked, createdAfterMs: sinceMs}))) return false;
    const states = (asked.states ?? ACTIVE_STATES).filter((state) => ACTIVE_STATES.includes(state));
    return states.length === 0 || (await collect({...asked, states, createdBeforeMs: sinceMs}));
  };
  const hasBound = asked.createdAfterMs !== undefined || asked.createdBeforeMs !== undefined;
  const isWhole =
    maxAgeMs === undefined || hasBound ? await collect(asked) : await collectRecent(nowMs - maxAgeMs);
  return {
    executions: [...found.values()].sort((a, b) => (b.createdMs ?? 0) - (a.createdMs ?? 0)),
    isWhole,
  };
};
