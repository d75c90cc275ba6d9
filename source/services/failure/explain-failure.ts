import type {Execution} from '../../model/execution.ts';
import {findFirstCause, type FirstCause} from '../../model/first-cause.ts';
import type {ExecutionId} from '../../model/ids.ts';
import type {CallOptions, PlatformClient} from '../platform/platform-client.ts';

/** Why an execution failed. */
export interface Explanation {
  /** The one that was asked about. */
  readonly asked: Execution;
  /** `undefined` when nothing has failed, neither it nor anything below it. */
  readonly cause: FirstCause | undefined;
  /** How many executions its tree has, tries counted one by one. */
  readonly treeSize: number;
  /** False when the tree is larger than what was looked at. */
  readonly isTreeWhole: boolean;
}

/**
 * Finds out why an execution failed: describes it, reads its tree, and looks for what failed first.
 *
 * Throws what `PlatformClient` throws.
 */
export const explainFailure = async (
  platform: Pick<PlatformClient, 'describeExecution' | 'findTree'>,
  id: ExecutionId,
  options: CallOptions = {},
): Promise<Explanation> => {
  const described = await platform.describeExecution(id, options);
  const tree = await platform.findTree(described.rootExecution ?? id, options);
  // The describe knows a little more than the tree's row, but what it says of other tries is nothing.
  const others = tree.executions.filter((execution) => execution.id !== id);
  const cause = findFirstCause(described, others);
  const hasFailed = cause.execution !== described || described.failure !== undefined;
  return {
    asked: described,
    cause: hasFailed ? cause : undefined,
    treeSize: tree.executions.length,
    isTreeWhole: tree.isWhole,
  };
};
