import {isTerminal, type Execution} from './execution.ts';
import type {ExecutionId} from './ids.ts';
import type {SafeText} from './safe-text.ts';

/** What the user wants changed, of one execution or of many. Texts are as they were typed. */
export type Change = {readonly kind: 'terminate'} | MetadataChange;

/** Tags to add and to remove, properties to set or, with `null`, to take away. */
export interface MetadataChange {
  readonly kind: 'metadata';
  readonly addTags: readonly string[];
  readonly removeTags: readonly string[];
  readonly properties: Readonly<Record<string, string | null>>;
}

/** What has been changed, as it is remembered. Times are milliseconds since the Unix epoch. */
export interface ChangeRecord {
  readonly atMs: number;
  /** Such as `terminate`, or `let 203.0.113.7 in over SSH`. */
  readonly action: SafeText;
  /** What was changed: an execution's or a user's ID. */
  readonly id: SafeText;
  /** The platform's answer: `sent` while there was none, `done`, or why it was refused. */
  readonly result: SafeText;
}

/** An execution as it was when the user looked at the plan. */
export interface ChangeTarget {
  readonly id: ExecutionId;
  readonly name: SafeText;
  readonly state: SafeText;
}

/** Above so many the user types the number, not only `y`. */
export const MOST_WITHOUT_COUNT = 5;

/**
 * Why a change of an execution would be of no use, or is not what was confirmed; `undefined` when it can be made.
 *
 * @param plannedState the state that the user saw; a job that is held for debugging since then is asked about again
 */
export const changeObstacle = (
  change: Change,
  execution: Pick<Execution, 'state'>,
  plannedState: string = execution.state,
): string | undefined => {
  if (change.kind === 'metadata') return undefined;
  if (isTerminal(execution)) return `it is ${execution.state} already`;
  if (execution.state === 'terminating') return 'it is terminating already';
  if (execution.state === 'debug_hold' && plannedState !== 'debug_hold')
    return `it is held for debugging now, and was ${plannedState}`;
  return undefined;
};
