import {type Execution, isTerminal, runningTimeMs} from '../model/execution.ts';
import {linkExecution} from './execution-link.ts';
import {cut, fit, wrapLines} from './fit.ts';
import type {Palette} from './palette.ts';
import {formatPrice} from './price.ts';
import {formatCoarseSpan} from './plain-lines.ts';
import {lookOf, shortStateWord, spokenState, toStateSign} from './state.ts';
import {formatAge, formatDuration, formatMoment} from './time.ts';

const ASKING = 'asking';
const LABEL_COLUMNS = 14;

/**
 * Everything on one execution, as lines of at most `columns`: texts are wrapped, never cut. An unknown is left out,
 * except where its absence says something.
 */
export const formatDetail = (
  execution: Execution,
  {
    columns,
    nowMs,
    seenMs = nowMs,
    palette,
    isAscii,
    isPlain = false,
    isDescribed = true,
    linkHost,
  }: {
    columns: number;
    nowMs: number;
    /** Up to when it is known to have run; `nowMs` when absent. */
    seenMs?: number | undefined;
    palette: Palette;
    isAscii: boolean;
    /** Words only, for a screen reader. */
    isPlain?: boolean;
    /** False while only the list has told of it: where the worker is and who may connect is not known then. */
    isDescribed?: boolean;
    /** The website that the ID links to; it does not without one. */
    linkHost?: string | undefined;
  },
): string[] => {
  const look = lookOf(execution.state);
  const lines: string[] = [];
  const add = (
    label: string,
    value: string | undefined,
    paint: (text: string) => string = (text) => text,
  ) => {
    if (value === undefined || value === '') return;
    const wrapped = wrapLines(value, Math.max(8, columns - LABEL_COLUMNS));
    for (const [index, line] of wrapped.entries()) {
      lines.push(
        isPlain && index === 0
          ? `${label} ${line}`
          : palette.dim(fit(index === 0 ? cut(label, LABEL_COLUMNS - 1) : '', LABEL_COLUMNS)) + paint(line),
      );
    }
  };
  const symbol = toStateSign(execution.state, {isAscii, isPlain});
  const runningMs = runningTimeMs(execution, seenMs);
  const running =
    runningMs === undefined ? '' : `, ${isPlain ? formatCoarseSpan(runningMs) : formatDuration(runningMs)}`;
  add('name', execution.name, palette.bold);
  add('id', execution.id, (text) => linkExecution(text, execution, linkHost));
  add('state', `${symbol}${isPlain ? spokenState(execution.state) : execution.state}${running}`, (text) =>
    palette.colour(look.colour, text),
  );
  const {failure} = execution;
  if (failure) {
    add('reason', failure.reason, (text) => palette.colour('red', text));
    add('message', failure.message);
    add('failed in', formatFailureFrom(failure.from));
  }

  if (execution.class === 'job') {
    const worker = execution.worker
      ? `${execution.worker.host} port ${String(execution.worker.sshPort)}`
      : undefined;
    const allowSSH = execution.allowSSH.length > 0 ? execution.allowSSH.join(', ') : 'closed';
    if (!isTerminal(execution) || worker !== undefined)
      add('host', isDescribed ? (worker ?? 'none yet') : ASKING);
    add('allowSSH', isDescribed ? allowSSH : ASKING);
    add('try', execution.tryNumber === undefined ? undefined : String(execution.tryNumber));
    for (const [index, clusterWorker] of execution.clusterWorkers.entries()) {
      add(`worker ${String(index + 1)}`, clusterWorker?.host ?? 'host unknown');
    }

    add('instance', execution.instanceType);
  }

  add('launched by', execution.launchedBy);
  add('executable', execution.executableName);
  add('cost', execution.price && formatPrice(execution.price));
  add(
    'created',
    execution.createdMs === undefined ? undefined : withAge(execution.createdMs, nowMs, isPlain),
  );
  for (const {state, atMs} of execution.stateTransitions)
    add(`  ${isPlain ? spokenState(state) : shortStateWord(state)}`, withAge(atMs, nowMs, isPlain));
  add('project', execution.project);
  add('tags', execution.tags.join(', '));
  add('debug on', execution.class === 'job' ? execution.debugOn.join(', ') : undefined);
  return lines;
};

const withAge = (ms: number, nowMs: number, isPlain: boolean): string =>
  `${formatMoment(ms)}, ${isPlain ? formatCoarseSpan(nowMs - ms) : formatAge(nowMs - ms)} ago`;

const formatFailureFrom = (from: NonNullable<Execution['failure']>['from']): string | undefined => {
  if (!from) return undefined;
  return [from.name ?? from.executableName, from.id].filter((word) => word !== undefined).join(' ');
};
