import {isTerminal, type ExecutionRecord} from './execution-record.ts';
import type {LifeSteps} from './life-steps.ts';
import {toHourlyRate, toTotalPrice} from './prices.ts';

const hourMs = 3_600_000;
/** Prices are not looked at more often than this, in milliseconds. Footing: assumed. */
const shortestMs = 1_000;

/**
 * A job has begun to cost: when its tree has used up the root execution's `costLimit`, the tree fails, now or at
 * the moment that present prices lead to.
 *
 * Footing: documented, `costLimit` of a run call and the reason CostLimitExceeded; the moment and the words are assumed.
 */
export const watchCost = (life: LifeSteps, record: ExecutionRecord): void => {
  const {executions} = life.state;
  const root = executions.get(record.wire.rootExecution ?? record.id);
  const limit = root?.wire.costLimit;
  if (root === undefined || typeof limit !== 'number' || isTerminal(root)) return;
  const left = limit - toTotalPrice(executions, root, life.timeline.currentMs);
  if (left <= 0) {
    const failureMessage = `The execution tree reached its cost limit of $${limit.toFixed(2)}`;
    life.terminate(root, {state: 'failed', failureReason: 'CostLimitExceeded', failureMessage});
    return;
  }
  const perHour = toHourlyRate(executions, root);
  // A tree that costs nothing at present is looked at again when one of its jobs begins.
  if (perHour <= 0) return;
  const waitMs = Math.max(shortestMs, Math.ceil((left / perHour) * hourMs));
  life.timeline.schedule(life.timeline.currentMs + waitMs, () => {
    if (executions.get(root.id) === root) watchCost(life, root);
  });
};
