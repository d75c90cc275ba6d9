import type {TreeNode} from '../execution-tree.ts';
import type {Shortage} from '../metrics/trend.ts';
import type {UnusedLimits} from '../metrics/unused-processor.ts';
import type {SafeText} from '../safe-text.ts';

/**
 * Why one execution needs attention. `sinceMs` is when that began, in milliseconds since the Unix epoch, as well as it is
 * known; `undefined` when nothing tells.
 */
export type Alert =
  /** It failed by itself, not because of another one. */
  | {readonly kind: 'failed'; readonly sinceMs: number | undefined}
  /** It is held for debugging; it may lose its worker at `endsMs`. */
  | {readonly kind: 'held'; readonly sinceMs: number | undefined; readonly endsMs: number | undefined}
  /** It waits for what may never come. */
  | {readonly kind: 'waiting'; readonly sinceMs: number; readonly for: WaitedFor}
  /** The greater part of the time it may run is over; it fails at `endsMs`. */
  | {readonly kind: 'timeLimit'; readonly sinceMs: number; readonly endsMs: number}
  /** The greater part of what its tree may cost is spent; `limit` is in the currency of its price. */
  | {readonly kind: 'costLimit'; readonly sinceMs: number | undefined; readonly limit: number}
  /** A workstation costs, and nobody has been there from this computer. */
  | {readonly kind: 'idle'; readonly sinceMs: number; readonly hadSession: boolean}
  /** Tries of it were lost, and it goes on with another one. */
  | {
      readonly kind: 'restarted';
      readonly sinceMs: number | undefined;
      /** Why the last one was lost. */
      readonly reason: SafeText | undefined;
      readonly lostCount: number;
    }
  /** What it has of memory or disk is nearly used up: at `fullMs` all of it, if it goes on as in the last minutes. */
  | {readonly kind: 'shortage'; readonly sinceMs: number; readonly of: Shortage; readonly fullMs: number}
  /** It is paid for, and its processor does next to nothing. */
  | {readonly kind: 'unused'; readonly sinceMs: number}
  /** Its worker does not report any more. */
  | {readonly kind: 'unresponsive'; readonly sinceMs: number | undefined};

/** What an execution waits for: its input, a worker, or what it has led to. */
export type WaitedFor = 'input' | 'worker' | 'output';

/** From when on something needs attention. */
export interface AttentionLimits {
  /** For how long a failure does, in milliseconds. */
  readonly failedMs: number;
  /** How long one may wait, in milliseconds. */
  readonly waitingMs: number;
  /** How much of a time or cost limit may be used: 0 to 1. */
  readonly limitShare: number;
  /** How long a workstation may be without a session, in milliseconds. */
  readonly idleMs: number;
  /** How long a debug hold lasts, in milliseconds. */
  readonly holdMs: number;
  /** From when on a processor is unused. */
  readonly unused: UnusedLimits;
}

/**
 * A text that is the same for all alerts of one cause: of the same kind and, for those that fail or wait, for the same
 * thing. Of failures more is known than this: see `createFailureGroups`.
 */
export const toCauseKey = (alert: Alert, {execution}: TreeNode): string => {
  if (alert.kind === 'restarted') return `restarted ${alert.reason ?? ''}`;
  if (alert.kind === 'shortage') return `shortage ${alert.of}`;
  if (alert.kind !== 'waiting') return alert.kind;
  // Those that wait for the same kind of machine stand in one queue.
  const machine = execution.class === 'job' && alert.for === 'worker' ? ` ${execution.instanceType}` : '';
  return `waiting ${alert.for}${machine}`;
};
