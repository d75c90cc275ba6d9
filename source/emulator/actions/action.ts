import type {Hash} from '../input.ts';
import type {Life} from '../life.ts';
import type {PlatformState} from '../state.ts';

/** One authenticated call, as an action sees it. */
export interface Call {
  /** `system`, an entity ID, or `app-NAME`. */
  readonly subject: string;
  readonly input: Hash;
  /** Who calls. */
  readonly userId: string;
  /** The job whose token the caller has. */
  readonly jobId?: string;
  readonly nowMs: number;
  readonly state: PlatformState;
  readonly life: Life;
}

/** Answers one API method: returns the reply's body, or throws an `ApiFailure`. */
export type Action = (call: Call) => Hash;
