import type {Job} from '../../model/execution.ts';
import type {SafeText} from '../../model/safe-text.ts';
import type {ToldStore} from '../storage/told-store.ts';

const KEY = 'note:reproducibility';

/** What is said before the first connection to a job: what connecting does to its results, and where it can reach. */
export interface ConnectionNote {
  /** Where the job may connect to: `*` for everywhere, `[]` for nowhere but the platform; `undefined` when unknown. */
  readonly networkAccess: readonly SafeText[] | undefined;
}

/** Decides whether the note is due. */
export interface ConnectionNotes {
  /** The note to show now, before connecting to this job; `undefined` when one was shown before, or none is wanted. */
  claimNote(job: Job): ConnectionNote | undefined;
}

/**
 * Makes the decision: once for each user, or as the setting `ssh.reproducibility_note` says.
 *
 * Source: https://documentation.dnanexus.com/developer/apps/execution-environment/connecting-to-jobs (Logging and
 * Reproducibility Guarantees)
 */
export const createConnectionNotes = (
  wish: 'once' | 'always' | 'never',
  told: ToldStore,
  now: () => number,
): ConnectionNotes => ({
  claimNote: ({networkAccess}) =>
    wish === 'always' || (wish === 'once' && told.claim(KEY, now())) ? {networkAccess} : undefined,
});
