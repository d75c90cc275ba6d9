import type {Execution} from '../../model/execution.ts';
import type {ExecutionId} from '../../model/ids.ts';
import type {DescribeRequest} from '../../wire/describe.ts';
import type {FindExecutionsRequest} from '../../wire/system.ts';

/** Which executions to find; what is absent does not restrict. */
export interface ExecutionsFilter {
  /** A user ID, or `self`. */
  readonly launchedBy?: string | undefined;
  readonly project?: string | undefined;
  readonly states?: readonly string[] | undefined;
  readonly class?: 'job' | 'analysis' | undefined;
  /** A regular expression; whether letters are large or small does not count. */
  readonly nameExpression?: string | undefined;
  /** All of them, as a whole. */
  readonly tags?: readonly string[] | undefined;
  readonly createdAfterMs?: number | undefined;
  readonly createdBeforeMs?: number | undefined;
  /** At most 1000. */
  readonly ids?: readonly ExecutionId[] | undefined;
  /** Everything in the tree of this root execution, or in those of at most 1000. */
  readonly rootExecution?: ExecutionId | readonly ExecutionId[] | undefined;
  /** Earlier tries of restarted jobs too; without it only the latest. */
  readonly includesRestarted?: boolean | undefined;
}

/** One page of executions, newest first. */
export interface ExecutionsPage {
  readonly executions: readonly Execution[];
  /** Where the next page starts; `undefined` on the last one. A short page may still have a next one. */
  readonly next: unknown;
  /** How many rows had no usable ID. */
  readonly droppedCount: number;
}

/** A filter as the platform wants it. */
export const toFindRequest = (
  filter: ExecutionsFilter,
  {starting, limit, fields}: {starting: unknown; limit: number; fields: DescribeRequest['fields'] & {}},
): FindExecutionsRequest => {
  const {rootExecution: roots} = filter;
  const created = {
    ...(filter.createdAfterMs !== undefined && {after: filter.createdAfterMs}),
    ...(filter.createdBeforeMs !== undefined && {before: filter.createdBeforeMs}),
  };
  return {
    ...(filter.launchedBy !== undefined && {launchedBy: filter.launchedBy}),
    ...(filter.project !== undefined && {project: filter.project}),
    ...(filter.class && {class: filter.class}),
    ...(filter.nameExpression !== undefined && {name: {regexp: filter.nameExpression, flags: 'i'}}),
    ...(filter.tags && {tags: {$and: [...filter.tags]}}),
    ...(filter.states && {state: [...filter.states]}),
    ...(filter.ids && {id: [...filter.ids]}),
    ...(roots !== undefined && {rootExecution: typeof roots === 'string' ? roots : [...roots]}),
    ...(Object.keys(created).length > 0 && {created}),
    includeRestarted: filter.includesRestarted ?? false,
    describe: {fields},
    limit,
    ...(starting !== undefined && starting !== null && {starting}),
  };
};
