import {cut} from '../../format/fit.ts';
import {formatLastSession} from '../../format/last-session.ts';
import {formatHeader, type HeaderFacts} from '../../format/header.ts';
import {type Notice, toNoticeLines} from '../../format/notice-lines.ts';
import {formatPlainHeader} from '../../format/plain-header.ts';
import {formatHistorySpan, formatScope} from '../../format/list-scope.ts';
import type {Palette} from '../../format/palette.ts';
import {toSentence} from '../../model/errors.ts';
import type {HistorySpan} from '../../model/history-span.ts';
import {isSameScope, type ListScope, OWN_EVERYWHERE} from '../../model/list-scope.ts';
import type {ListedSession} from '../../model/listed-session.ts';
import type {ChangeRunSnapshot} from '../../hooks/use-changes.ts';
import {countExecutions, formatChangeUnderWay} from '../change/change-lines.ts';

/** What is said above the list. */
export interface ListHeaderFacts extends HeaderFacts {
  /** How many executions are in which state. */
  readonly states: ReadonlyMap<string, number>;
  /** A session that can be picked up, or one that is gone unnoticed. */
  readonly lastSession: ListedSession | undefined;
  /** Spending limits that are near, in a sentence each. */
  readonly warnings: readonly string[];
  /** What is being loaded on demand, or could not be; `undefined` when there is nothing to say. */
  readonly loading: string | undefined;
  readonly notice: Notice | undefined;
  readonly markedCount: number;
  readonly changes: readonly ChangeRunSnapshot[];
  readonly notifications: readonly string[];
}

/** The lines above the list: never more than half of the terminal. */
export const toListHeader = (
  facts: ListHeaderFacts,
  {
    columns,
    rows,
    palette,
    isAscii,
    isPlain,
  }: {columns: number; rows: number; palette: Palette; isAscii: boolean; isPlain: boolean},
): readonly string[] => {
  const {
    states,
    lastSession,
    trouble,
    loading,
    warnings,
    notice,
    markedCount,
    changes,
    notifications,
    nowMs,
  } = facts;
  const toLines = (text: Pick<Notice, 'text' | 'keys'>, colour: 'yellow' | 'red' | 'cyan') =>
    toNoticeLines(text, columns).map((line) => palette.colour(colour, line));
  const toLine = (text: string, colour: 'yellow' | 'cyan') => palette.colour(colour, cut(text, columns));
  return [
    ...(lastSession ? [toLine(formatLastSession(lastSession, {nowMs, columns, isPlain}), 'cyan')] : []),
    isPlain ? formatPlainHeader(states, facts) : formatHeader(states, facts, {columns, palette, isAscii}),
    ...(trouble === undefined ? [] : toLines({text: trouble}, 'yellow')),
    ...(loading === undefined ? [] : toLines({text: loading}, 'yellow')),
    ...warnings.flatMap((text) => toLines({text}, 'yellow')),
    ...(notice ? toLines(notice, notice.isError ? 'red' : 'cyan') : []),
    ...(markedCount > 0
      ? [toLine(`${countExecutions(markedCount)} marked. X, T act on them, u unmarks.`, 'cyan')]
      : []),
    ...changes.map((run) => toLine(formatChangeUnderWay(run, nowMs, isPlain), 'yellow')),
    ...notifications.flatMap((text) => toLines({text}, 'yellow')),
  ].slice(0, Math.max(2, Math.floor(rows / 2) - 1));
};

/** Why there is nothing new, and when it is tried again; `undefined` when nothing is wrong. */
export const formatTrouble = (
  error: unknown,
  nextTryMs: number | undefined,
  nowMs: number,
  isPlain: boolean,
): string | undefined => {
  if (error === undefined) return undefined;
  if (nextTryMs === undefined) return toSentence(error);
  return `${toSentence(error)} ${formatNextTry(nextTryMs, nowMs, isPlain)}`;
};

/**
 * That no question goes to the platform, because its answer to one, of the list or of something else, was to wait;
 * `undefined` when it did not say so.
 */
export const formatWait = (
  waitsUntilMs: number | undefined,
  nowMs: number,
  isPlain: boolean,
): string | undefined =>
  waitsUntilMs === undefined || waitsUntilMs <= nowMs
    ? undefined
    : `The platform asked to wait. ${formatNextTry(waitsUntilMs, nowMs, isPlain)}`;

const formatNextTry = (atMs: number, nowMs: number, isPlain: boolean): string =>
  isPlain
    ? 'It is tried again by itself.'
    : `Next try in ${String(Math.max(0, Math.ceil((atMs - nowMs) / 1000)))} s.`;

/** What stands in the place of the list while nothing is known. */
export const NOT_ASKED_YET = 'Asking the platform for your executions';

/** What stands in the place of an empty list. */
export const toEmptyText = (
  fetchedAtMs: number | undefined,
  trouble: string | undefined,
  {scope, span}: {readonly scope: ListScope; readonly span: HistorySpan},
): string => {
  if (fetchedAtMs === undefined)
    return trouble === undefined ? NOT_ASKED_YET : 'Nothing could be loaded yet.';
  const when = formatHistorySpan(span);
  const whose = isSameScope(scope, OWN_EVERYWHERE)
    ? `You have no executions from ${when}.`
    : `There are no executions from ${when} (${formatScope(scope)}).`;
  return `${whose} h looks further back, p at others; \`dx run\` starts one.`;
};
