import {formatCoarseSpan} from '../../format/plain-lines.ts';
import {formatAge} from '../../format/time.ts';
import type {Status} from '../../hooks/use-status.ts';
import type {TextLine} from '../text/matching-lines.ts';

/** The call budget, the API's health, and how old the list is, in lines; for a screen reader without seconds. */
export const toStatusLines = (
  {source, figures, gate, health}: Status,
  list: {readonly count: number; readonly fetchedAtMs: number | undefined},
  nowMs: number,
  isPlain = false,
): readonly TextLine[] => {
  const ago = (atMs: number) => `${(isPlain ? formatCoarseSpan : formatAge)(nowMs - atMs)} ago`;
  const {lastAnswerMs, lastDurationMs, lastFailure} = health;
  return [
    {text: 'Calls to the platform', isHeading: true},
    {
      text: `  budget    ${figures.callsPerSecond} per second on average, ${figures.burst} at once; ${figures.available} may go now`,
    },
    {
      text: `  used      ${figures.lastMinuteCount} in the last minute, ${figures.totalCount} since the start`,
    },
    {text: `  waiting   ${toWaiting(figures.waitingCount, gate, isPlain ? undefined : nowMs)}`},
    {text: ''},
    {text: 'The platform', isHeading: true},
    {text: `  server    ${source}`},
    {
      text:
        lastAnswerMs === undefined
          ? '  answered  not yet'
          : `  answered  ${ago(lastAnswerMs)}, in ${Math.round(lastDurationMs ?? 0)} ms; ${health.answeredCount} answers since the start`,
    },
    {text: `  failed    ${health.failedCount === 0 ? 'no call' : `${health.failedCount} calls`}`},
    ...(lastFailure ? [{text: `  the last  ${ago(lastFailure.atMs)}: ${lastFailure.sentence}`}] : []),
    {text: ''},
    {text: 'The list', isHeading: true},
    {
      text: `  ${list.count} executions, ${list.fetchedAtMs === undefined ? 'not loaded yet' : `as of ${ago(list.fetchedAtMs)}`}`,
    },
  ];
};

/** Without `nowMs` no second is counted. */
const toWaiting = (
  count: number,
  {waitsUntilMs, reason}: Status['gate'],
  nowMs: number | undefined,
): string => {
  if (waitsUntilMs === undefined) return 'nothing';
  const why = reason === 'platform' ? 'the platform asked for it' : 'to keep to the budget';
  if (nowMs === undefined) return `${count} calls, ${why}`;
  return `${count} calls, ${Math.max(0, Math.ceil((waitsUntilMs - nowMs) / 1000))} s more, ${why}`;
};
