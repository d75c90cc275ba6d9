import {formatAge} from '../../format/time.ts';
import type {Status} from '../../hooks/use-status.ts';
import type {TextLine} from '../text/matching-lines.ts';

/** The call budget, the API's health, and how old the list is, in lines. */
export const toStatusLines = (
  {source, figures, gate, health}: Status,
  list: {readonly count: number; readonly fetchedAtMs: number | undefined},
  nowMs: number,
): readonly TextLine[] => {
  const ago = (atMs: number) => `${formatAge(nowMs - atMs)} ago`;
  const {lastAnswerMs, lastDurationMs, lastFailure} = health;
  return [
    {text: 'Calls to the platform', isHeading: true},
    {
      text: `  budget    ${figures.callsPerSecond} per second on average, ${figures.burst} at once; ${figures.available} may go now`,
    },
    {
      text: `  used      ${figures.lastMinuteCount} in the last minute, ${figures.totalCount} since the start`,
    },
    {text: `  waiting   ${toWaiting(figures.waitingCount, gate, nowMs)}`},
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

const toWaiting = (count: number, {waitsUntilMs, reason}: Status['gate'], nowMs: number): string => {
  if (waitsUntilMs === undefined) return 'nothing';
  const seconds = Math.max(0, Math.ceil((waitsUntilMs - nowMs) / 1000));
  const why = reason === 'platform' ? 'the platform asked for it' : 'to keep to the budget';
  return `${count} calls, ${seconds} s more, ${why}`;
};
