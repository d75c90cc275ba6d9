import type {Execution} from '../../../source/model/execution.ts';
import {
  createExecutionsFeed,
  type ExecutionsFeedOptions,
} from '../../../source/services/platform/executions-feed.ts';
import type {ExecutionsFilter, ExecutionsPage} from '../../../source/services/platform/executions-page.ts';
import {toExecution} from '../../../source/services/platform/to-execution.ts';

/** The time of the tests. */
export const NOW_MS = 1_760_000_000_000;

/** The nth job's ID. */
export const id = (n: number): `job-${string}` => `job-${String(n).padStart(24, '0')}`;

/** The nth job, created n ms after `NOW_MS`. */
export const job = (n: number, state = 'running', changes: object = {}): Execution => {
  const execution = toExecution(id(n), {state, created: NOW_MS + n, modified: NOW_MS, ...changes}, false);
  if (!execution) throw new Error('not an ID');
  return execution;
};

interface Request {
  readonly filter: ExecutionsFilter;
  readonly starting: unknown;
  readonly limit: number | undefined;
  readonly fields?: object | undefined;
}

/** A platform with a list of jobs that the test changes; pages are cut as the real one does. */
export const createPlatform = (jobs: Execution[]) => {
  const requests: Request[] = [];
  const platform = {
    jobs,
    requests,
    /** What happens before an answer. */
    gate: (_request: Request): Promise<void> => Promise.resolve(),
    pageSize: Number.POSITIVE_INFINITY,
    async findExecutionsPage(
      filter: ExecutionsFilter,
      {starting, limit = 100, fields}: {starting?: unknown; limit?: number; fields?: object | undefined} = {},
    ): Promise<ExecutionsPage> {
      const request = {filter, starting, limit, ...(fields && {fields})};
      requests.push(request);
      const matching = platform.jobs
        .filter(
          (execution) =>
            (!filter.states || filter.states.includes(execution.state)) &&
            (!filter.ids || filter.ids.includes(execution.id)) &&
            (filter.createdAfterMs === undefined || (execution.createdMs ?? 0) >= filter.createdAfterMs) &&
            (filter.createdBeforeMs === undefined || (execution.createdMs ?? 0) < filter.createdBeforeMs),
        )
        .sort((a, b) => (b.createdMs ?? 0) - (a.createdMs ?? 0));
      await platform.gate(request);
      const start = Number(starting ?? 0);
      const end = start + Math.min(limit, platform.pageSize);
      return {
        executions: matching.slice(start, end).map((execution) => structuredClone(execution)),
        next: end < matching.length ? String(end) : undefined,
        droppedCount: 0,
      };
    },
  };
  return platform;
};

/** A feed on it. */
export const createFeed = (
  client: ExecutionsFeedOptions['client'],
  options: Partial<ExecutionsFeedOptions> = {},
) => createExecutionsFeed({client, launchedBy: 'self', now: () => NOW_MS, ...options});

/** The IDs, in their order. */
export const idsOf = ({executions}: {executions: readonly Execution[]}) =>
  executions.map((execution) => execution.id);
