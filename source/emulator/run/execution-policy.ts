import {InvalidInput} from '../errors.ts';
import {readOptionalHash, readOptionalInteger, type Hash} from '../input.ts';

/** Reasons that a policy may restart a job for. Footing: documented; that no other is accepted is assumed. */
const restartable = new Set([
  'ExecutionError',
  'UnresponsiveWorker',
  'JMInternalError',
  'AppInternalError',
  'AppInsufficientResourceError',
  'JobTimeoutExceeded',
  'SpotInstanceInterruption',
  '*',
]);

/** Footing: observed. */
const defaultRestarts = {UnresponsiveWorker: 2, JMInternalError: 1, ExecutionError: 1};

/** Footing: documented. */
const defaultMaximum = 9;

/** How often a job is started anew, by reason. */
export interface ExecutionPolicy {
  restartOn?: Record<string, number>;
  maxRestarts?: number;
  maxSpotTries?: number;
  onNonRestartableFailure?: 'failStage' | 'failAllStages';
}

/** Checks the `executionPolicy` of a run call; undefined when the key is absent. */
export const readExecutionPolicy = (input: Hash): ExecutionPolicy | undefined => {
  const policy = readOptionalHash(input, 'executionPolicy');
  if (policy === undefined) return undefined;
  const restartOn = readOptionalHash(policy, 'restartOn', 'executionPolicy.') ?? {};
  for (const [reason, count] of Object.entries(restartOn)) {
    if (!restartable.has(reason)) {
      throw new InvalidInput(
        `Key "executionPolicy.restartOn.${reason}" of input is not a restartable reason`,
      );
    }
    if (!Number.isInteger(count) || Number(count) < 0 || Number(count) > 9) {
      throw new InvalidInput(
        `Expected key "executionPolicy.restartOn.${reason}" of input to be an integer between 0 and 9`,
      );
    }
  }
  readOptionalInteger(policy, 'maxRestarts', 0, 9);
  readOptionalInteger(policy, 'maxSpotTries', 0, 9);
  const {onNonRestartableFailure: onFailure} = policy;
  if (onFailure !== undefined && onFailure !== 'failStage' && onFailure !== 'failAllStages') {
    throw new InvalidInput(
      'Expected key "executionPolicy.onNonRestartableFailure" of input to be one of "failStage", "failAllStages"',
    );
  }
  return policy;
};

/**
 * The policy that a job has: what the run call says, else the executable, else the platform's default.
 *
 * Footing: documented that a run call's keys take precedence; that they do so key by key is assumed.
 */
export const mergePolicies = (
  ...policies: readonly (ExecutionPolicy | undefined)[]
): ExecutionPolicy & {restartOn: Record<string, number>} => {
  const merged = Object.assign({}, ...policies.toReversed()) as ExecutionPolicy;
  return {...merged, restartOn: merged.restartOn ?? defaultRestarts};
};

/** What has become of a job so far. */
interface TriesSoFar {
  readonly failureCounts: Readonly<Record<string, number>>;
  readonly tryNumber: number;
}

/**
 * Whether a policy starts a job anew after a failure. Without a policy no job is.
 *
 * Footing: documented, counts by reason, `*` for those not named, at most `maxRestarts` in all, and that
 * `maxSpotTries` counts those of spot interruptions; that an interruption always restarts until then is assumed.
 */
export const shouldRestart = (
  policy: ExecutionPolicy | undefined,
  reason: string,
  {failureCounts, tryNumber}: TriesSoFar,
): boolean => {
  if (policy === undefined || !restartable.has(reason)) return false;
  if (tryNumber >= (policy.maxRestarts ?? defaultMaximum)) return false;
  if (reason === 'SpotInstanceInterruption') return true;
  const allowed = policy.restartOn?.[reason] ?? policy.restartOn?.['*'] ?? 0;
  return (failureCounts[reason] ?? 0) < allowed;
};

/** Whether a job has used up its tries on spot instances. Footing: the number without a wish is assumed. */
export const hasUsedSpotTries = (policy: ExecutionPolicy | undefined, interruptions: number): boolean =>
  interruptions >= (policy?.maxSpotTries ?? 1);
