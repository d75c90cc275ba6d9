import type {Execution} from '../../model/execution.ts';
import type {CallOptions, PlatformClient} from '../platform/platform-client.ts';
import {TREE_FIELDS} from '../platform/described-fields.ts';

/** The platform's limit for `rootExecution`. */
const MOST_ROOTS = 1000;

/** A job that is held for debugging, and the execution that cannot end before it. */
export interface HeldBelow {
  readonly held: Execution;
  readonly waited: Execution;
}

const isDirectlyBelow = (execution: Execution, {id}: Execution): boolean =>
  execution.parentJob === id ||
  execution.parentAnalysis === id ||
  (execution.class === 'job' && execution.originJob === id);

/**
 * Finds what is held for debugging in the trees of these executions, in one call: of a root execution anywhere below it,
 * of any other as far as a row tells what it belongs to.
 *
 * Throws what `PlatformClient` throws.
 */
export const findHeldBelow = async (
  client: Pick<PlatformClient, 'findExecutionsPage'>,
  waited: readonly Execution[],
  options: CallOptions,
): Promise<readonly HeldBelow[]> => {
  const roots = [...new Set(waited.map(({id, rootExecution}) => rootExecution ?? id))].slice(0, MOST_ROOTS);
  const {executions} = await client.findExecutionsPage(
    {rootExecution: roots, states: ['debug_hold']},
    {...options, limit: 100, fields: TREE_FIELDS},
  );
  return executions.flatMap((held): HeldBelow[] => {
    const above = waited.find(
      (execution) =>
        execution.id !== held.id && (execution.id === held.rootExecution || isDirectlyBelow(held, execution)),
    );
    return above ? [{held, waited: above}] : [];
  });
};
