import {ApiError, toSentence} from '../model/errors.ts';
import type {Execution} from '../model/execution.ts';
import {HOLD_MS} from '../model/happening.ts';
import {fit, toOneLine} from './fit.ts';
import type {Palette} from './palette.ts';
import {lookOf, shortStateWord, type SignStyle, toStateSign} from './state.ts';
import {formatAge, formatClock, formatMoment} from './time.ts';

/** How to draw a line. */
export interface WaitStyle extends SignStyle {
  readonly palette: Palette;
}

const STATE_COLUMNS = 11;

/** A change of state: `15:42:03  ● running      align reads  job-…`. */
export const formatWaitChange = (
  execution: Execution,
  nowMs: number,
  {palette, ...sign}: WaitStyle,
): string => {
  const {id, name, state} = execution;
  const word = `${toStateSign(state, sign)}${fit(shortStateWord(state), STATE_COLUMNS)}`;
  const tryNumber = execution.class === 'job' ? (execution.tryNumber ?? 0) : 0;
  const words = [
    formatClock(nowMs),
    palette.colour(lookOf(state).colour, word),
    ...(name === undefined ? [] : [name]),
    id,
    ...(tryNumber > 0 ? [`try ${String(tryNumber)}`] : []),
  ];
  return words.join('  ');
};

/** How an execution ended, or how it stands: `failed  job-…  align reads  AppError: no reads`. */
export const formatWaitEnd = (execution: Execution, {palette, ...sign}: WaitStyle): string => {
  const {id, name, state, failure} = execution;
  const reason = [failure?.reason, failure?.message].filter((word) => word !== undefined && word !== '');
  const words = [
    palette.colour(lookOf(state).colour, `${toStateSign(state, sign)}${state}`),
    id,
    name ?? '',
    toOneLine(reason.join(': ')),
  ];
  return words.filter((word) => word !== '').join('  ');
};

/** That a job is held for debugging, since when and until when, and what to do; `waited` is itself or above it. */
export const formatWaitHeld = (held: Execution, waited: Execution): string => {
  const below = waited.id === held.id ? '' : ` below ${waited.name ?? waited.id}`;
  const why = held.failure?.reason === undefined ? '' : ` after ${held.failure.reason}`;
  const sinceMs = held.stateTransitions.findLast(({state}) => state === held.state)?.atMs;
  const span =
    sinceMs === undefined
      ? ''
      : ` since ${formatMoment(sinceMs)}, until ${formatMoment(sinceMs + HOLD_MS)} at the earliest unless somebody ends it`;
  return `${held.name ?? held.id}${below} is held for debugging${why}${span}. \`dxtop ssh ${held.id}\` goes to it, \`dxtop terminate ${held.id}\` ends it.`;
};

/**
 * Why the platform does not answer, how old what is known is, and what becomes of the wait.
 *
 * @param answeredMs when it last answered
 */
export const formatWaitTrouble = (error: unknown, answeredMs: number | undefined, nowMs: number): string =>
  error instanceof ApiError && error.isAuthentication
    ? `${error.summary} Run \`dxtop login\` in another window: the wait goes on then.`
    : `${toSentence(error)} ${formatWaitAge(answeredMs, nowMs)}`;

const formatWaitAge = (answeredMs: number | undefined, nowMs: number): string =>
  answeredMs === undefined
    ? 'Nothing is known yet; asking again until it answers.'
    : `What is known is of ${formatClock(answeredMs)}, ${formatAge(nowMs - answeredMs)} ago; asking again until it answers.`;
