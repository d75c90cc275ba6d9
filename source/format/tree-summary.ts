import type {Summary} from '../model/execution-tree.ts';

/** What needs a look first. A state that is not here counts as quiet. */
const BY_WEIGHT = [
  ['failed', 'failed'],
  ['partially_failed', 'part failed'],
  ['debug_hold', 'held'],
  ['unresponsive', 'unresponsive'],
  ['restartable', 'restarting'],
  ['running', 'running'],
  ['in_progress', 'running'],
  ['waiting_on_output', 'running'],
  ['runnable', 'waiting'],
  ['waiting_on_input', 'waiting'],
  ['idle', 'waiting'],
  ['terminating', 'terminating'],
  ['terminated', 'terminated'],
  ['done', 'done'],
] as const;
/** From the first of these on, nothing is wrong. */
const FIRST_WELL = 'running';
const MOST_GROUPS = 2;

/** The worst state below, when something is wrong there. */
export const worstOf = ({states}: Summary): string | undefined => {
  for (const [state] of BY_WEIGHT) {
    if (state === FIRST_WELL) return undefined;
    if (states.has(state)) return state;
  }

  return undefined;
};

/** What is below an execution, the worst first: `9: 1 failed, 2 running`, or `9 done`. */
export const formatSummary = ({count, states}: Summary): string => {
  const groups = new Map<string, number>();
  for (const [state, word] of BY_WEIGHT) {
    const sum = states.get(state);
    if (sum) groups.set(word, (groups.get(word) ?? 0) + sum);
  }

  const parts = [...groups].map(([word, sum]) => `${String(sum)} ${word}`);
  if (parts.length === 1 && groups.values().next().value === count) return parts[0] ?? '';
  return parts.length === 0 ? String(count) : `${String(count)}: ${parts.slice(0, MOST_GROUPS).join(', ')}`;
};
