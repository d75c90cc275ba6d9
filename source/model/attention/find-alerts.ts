import type {Summary, TreeNode} from '../execution-tree.ts';
import type {Job} from '../execution.ts';
import {type FindLastSession, idleSinceMs} from '../idle.ts';
import type {JobId} from '../ids.ts';
import type {MetricsSample} from '../metrics/sample.ts';
import {findMetricsWarnings} from '../metrics/trend.ts';
import {findUnusedSince} from '../metrics/unused-processor.ts';
import type {Alert, AttentionLimits, WaitedFor} from './alert.ts';

/** What is known besides the execution itself. All times are milliseconds since the Unix epoch. */
export interface AlertFacts {
  readonly nowMs: number;
  readonly limits: AttentionLimits;
  /** Since when an execution is in its state. */
  readonly sinceMs: (node: TreeNode) => number | undefined;
  /** What is below an execution. */
  readonly summarize: (node: TreeNode) => Summary;
  /** When something was last on its way in the tree below this root; `undefined` when that was not seen. */
  readonly lastProgressMs: (root: TreeNode) => number | undefined;
  readonly lastSession: FindLastSession;
  /** What was measured of a job's machine, where somebody has looked; `[]` elsewhere. */
  readonly metricsOf: (jobId: JobId) => readonly MetricsSample[];
}

const WAITED_FOR: Readonly<Record<string, WaitedFor>> = {
  idle: 'input',
  waiting_on_input: 'input',
  runnable: 'worker',
  waiting_on_output: 'output',
};
/** While something in a tree is in one of these, what waits in it may wait for that. */
const PROGRESS = ['running', 'runnable', 'restartable', 'unresponsive', 'terminating', 'debug_hold'];

/** Whether anything below an execution, or it itself, is on its way. */
export const hasProgress = (node: TreeNode, {states}: Summary): boolean =>
  PROGRESS.some((state) => states.has(state) || node.execution.state === state);

/**
 * Why an execution that has not ended needs attention now; `[]` for nearly all of them. Only what the platform, or
 * dxtop's own sessions and the measurements that somebody has looked at, tell: of all other jobs it is not known what
 * they do with their workers.
 */
export const findAlerts = (node: TreeNode, facts: AlertFacts): readonly Alert[] => {
  const {execution, parent} = node;
  const {state, costLimit, price} = execution;
  const {nowMs, limits, sinceMs} = facts;
  const alerts: Alert[] = [];
  if (state === 'debug_hold') {
    const since = sinceMs(node);
    const endsMs = since === undefined ? undefined : since + limits.holdMs;
    alerts.push({kind: 'held', sinceMs: since, endsMs});
  } else if (state === 'unresponsive') alerts.push({kind: 'unresponsive', sinceMs: sinceMs(node)});
  else if (Object.hasOwn(WAITED_FOR, state)) {
    const waiting = findWait(node, facts);
    if (waiting) alerts.push(waiting);
  }

  // The price of a tree is that of its root, and so is its limit.
  if (!parent && costLimit !== undefined && price && price.amount >= limits.limitShare * costLimit)
    alerts.push({kind: 'costLimit', sinceMs: toSpentMs(node, costLimit, facts), limit: costLimit});
  if (execution.class === 'analysis') return alerts;
  const {startedRunningMs, timeoutMs, tryNumber} = execution;
  if (state === 'running' && startedRunningMs !== undefined) {
    if (timeoutMs !== undefined) {
      const nearMs = startedRunningMs + limits.limitShare * timeoutMs;
      if (nowMs >= nearMs)
        alerts.push({kind: 'timeLimit', sinceMs: nearMs, endsMs: startedRunningMs + timeoutMs});
    }

    const last = facts.lastSession(execution);
    const idleMs = idleSinceMs(execution, last, undefined);
    if (idleMs !== undefined && nowMs - idleMs >= limits.idleMs)
      alerts.push({kind: 'idle', sinceMs: idleMs, hadSession: last !== undefined});
    alerts.push(
      ...findMeasured(
        execution.id,
        facts,
        alerts.some(({kind}) => kind === 'idle'),
      ),
    );
  }

  if (tryNumber !== undefined && tryNumber > 0) {
    const restart = findRestart(node);
    if (restart) alerts.push(restart);
  }

  return alerts;
};

/** What the measurements of a job tell; `isIdle` when it is known already that nobody uses it. */
const findMeasured = (
  jobId: JobId,
  {metricsOf, nowMs, limits}: AlertFacts,
  isIdle: boolean,
): readonly Alert[] => {
  const samples = metricsOf(jobId);
  const last = samples.at(-1);
  if (!last) return [];
  const shortages = findMetricsWarnings(samples, nowMs).map(({kind, untilFullMs}): Alert => ({
    kind: 'shortage',
    sinceMs: last.atMs,
    of: kind,
    fullMs: last.atMs + untilFullMs,
  }));
  const unusedMs = isIdle ? undefined : findUnusedSince(samples, limits.unused, nowMs);
  return unusedMs === undefined ? shortages : [...shortages, {kind: 'unused', sinceMs: unusedMs}];
};

const findWait = (node: TreeNode, facts: AlertFacts): Alert | undefined => {
  const {execution} = node;
  const {nowMs, limits, summarize} = facts;
  const what = WAITED_FOR[execution.state];
  const stateSinceMs = facts.sinceMs(node) ?? execution.createdMs;
  if (what === undefined || stateSinceMs === undefined) return undefined;
  // Cheap, and true of nearly all.
  if (nowMs - stateSinceMs < limits.waitingMs) return undefined;
  if (what === 'worker') return {kind: 'waiting', sinceMs: stateSinceMs, for: what};
  if (what === 'output') {
    if (hasProgress(node, summarize(node))) return undefined;
    return {kind: 'waiting', sinceMs: stateSinceMs, for: what};
  }

  // A stage waits for the stages before it, which is no reason to look at it: somebody works for its input.
  let root = node;
  for (let above = node.parent; above; above = above.parent) root = above;
  if (root !== node && hasProgress(root, summarize(root))) return undefined;
  const sinceMs = Math.max(stateSinceMs, facts.lastProgressMs(root) ?? 0);
  return nowMs - sinceMs < limits.waitingMs ? undefined : {kind: 'waiting', sinceMs, for: what};
};

/** When the share of a cost limit was spent, if it was spent evenly: the platform tells the price of now alone. */
const toSpentMs = (
  {execution}: TreeNode,
  costLimit: number,
  {nowMs, limits}: AlertFacts,
): number | undefined => {
  const begunMs = (execution.class === 'job' ? execution.startedRunningMs : undefined) ?? execution.createdMs;
  if (begunMs === undefined || !execution.price) return undefined;
  return (
    nowMs - Math.max(0, nowMs - begunMs) * (1 - (limits.limitShare * costLimit) / execution.price.amount)
  );
};

const findRestart = ({children}: TreeNode): Alert | undefined => {
  let last: Job | undefined;
  let lostCount = 0;
  for (const {isEarlierTry, execution} of children) {
    if (!isEarlierTry || execution.class !== 'job') continue;
    lostCount++;
    if (!last || (execution.tryNumber ?? 0) > (last.tryNumber ?? 0)) last = execution;
  }

  if (!last) return undefined;
  const sinceMs = last.stoppedRunningMs ?? last.modifiedMs;
  return {kind: 'restarted', sinceMs, reason: last.failure?.reason, lostCount};
};
