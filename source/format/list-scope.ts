import type {HistorySpan} from '../model/history-span.ts';
import type {ListScope} from '../model/list-scope.ts';

/** Whose executions, and from where: `mine, all projects`. */
export const formatScope = ({isEveryone, project}: ListScope): string =>
  `${isEveryone ? "everyone's" : 'mine'}, ${project ? project.name : 'all projects'}`;

const UNITS = [
  [24 * 3_600_000, 'day'],
  [3_600_000, 'hour'],
  [60_000, 'minute'],
  [1000, 'second'],
] as const;

/** How far back a list goes: `the last 24 hours`, `the last 7 days`, `all time`. */
export const formatHistorySpan = (span: HistorySpan): string => {
  if (span === 'all') return 'all time';
  const [unitMs, unit] = UNITS.find(([ms]) => span % ms === 0 && span >= 2 * ms) ?? [1000, 'second'];
  const count = Math.round(span / unitMs);
  return `the last ${String(count)} ${unit}${count === 1 ? '' : 's'}`;
};
