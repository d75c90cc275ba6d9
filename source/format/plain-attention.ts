import type {AttentionCause, AttentionMember} from '../model/attention/attention-book.ts';
import type {Price} from '../model/execution.ts';
import {formatAlert, formatCause} from './attention.ts';
import {toOneLine} from './fit.ts';
import {formatCoarseSpan} from './plain-lines.ts';
import {formatPrice} from './price.ts';
import {spokenState} from './state.ts';

/**
 * The selected row of what needs attention in words: `> 1 of 3: 2 executions, AppError: no reads, since 5 minutes ago, folded`.
 *
 * @param member `undefined` for the cause itself
 */
export const formatPlainAttention = (
  cause: AttentionCause,
  member: AttentionMember | undefined,
  {
    place,
    perHour,
    isOpen,
    isMarked,
    nowMs,
  }: {
    readonly place: {readonly position: number; readonly count: number};
    readonly perHour: Price | undefined;
    readonly isOpen: boolean;
    readonly isMarked: boolean;
    readonly nowMs: number;
  },
): string => {
  const {members} = cause;
  const only = member ?? (members.length === 1 ? members[0] : undefined);
  const sinceMs = (only ?? members[0])?.alert.sinceMs;
  // Of a failure the cause has said it.
  const fact =
    only && (member || only.alert.kind !== 'failed')
      ? toOneLine(formatAlert(only, nowMs, formatCoarseSpan))
      : '';
  const since = sinceMs === undefined ? '' : formatCoarseSpan(nowMs - sinceMs);
  const words = [
    only
      ? `${spokenState(only.node.execution.state)}, ${only.node.execution.name ?? only.node.execution.id}`
      : `${String(members.length)} executions`,
    member ? undefined : toOneLine(formatCause(cause)),
    fact,
    since === '' || fact.includes(since) ? undefined : `since ${since} ago`,
    perHour && perHour.amount >= 0.005 ? `${formatPrice(perHour)} per hour` : undefined,
    member ? 'level 2' : isOpen ? 'unfolded' : 'folded',
    isMarked ? 'marked' : undefined,
  ];
  const text = words.filter((word) => word !== undefined && word !== '').join(', ');
  return `> ${String(place.position)} of ${String(place.count)}: ${text}`;
};
