import type {JobId} from './ids.ts';
import {clean, type SafeText} from './safe-text.ts';

/**
 * What keeps a session's programs alive on the worker while nobody is attached: `login` when the worker's login opens
 * byobu or tmux by itself, `dxtop` when dxtop opened a named tmux session, `none` when the worker has neither.
 */
export type Persistence = 'login' | 'dxtop' | 'none';

/** How an attach came to its end; each kind carries the facts, and `format/outcome.ts` writes the sentence. */
export type SessionOutcome =
  | {
      readonly kind: 'detached';
      readonly isResumable: boolean;
      /** Whether it was left to go to the sessions. */
      readonly isSwitch?: boolean;
    }
  | {readonly kind: 'exited'; readonly status: number | undefined; readonly signal: SafeText | undefined}
  | {readonly kind: 'given-up'; readonly reason: SafeText}
  | {readonly kind: 'left'; readonly reason: SafeText}
  | {
      readonly kind: 'job-over';
      readonly state: SafeText;
      readonly reason: SafeText | undefined;
      readonly message: SafeText | undefined;
    }
  | {
      readonly kind: 'refused';
      readonly summary: SafeText;
      readonly remedy: SafeText;
      /** Whether another SSH key would help. */
      readonly needsKey?: boolean;
    }
  | {readonly kind: 'cancelled'}
  | {readonly kind: 'terminal-gone'};

/** Which worker of which job. */
export interface WorkerTarget {
  readonly jobId: JobId;
  /** 0 for the job's worker, or a cluster's driver; 1 and up for the further workers of a cluster. */
  readonly workerNumber: number;
}

/** A text that stands for one worker, to find things by: the job's ID, and the number of a further worker. */
export const toTargetKey = ({jobId, workerNumber}: WorkerTarget): string =>
  workerNumber === 0 ? jobId : `${jobId}.${String(workerNumber)}`;

/** What a session is called: the job's name, and which worker of a cluster it is on. */
export const toSessionName = (jobName: SafeText, workerNumber: number): SafeText =>
  workerNumber === 0 ? jobName : clean(`${jobName}, worker ${String(workerNumber)}`);

/** One session as it is remembered across runs of dxtop. Times are milliseconds since the Unix epoch. */
export interface SessionRecord extends WorkerTarget {
  readonly jobName: SafeText;
  readonly host: SafeText;
  readonly persistence: Persistence;
  readonly startedMs: number;
  readonly lastSeenMs: number;
  /** Which try of the job it was on; `undefined` where nobody has written it down. */
  readonly tryNumber: number | undefined;
  /** Of its worker's host key; `undefined` where nobody has written it down. */
  readonly fingerprint: string | undefined;
  /** `attached` until an outcome is known; a crash leaves it so. */
  readonly outcome: SessionOutcome['kind'] | 'attached';
}

/**
 * Whether a session may still be there to go back to; the job's state has the last word. A shell that nothing on the
 * worker keeps alive is gone with its connection.
 */
export const isResumable = (record: SessionRecord): boolean =>
  record.persistence !== 'none' && !['exited', 'job-over', 'refused'].includes(record.outcome);
