import type {Execution} from './execution.ts';

/** How the first cause of a failure was found. */
export interface FirstCause {
  /** The execution that failed first; the asked one itself when nothing else did. */
  readonly execution: Execution;
  /** From the asked execution to the first cause, both included: each names the next one. */
  readonly path: readonly Execution[];
  /** When it failed, in milliseconds since the Unix epoch; `undefined` when the platform did not tell. */
  readonly failedMs: number | undefined;
  /** The one that failed next with a reason of its own, if any: what shows that the cause was the first. */
  readonly next: {readonly execution: Execution; readonly failedMs: number} | undefined;
  /** The execution that the platform names as the cause, where by its times another one failed before. */
  readonly named: Execution | undefined;
  /** All that failed the same way in the tree, the cause included. */
  readonly alike: readonly Execution[];
}

/** The reason of those that only went down with others. */
const CONSEQUENCE = 'JobTreeFailure';
const FAILED_STATES = ['failed', 'debug_hold', 'restartable', 'partially_failed'];

/**
 * When an execution failed: its first step into a state of failure, else the moment its worker stopped. In
 * milliseconds since the Unix epoch; `undefined` when neither is known.
 */
export const failedMs = (execution: Execution): number | undefined => {
  const step = execution.stateTransitions.find(({state}) => FAILED_STATES.includes(state));
  return step?.atMs ?? (execution.class === 'job' ? execution.stoppedRunningMs : undefined);
};

/** Whether an execution failed by itself, and not because of another one. */
export const hasOwnFailure = (execution: Execution): boolean =>
  FAILED_STATES.includes(execution.state) &&
  execution.failure !== undefined &&
  execution.failure.from === undefined &&
  execution.failure.reason !== CONSEQUENCE;

/**
 * Finds what failed first in a tree, and what shows that it was the first.
 *
 * The platform's own word (`failureFrom`) is followed from execution to execution; where it leads nowhere, the earliest
 * failure below the asked execution counts. Times then confirm or contradict it.
 *
 * @param tree all that is known of the tree, in any order; the asked execution may be among it
 */
export const findFirstCause = (asked: Execution, tree: readonly Execution[]): FirstCause => {
  const byId = new Map<string, Execution>();
  // Only the latest try of a job counts: the ones before were restarted, so they brought nothing down.
  for (const execution of tree) {
    const known = byId.get(execution.id);
    if (!known || tryOf(known) < tryOf(execution)) byId.set(execution.id, execution);
  }

  byId.set(asked.id, asked);
  const path = followNames(asked, byId);
  const candidates = [...byId.values()].filter(hasOwnFailure).sort(byFailure);
  const last = path.at(-1) ?? asked;
  const named = path.length > 1 || hasOwnFailure(last) ? last : undefined;
  const inside = candidates.filter((execution) => isBelow(execution, asked, byId));
  // Who was terminated without a failure of its own went down with the rest of the tree.
  const isVictim = inside.length === 0 && asked.state === 'terminated';
  const below = isVictim ? candidates.filter((execution) => isBefore(execution, asked)) : inside;
  const earliest = below[0];
  const execution = choose(named, earliest) ?? asked;
  const at = failedMs(execution);
  const next = below
    .filter((other) => other !== execution)
    .flatMap((other) => {
      const ms = failedMs(other);
      return ms === undefined || (at !== undefined && ms < at) ? [] : [{execution: other, failedMs: ms}];
    })[0];
  return {
    execution,
    path: execution === last ? path : [...new Set([asked, execution])],
    failedMs: at,
    next,
    named: named !== undefined && named !== execution ? named : undefined,
    alike: candidates.filter((other) => isSameFailure(other, execution)),
  };
};

const tryOf = (execution: Execution): number => (execution.class === 'job' ? (execution.tryNumber ?? 0) : 0);

/** The platform's word stands unless the times say that another one failed before. */
const choose = (named: Execution | undefined, earliest: Execution | undefined): Execution | undefined => {
  if (!named || !earliest) return named ?? earliest;
  const [namedMs, earliestMs] = [failedMs(named), failedMs(earliest)];
  return namedMs !== undefined && earliestMs !== undefined && earliestMs < namedMs ? earliest : named;
};

const followNames = (asked: Execution, byId: ReadonlyMap<string, Execution>): Execution[] => {
  const path = [asked];
  for (;;) {
    const id = path.at(-1)?.failure?.from?.id;
    const next = id === undefined ? undefined : byId.get(id);
    // A loop of names would be a mistake of the platform, and no reason to hang.
    if (!next || path.includes(next)) return path;
    path.push(next);
  }
};

const byFailure = (a: Execution, b: Execution): number =>
  (failedMs(a) ?? Infinity) - (failedMs(b) ?? Infinity) || a.id.localeCompare(b.id);

/** Whether an execution failed before another one ended, as far as times are known. */
const isBefore = (execution: Execution, ended: Execution): boolean => {
  const endMs =
    ended.stateTransitions.find(({state}) => state.startsWith('terminat'))?.atMs ?? ended.modifiedMs;
  const at = failedMs(execution);
  return at === undefined || endMs === undefined || at <= endMs;
};

/** Whether an execution is part of the asked one: itself, or below it by its parents. */
const isBelow = (execution: Execution, asked: Execution, byId: ReadonlyMap<string, Execution>): boolean => {
  if (asked.rootExecution === undefined || asked.rootExecution === asked.id) return true;
  const seen = new Set<string>();
  let current: Execution | undefined = execution;
  while (current && !seen.has(current.id)) {
    if (current.id === asked.id) return true;
    seen.add(current.id);
    const parent: string | undefined = current.parentJob ?? current.parentAnalysis;
    current = parent === undefined ? undefined : byId.get(parent);
  }

  return false;
};

/**
 * Whether two executions failed the same way: same reason, and messages that differ in nothing but names, paths and
 * numbers.
 */
export const isSameFailure = (a: Execution, b: Execution): boolean => {
  if (a.failure === undefined || b.failure === undefined) return false;
  return (
    a.failure.reason === b.failure.reason &&
    toMessagePattern(a.failure.message) === toMessagePattern(b.failure.message)
  );
};

/**
 * A failure's message without what differs from sample to sample: words with digits, paths and quoted texts. The same
 * for all that failed the same way.
 */
export const toMessagePattern = (message = ''): string =>
  message
    .slice(0, 500)
    .replace(/(["'`]).*?\1/g, '"')
    // Word by word: one expression for both would take the square of a long word's length.
    .replace(/\S+/g, (word) => (/[\d/]/.test(word) ? '#' : word))
    .toLowerCase();
