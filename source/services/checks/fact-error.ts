import type {CheckName} from '../../model/check.ts';

/**
 * Something that several checks need could not be found out. It is the failure of one of them, `owner`; the others
 * cannot look.
 */
export class FactError extends Error {
  override readonly name = 'FactError';

  constructor(
    readonly owner: CheckName,
    cause: unknown,
    /** Owned by nobody's failure: there is just nothing to look at. */
    readonly isHarmless = false,
  ) {
    super(`needs ${owner}`, {cause});
  }
}
