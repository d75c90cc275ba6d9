import type {SafeText} from '../../model/safe-text.ts';
import type {SessionOutcome, WorkerTarget} from '../../model/session.ts';
import type {AttachQuestion} from './attach-question.ts';
import type {ConnectStep} from './connect-steps.ts';
import type {ReconnectProgress} from './reconnect.ts';

/** A link that was lost, as the notice shows it. Times are milliseconds since the Unix epoch. */
export interface LostLink extends ReconnectProgress {
  readonly sinceMs: number;
  readonly reason: SafeText;
  /** Keys typed since then; they are dropped, never sent. */
  readonly keysDropped: number;
}

/** What the screen shows of an attach. A new object after each change. */
export interface AttachmentSnapshot extends WorkerTarget {
  readonly jobName: SafeText;
  readonly phase: 'connecting' | 'ready' | 'attached' | 'lost' | 'over';
  readonly steps: readonly ConnectStep[];
  readonly question: AttachQuestion | undefined;
  readonly lost: LostLink | undefined;
  readonly outcome: SessionOutcome | undefined;
}

/** What there is to see as an attach begins. */
export const toFirstSnapshot = (
  target: WorkerTarget,
  jobName: SafeText,
  steps: readonly ConnectStep[],
): AttachmentSnapshot => ({
  ...target,
  jobName,
  phase: 'connecting',
  steps,
  question: undefined,
  lost: undefined,
  outcome: undefined,
});
