import type {Alert, AttentionLimits} from '../model/attention/alert.ts';
import type {AttentionCause, AttentionMember} from '../model/attention/attention-book.ts';
import type {Execution} from '../model/execution.ts';
import {toFailureHint} from '../model/failure-hint.ts';
import {formatPrice} from './price.ts';
import {formatAge, formatSpan} from './time.ts';

const MINUTE_MS = 60_000;

/** The state whose symbol and colour stand for a kind of alert. */
export const ALERT_STATES: Readonly<Record<Alert['kind'], string>> = {
  failed: 'failed',
  held: 'debug_hold',
  waiting: 'runnable',
  timeLimit: 'unresponsive',
  costLimit: 'unresponsive',
  idle: 'runnable',
  restarted: 'restartable',
  shortage: 'unresponsive',
  unused: 'runnable',
  unresponsive: 'unresponsive',
};

const WAITS: Readonly<Record<(Alert & {kind: 'waiting'})['for'], string>> = {
  input: 'waiting long for an input',
  worker: 'waiting long for a worker',
  output: 'waiting long for an output',
};

/** What a cause is, in a few words, as its newest member has it. */
export const formatCause = ({kind, members}: AttentionCause): string => {
  const [newest] = members;
  if (!newest) return kind;
  const {alert} = newest;
  const {execution} = newest.node;
  switch (alert.kind) {
    case 'failed':
      return formatFailure(execution);
    case 'held':
      return 'held for debugging, and paid for';
    case 'waiting': {
      const machine = execution.class === 'job' ? execution.instanceType : undefined;
      return alert.for === 'worker' && machine !== undefined
        ? `${WAITS.worker} of type ${machine}`
        : WAITS[alert.for];
    }

    case 'timeLimit':
      return 'near the time limit';
    case 'costLimit':
      return 'near the cost limit';
    case 'idle':
      return 'idle workstation, and paid for';
    case 'restarted':
      return `tried again after ${alert.reason ?? 'a lost try'}`;
    case 'shortage':
      return `runs out of ${alert.of} at this rate`;
    case 'unused':
      return 'the processor does next to nothing, and is paid for';
    case 'unresponsive':
      return 'the worker does not report';
  }
};

const formatFailure = ({failure, state}: Execution): string => {
  const words = [failure?.reason, failure?.message].filter((word) => word !== undefined && word !== '');
  return words.length === 0 ? `${state}, for no reason that is told` : words.join(': ');
};

/**
 * What is known of one execution that makes it need attention: `held 47h, may end in 13m`; `formatTime` writes
 * the times.
 */
export const formatAlert = (
  {alert, node}: AttentionMember,
  nowMs: number,
  formatTime: (ms: number) => string = formatAge,
): string => {
  const {execution} = node;
  const ago = alert.sinceMs === undefined ? '?' : formatTime(nowMs - alert.sinceMs);
  switch (alert.kind) {
    case 'failed':
      return execution.failure?.message ?? formatFailure(execution);
    case 'held': {
      if (alert.endsMs === undefined) return 'held';
      const leftMs = alert.endsMs - nowMs;
      return leftMs > 0 ? `held ${ago}, may end in ${formatTime(leftMs)}` : `held ${ago}, may end any moment`;
    }

    case 'waiting':
      return `for ${ago}`;
    case 'timeLimit':
      return `fails in ${formatTime(Math.max(0, alert.endsMs - nowMs))}`;
    case 'costLimit': {
      const {price} = execution;
      return price ? `${formatPrice(price)} of ${formatPrice({...price, amount: alert.limit})} spent` : '';
    }

    case 'idle':
      return alert.hadSession
        ? `no session from here for ${ago}`
        : `never a session from here, runs for ${ago}`;
    case 'restarted': {
      const tries = alert.lostCount === 1 ? 'one try' : `${String(alert.lostCount)} tries`;
      return `${tries} lost, the last ${ago} ago`;
    }

    case 'shortage':
      return `${alert.of} full ${alert.fullMs - nowMs < MINUTE_MS ? 'within a minute' : `in about ${formatTime(alert.fullMs - nowMs)}`}`;
    case 'unused':
      return `for ${ago}`;
    case 'unresponsive':
      return `silent for ${ago}`;
  }
};

/** What one can do about an alert, in one or two sentences; may be empty for a failure. */
export const formatRemedy = ({alert, node}: AttentionMember): string => {
  const {execution} = node;
  switch (alert.kind) {
    case 'failed':
      return toFailureHint(execution.failure, execution.class === 'job' ? execution.instanceType : undefined);
    case 'held':
      return 'Enter goes to its worker, X ends it. The platform ends a hold by itself, not before 48 hours.';
    case 'waiting':
      return {
        input: 'Nothing works for its input: a file may still be open, or what was to make it is over.',
        worker: 'No machine of this type is free for it. Run it again with --priority high, or another type.',
        output: 'Its program is over, and nothing below it goes on: an output may still be open.',
      }[alert.for];
    case 'timeLimit':
      return 'The platform will fail it at its limit, which nobody can move. Save what it has made: Enter goes there.';
    case 'costLimit':
      return 'At its limit the platform fails the whole tree. Run it again with a higher --cost-limit.';
    case 'idle':
      return 'Enter goes there, X ends it. Only sessions from this computer are known here.';
    case 'restarted':
      return alert.reason === 'SpotInstanceInterruption'
        ? 'Lost tries are paid for. With --priority high it uses no spot machines.'
        : 'Lost tries are paid for: e says how they ended.';
    case 'shortage':
      return alert.of === 'memory'
        ? 'Enter goes there: what it holds can be looked at while it lives. A type with more memory lets it end.'
        : 'Enter goes there: what is not needed can be deleted. A type with more storage lets it end.';
    case 'unused':
      return 'It may wait for something, or hang: l shows what it says, Enter goes there, X ends it.';
    case 'unresponsive':
      return 'Most often it ran out of memory. Unless it is heard of again soon, the platform fails this try.';
  }
};

/** What was looked for, when nothing was found. */
export const formatLimits = ({failedMs, waitingMs, limitShare, idleMs, unused}: AttentionLimits): string =>
  [
    `failures of the last ${formatSpan(failedMs)}`,
    'debug holds',
    `waits of more than ${formatSpan(waitingMs)}`,
    `time and cost limits that are used to ${String(Math.round(limitShare * 100))} %`,
    `workstations without a session from here for ${formatSpan(idleMs)}`,
    `processors that do next to nothing for ${formatSpan(unused.unusedMs)}, and memory or disk that runs out, where metrics were looked at`,
    'lost tries',
    'workers that do not report',
  ].join(', ');
