import {type Execution, isTerminal} from './execution.ts';
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

/** When a hold counts as about to end, and a job as idle for long; both in milliseconds. */
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
  idle: 'has been running for long',
};

/** A happening in one sentence. */
export const toHappeningSentence = ({kind, name}: Pick<Happening, 'kind' | 'name'>): string =>
  `${name} ${SENTENCES[kind]}.`;

/**
 * A name that can go into a title or a notification, which terminals hand on to other programs: ASCII letters, digits and
 * a few signs, at most 40 of them; all else is `?` (threat-model T-5: no data as it came).
 */
export const toPlainName = (name: string): string => name.replace(/[^A-Za-z0-9 ._-]/g, '?').slice(0, 40);

/** What there is to tell of one execution now; told before or not. */
export const findHappenings = (
  execution: Execution,
  {holdMs, holdEndingMs, idleMs}: HappeningLimits,
  nowMs: number,
): readonly Happening[] => {
  const {id, state} = execution;
  const tryNumber = execution.class === 'job' ? (execution.tryNumber ?? 0) : 0;
  const tell = (kind: HappeningKind): Happening => ({
    kind,
    id,
    name: execution.name ?? (id as string as SafeText),
    key: `${id} ${tryNumber} ${kind}`,
  });
  if (state === 'done') return [tell('done')];
  if (state === 'failed') return [tell('failed')];
  if (isTerminal(execution)) return [];
  const happenings: Happening[] = [];
  if (state === 'debug_hold') {
    happenings.push(tell('held'));
    const sinceMs = execution.modifiedMs;
    if (sinceMs !== undefined && nowMs > sinceMs + holdMs - holdEndingMs) happenings.push(tell('holdEnding'));
  }

  const startedMs = execution.class === 'job' ? execution.startedRunningMs : undefined;
  if (state === 'running' && startedMs !== undefined && nowMs - startedMs > idleMs)
    happenings.push(tell('idle'));
  return happenings;
};
