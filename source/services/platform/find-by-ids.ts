import type {Execution} from '../../model/execution.ts';
import type {ExecutionId} from '../../model/ids.ts';
import {TREE_FIELDS} from './described-fields.ts';
import type {CallOptions, PlatformClient} from './platform-client.ts';

/** The platform's limit for `id` and `limit`. */
const MOST_IDS = 1000;

/**
 * Finds these executions, as many as a thousand in one call; one that no list has, as an old one may be, is described.
 *
 * Shape: one for each ID, in the order of `ids`, with `stateTransitions`.
 * Throws what `PlatformClient` throws; `ApiError` with the platform's word for the first of which it tells nothing.
 */
export const findByIds = async (
  client: Pick<PlatformClient, 'findExecutionsPage' | 'describeExecution'>,
  ids: readonly ExecutionId[],
  options: CallOptions = {},
): Promise<readonly Execution[]> => {
  const found = new Map<ExecutionId, Execution>();
  for (let start = 0; start < ids.length; start += MOST_IDS) {
    const asked = ids.slice(start, start + MOST_IDS);
    let starting: unknown;
    do {
      const page = await client.findExecutionsPage(
        {ids: asked},
        {...options, starting, limit: MOST_IDS, fields: TREE_FIELDS},
      );
      for (const execution of page.executions) found.set(execution.id, execution);
      // The platform may answer the same again for ever.
      starting = page.next === starting ? undefined : page.next;
    } while (starting !== undefined);
  }

  const all: Execution[] = [];
  for (const id of ids) all.push(found.get(id) ?? (await client.describeExecution(id, options)));
  return all;
};
