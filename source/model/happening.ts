import {type Execution, isTerminal} from './execution.ts';
import {type FindLastSession, idleSinceMs} from './idle.ts';
import type {ExecutionId} from './ids.ts';
import type {SafeText} from './safe-text.ts';

/** What one is told of. */
export type HappeningKind = 'done' | 'failed' | 'held' | 'holdEnding' | 'idle';

/** How long a debug hold lasts: the lower of the documented values. Source: reference of the platform, J.1, row 1. */
export const HOLD_MS = 48 * 3_600_000;

/** Something that happened to an execution. */
export interface Happening {
  readonly kind: HappeningKind;
  readonly id: ExecutionId;
  readonly name: SafeText;
  /** The same happening has the same key, in every run of dxtop: nothing is told twice. */
  readonly key: string;
}

/** How long a hold lasts, when it counts as about to end, and a job as idle for long; all in milliseconds. */
export interface HappeningLimits {
  readonly holdMs: number;
  readonly holdEndingMs: number;
  readonly idleMs: number;
}

const SENTENCES: Readonly<Record<HappeningKind, string>> = {
  done: 'is done',
  failed: 'failed',
  held: 'is held for debugging',
  holdEnding: 'is held for debugging, and the hold is about to end',
  idle: 'is paid for, and has had no session from this computer for long',
};

/** A happening in one sentence. */
export const toHappeningSentence = ({kind, name}: Pick<Happening, 'kind' | 'name'>): string =>
  `${name} ${SENTENCES[kind]}.`;

/**
 * A name that can go into a title or a notification, which terminals hand on to other programs: ASCII letters, digits and
 * a few signs, at most 40 of them; all else is `?` (threat-model T-5: no data as it came).
 */
export const toPlainName = (name: string): string => name.replace(/[^A-Za-z0-9 ._-]/g, '?').slice(0, 40);

/** What is known besides the execution itself. */
export interface HappeningFacts {
  /** Milliseconds since the Unix epoch. */
  readonly nowMs: number;
  /** Since when it is in its state, in milliseconds since the Unix epoch; `undefined` when nothing tells. */
  readonly stateSinceMs: number | undefined;
  readonly lastSession: FindLastSession;
}

const NOTHING: readonly Happening[] = [];

const toHappening = (kind: HappeningKind, execution: Execution): Happening => {
  const {id, name} = execution;
  const tryNumber = execution.class === 'job' ? (execution.tryNumber ?? 0) : 0;
  return {kind, id, name: name ?? (id as string as SafeText), key: `${id} ${tryNumber} ${kind}`};
};

/** What there is to tell of one execution now; told before or not. */
export const findHappenings = (
  execution: Execution,
  {holdMs, holdEndingMs, idleMs}: HappeningLimits,
  {nowMs, stateSinceMs, lastSession}: HappeningFacts,
): readonly Happening[] => {
  const {state} = execution;
  if (state === 'done') return [toHappening('done', execution)];
  if (state === 'failed') return [toHappening('failed', execution)];
  if (isTerminal(execution) || execution.class === 'analysis') return NOTHING;
  const longestMs = idleSinceMs(execution, undefined, stateSinceMs);
  // True of nearly all of the thousands that are asked.
  if (state !== 'debug_hold' && longestMs === undefined) return NOTHING;
  const happenings: Happening[] = [];
  if (state === 'debug_hold') {
    happenings.push(toHappening('held', execution));
    if (stateSinceMs !== undefined && nowMs > stateSinceMs + holdMs - holdEndingMs)
      happenings.push(toHappening('holdEnding', execution));
  }

  // Asked of few: the sessions are in the state file.
  if (longestMs === undefined || nowMs - longestMs <= idleMs) return happenings;
  const since = idleSinceMs(execution, lastSession(execution), stateSinceMs);
  if (since !== undefined && nowMs - since > idleMs) happenings.push(toHappening('idle', execution));
  return happenings;
};
