import {formatHistorySpan, formatScope} from '../../format/list-scope.ts';
import type {Notice} from '../../format/notice-lines.ts';
import {formatMoment} from '../../format/time.ts';
import type {ListFeedsState} from '../../hooks/use-executions.ts';
import type {HistoryState} from '../../hooks/use-history.ts';
import {toSentence} from '../../model/errors.ts';
import {HISTORY_SPANS, type HistorySpan, isFurther} from '../../model/history-span.ts';
import type {ListScope} from '../../model/list-scope.ts';
import type {KeyMenuItem} from '../executions/key-menu.tsx';

/** What can be chosen with the key of history. */
export const toHistoryItems = (span: HistorySpan): readonly KeyMenuItem[] =>
  HISTORY_SPANS.map(([key, choice]) => ({
    key,
    label: formatHistorySpan(choice),
    isOn: !isFurther(choice, span),
  }));

/**
 * What the list waits for, or could not get, in a sentence with the key that helps;
 * `undefined` when there is nothing to say.
 *
 * @param style.hasTrouble whether another line says why nothing comes
 */
export const toLoadingNote = (
  {current, pending}: ListFeedsState,
  history: HistoryState,
  {isPlain, hasTrouble}: {readonly isPlain: boolean; readonly hasTrouble: boolean},
): string | undefined => {
  if (pending)
    return `Asking for ${formatScope(pending)}. Until it is here this is still ${formatScope(current.scope)}. Esc keeps that.`;
  const {phase, span, isAsked} = history;
  if (phase === 'loading' && isAsked)
    // For a screen reader nothing changes while nothing happens.
    return `Loading ${formatHistorySpan(span)}${isPlain ? '' : `: ${toReach(history)}`}. Esc or h stops.`;
  if (phase === 'failed')
    return `Older executions could not be loaded (${toReach(history)}). h goes on.${hasTrouble ? '' : ` ${toSentence(history.error)}`}`;
  return undefined;
};

/** What came of a load that somebody had asked for; `undefined` while it goes on, and for what a line of its own says. */
export const toHistoryNotice = (history: HistoryState): Notice | undefined => {
  const {phase, span, count, isAsked} = history;
  if (!isAsked) return undefined;
  if (phase === 'whole')
    return {text: `The list has ${formatHistorySpan(span)}: ${toExecutions(count)}.`, isError: false};
  if (phase === 'full')
    return {
      text: `The list keeps no more executions: ${toReach(history)}. A project (p) has fewer, \`dxtop ls\` finds all.`,
      isError: false,
    };
  if (phase === 'stopped') return {text: `Stopped: ${toReach(history)}. h goes on.`, isError: false};
  if (phase === 'broken')
    return {text: `The platform's list ended too early: ${toReach(history)}. h goes on.`, isError: true};
  return undefined;
};

/** What is said when another scope could not be had. */
export const toScopeNotice = (reason: string, kept: ListScope): Notice => ({
  text: `Not switched: ${reason} This is still ${formatScope(kept)}.`,
  isError: true,
});

const toReach = ({count, sinceMs}: HistoryState): string =>
  `${toExecutions(count)}${sinceMs === undefined ? ' so far' : `, back to ${formatMoment(sinceMs)}`}`;

const toExecutions = (count: number): string =>
  `${count.toLocaleString('en')} execution${count === 1 ? '' : 's'}`;
