import {countStates, formatSpend, type HeaderFacts, STALE_MS} from './header.ts';
import {formatMoment} from './time.ts';

/**
 * What the header says, as sentences for a screen reader: where the executions come from, how many are in which state,
 * what needs attention, what it costs, and from when that is. Nothing in it changes while nothing happens.
 */
export const formatPlainHeader = (states: ReadonlyMap<string, number>, facts: HeaderFacts): string => {
  const {source, scope, alertCount = 0, sessionCount = 0, spend} = facts;
  const counts = [...countStates(states)].map(
    ([state, count]) => `${String(count)} ${state.replaceAll('_', ' ')}`,
  );
  const money = spend ? formatSpend(spend, ' per hour') : '';
  return [
    `dxtop on ${source}. Executions, ${scope}: ${counts.length > 0 ? counts.join(', ') : 'none'}.`,
    ...(alertCount > 0 ? [`${count(alertCount, 'cause')} for attention.`] : []),
    ...(sessionCount > 0 ? [`${count(sessionCount, 'session')} to go back to.`] : []),
    ...(money === '' ? [] : [`Cost ${money}.`]),
    toAge(facts),
  ].join(' ');
};

const count = (number: number, word: string): string =>
  `${String(number)} ${number === 1 ? word : `${word}s`}`;

const toAge = ({fetchedAtMs, nowMs, trouble}: HeaderFacts): string => {
  if (fetchedAtMs === undefined) return trouble === undefined ? 'Loading.' : 'No data.';
  return trouble === undefined && nowMs - fetchedAtMs < STALE_MS
    ? 'Live.'
    : `As of ${formatMoment(fetchedAtMs)}.`;
};
