import {expected, isHash, readOptionalHash, type Hash} from '../input.ts';

/** Footing: documented, 30 days. */
export const defaultTimeoutMs = 30 * 86_400_000;

const unitsMs = {days: 86_400_000, hours: 3_600_000, minutes: 60_000} as const;

const toMs = (policy: unknown, path: string): number => {
  if (!isHash(policy)) throw expected(path, 'a hash');
  let sum = 0;
  for (const [unit, amount] of Object.entries(policy)) {
    if (!Object.hasOwn(unitsMs, unit) || typeof amount !== 'number' || amount < 0) {
      throw expected(path, 'a hash of "days", "hours" and "minutes"');
    }
    sum += amount * unitsMs[unit as keyof typeof unitsMs];
  }
  return sum;
};

/** The limit of one function in a policy `{"<function or *>": {"days", "hours", "minutes"}}`, in milliseconds. */
export const toFunctionTimeout = (policy: unknown, name: string, path: string): number | undefined => {
  if (!isHash(policy)) return undefined;
  const wanted = policy[name] ?? policy['*'];
  return wanted === undefined ? undefined : toMs(wanted, path);
};

/**
 * How long a job may run: what the run call says for the executable, else the executable, else 30 days.
 *
 * Throws `InvalidInput`. Footing: documented; more than 30 days become 30 (assumed).
 */
export const toTimeoutMs = (input: Hash, executableId: string, ownPolicy: unknown): number => {
  const byExecutable = readOptionalHash(input, 'timeoutPolicyByExecutable') ?? {};
  for (const [id, policy] of Object.entries(byExecutable)) {
    if (!isHash(policy)) throw expected(`timeoutPolicyByExecutable.${id}`, 'a hash');
  }
  const key = Object.hasOwn(byExecutable, executableId) ? executableId : '*';
  const wanted =
    toFunctionTimeout(byExecutable[key], 'main', `timeoutPolicyByExecutable.${key}`) ??
    toFunctionTimeout(ownPolicy, 'main', 'runSpec.timeoutPolicy');
  return Math.min(wanted ?? defaultTimeoutMs, defaultTimeoutMs);
};
