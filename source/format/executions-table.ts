import {type Execution, runningTimeMs} from '../model/execution.ts';
import {cut, fit, widthOf} from './fit.ts';
import {formatPrice} from './price.ts';
import {formatAge, formatDuration} from './time.ts';

const HEADINGS = ['STATE', 'NAME', 'EXECUTABLE', 'AGE', 'RUNNING', 'COST', 'ID'] as const;
const RIGHT = new Set<string>(['AGE', 'RUNNING', 'COST']);
const NARROWEST_NAME = 12;

/**
 * Executions as an aligned table for a pipe or a prompt, with a heading; no colours, no symbols.
 *
 * @param columns to cut names for, so that a line fits a terminal; `undefined` cuts nothing
 */
export const formatExecutionsTable = (
  executions: readonly Execution[],
  nowMs: number,
  columns?: number,
): string[] => {
  const table = [HEADINGS, ...executions.map((execution) => toCells(execution, nowMs))];
  const widths = HEADINGS.map((_, index) =>
    table.reduce((width, cells) => Math.max(width, widthOf(cells[index] ?? '')), 0),
  );
  const surplus = widths.reduce((sum, width) => sum + width + 2, -2) - (columns ?? Infinity);
  if (surplus > 0) widths[1] = Math.max(NARROWEST_NAME, (widths[1] ?? 0) - surplus);
  return table.map((cells) =>
    cells
      .map((cell, index) => {
        const width = widths[index] ?? 0;
        return fit(cut(cell, width), width, RIGHT.has(HEADINGS[index] ?? '') ? 'right' : 'left');
      })
      .join('  ')
      .trimEnd(),
  );
};

const toCells = (execution: Execution, nowMs: number): readonly string[] => {
  const runningMs = runningTimeMs(execution, nowMs);
  return [
    execution.state,
    execution.name ?? '?',
    execution.executableName ?? '?',
    execution.createdMs === undefined ? '?' : formatAge(nowMs - execution.createdMs),
    runningMs === undefined ? '' : formatDuration(runningMs),
    execution.price ? formatPrice(execution.price) : '',
    execution.id,
  ];
};

const toIso = (ms: number | undefined): string | null => {
  const date = new Date(ms ?? Number.NaN);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
};

/** An execution for programs: what is not known is `null`, times are ISO 8601 in UTC. */
export const toJsonExecution = (execution: Execution): Readonly<Record<string, unknown>> => ({
  id: execution.id,
  class: execution.class,
  state: execution.state,
  name: execution.name ?? null,
  executable: execution.executableName ?? null,
  project: execution.project ?? null,
  launchedBy: execution.launchedBy ?? null,
  created: toIso(execution.createdMs),
  modified: toIso(execution.modifiedMs),
  rootExecution: execution.rootExecution ?? null,
  parentJob: execution.parentJob ?? null,
  parentAnalysis: execution.parentAnalysis ?? null,
  tags: execution.tags,
  cost: execution.price?.amount ?? null,
  currency: execution.price?.symbol ?? null,
  failureReason: execution.failure?.reason ?? null,
  failureMessage: execution.failure?.message ?? null,
  ...(execution.class === 'job' && {
    try: execution.tryNumber ?? null,
    instanceType: execution.instanceType ?? null,
    startedRunning: toIso(execution.startedRunningMs),
    stoppedRunning: toIso(execution.stoppedRunningMs),
  }),
});
