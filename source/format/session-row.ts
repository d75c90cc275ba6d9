import {toSentence} from '../model/errors.ts';
import {attachObstacle, type Job} from '../model/execution.ts';
import type {ListedSession, SessionStanding} from '../model/listed-session.ts';
import type {SafeText} from '../model/safe-text.ts';
import type {SessionRecord} from '../model/session.ts';
import type {WorkerChange} from '../model/worker-change.ts';
import {cut, fit} from './fit.ts';
import type {Colour} from './palette.ts';
import {formatCoarseSpan} from './plain-lines.ts';
import {lookOf, shortStateWord, spokenState, toSign, toStateSign} from './state.ts';
import {type RowStyle, toRowStart} from './row-style.ts';
import {formatAge} from './time.ts';
import {formatWorkerChange} from './worker-change.ts';

const STATE_COLUMNS = 14;
const SESSION_COLUMNS = 12;
const LAST_COLUMNS = 25;
const ID_COLUMNS = 30;
const HOST_COLUMNS = 40;
/** What a name keeps before another column gets room. */
const FEWEST_NAME_COLUMNS = 20;

const STANDINGS: Readonly<
  Record<SessionStanding, {word: string; sign: string; asciiSign: string; colour: Colour}>
> = {
  alive: {word: 'alive', sign: '●', asciiSign: '*', colour: 'green'},
  unkept: {word: 'not kept', sign: '○', asciiSign: 'o', colour: 'yellow'},
  unknown: {word: 'unknown', sign: '?', asciiSign: '?', colour: 'yellow'},
  over: {word: 'ended', sign: '–', asciiSign: '-', colour: 'grey'},
};

const LAST_WORDS: Readonly<Record<SessionRecord['outcome'], string>> = {
  attached: 'attached',
  detached: 'detached',
  exited: 'shell ended',
  'given-up': 'given up',
  left: 'link closed',
  'job-over': 'job over',
  refused: 'refused',
  cancelled: 'cancelled',
  'terminal-gone': 'terminal gone',
};

/** The columns that there is room for. */
const layout = (columns: number) => {
  let room = columns - 1 - STATE_COLUMNS - SESSION_COLUMNS - FEWEST_NAME_COLUMNS;
  const take = (width: number): number => {
    if (room < width) return 0;
    room -= width;
    return width;
  };
  const last = take(LAST_COLUMNS);
  const id = last === 0 ? 0 : take(ID_COLUMNS);
  const host = id === 0 ? 0 : take(HOST_COLUMNS);
  return {name: Math.max(0, FEWEST_NAME_COLUMNS + room), last, id, host};
};

/** The heading above the rows. */
export const formatSessionHeading = (columns: number): string => {
  const {name, last, id, host} = layout(columns);
  return cut(
    ` ${fit('NAME', name)}${fit('JOB', STATE_COLUMNS)}${fit('SESSION', SESSION_COLUMNS)}${fit('LAST', last)}${fit('ID', id)}${fit('HOST', host)}`.trimEnd(),
    columns,
  );
};

/** One session on one line. */
export const formatSessionRow = ({record, job, standing}: ListedSession, style: RowStyle): string => {
  const {columns, nowMs, palette} = style;
  const widths = layout(columns);
  const {word, sign, asciiSign, colour} = STANDINGS[standing];
  const state = typeof job === 'object' ? job.state : undefined;
  const stateText =
    state === undefined ? toUnknownState(job) : toStateSign(state, style) + shortStateWord(state);
  const name = fit(record.jobName, Math.max(0, widths.name - 1)) + (widths.name > 0 ? ' ' : '');
  return (
    toRowStart(name, style) +
    palette.colour(state === undefined ? 'grey' : lookOf(state).colour, fit(stateText, STATE_COLUMNS)) +
    palette.colour(colour, fit(toSign(sign, asciiSign, style) + word, SESSION_COLUMNS)) +
    (
      fit(`${LAST_WORDS[record.outcome]} ${formatAge(nowMs - record.lastSeenMs)} ago`, widths.last) +
      fit(record.jobId, widths.id) +
      fit(record.host, widths.host)
    ).trimEnd()
  );
};

/** The selected session in words: `> 1 of 3: alive, the worker, job is running, detached a minute ago`. */
export const formatPlainSession = (
  {record, job, standing}: ListedSession,
  {nowMs, ...place}: {readonly position: number; readonly count: number; readonly nowMs: number},
): string => {
  const words = [
    STANDINGS[standing].word,
    record.jobName,
    `job is ${typeof job === 'object' ? spokenState(job.state) : toUnknownState(job)}`,
    `${LAST_WORDS[record.outcome]} ${formatCoarseSpan(nowMs - record.lastSeenMs)} ago`,
  ];
  return `> ${String(place.position)} of ${String(place.count)}: ${words.join(', ')}`;
};

const toUnknownState = (job: 'gone' | object | undefined): string =>
  job === 'gone' ? 'not found' : 'unknown';

/** A look at a remote screen: that it is under way, what was seen, or why it cannot be had. */
export interface ShownPeek {
  /** Whose screen it is; `undefined` while nobody has asked. */
  readonly key: string | undefined;
  readonly screen: {readonly lines: readonly SafeText[]; readonly atMs: number} | undefined;
  readonly error: unknown;
}

/** What is said above a remote screen, or in its place. */
export const formatPeek = (
  {screen, error}: ShownPeek,
  nowMs: number,
  isPlain: boolean,
): readonly string[] => {
  if (error !== undefined) return [`Its screen is not to be seen: ${toSentence(error)}`];
  if (!screen) return ['Looking at its screen.'];
  const age = isPlain ? formatCoarseSpan(nowMs - screen.atMs) : formatAge(nowMs - screen.atMs);
  return [screen.lines.length === 0 ? `Its screen was empty ${age} ago.` : `Its screen, ${age} ago:`];
};

/** What is to be known of a session besides its row: where it is, and why it can be gone back to or not. */
export const formatSessionNotes = (session: ListedSession): readonly string[] => {
  const {jobId, workerNumber, host} = session.record;
  const worker = workerNumber === 0 ? '' : `, worker ${String(workerNumber)}`;
  return [`${jobId}${worker}, ${host}`, toReason(session)];
};

const toReason = ({record, job, change, standing}: ListedSession): string => {
  switch (standing) {
    case 'alive': {
      const again = record.outcome === 'attached' ? 'A dxtop has it now, or was cut off. ' : '';
      const keeper =
        record.persistence === 'dxtop' ? 'A tmux that dxtop started' : "The worker's byobu or tmux";
      return `${again}${keeper} keeps it: Enter goes back to it.`;
    }

    case 'unkept':
      return 'No tmux on the worker: it lives only as long as the dxtop that detached from it.';
    case 'unknown':
      return typeof job === 'object'
        ? 'The last way back was refused, so nobody knows whether it is there. Enter tries again.'
        : 'The platform has not said yet what became of its job. Enter asks it, and goes back.';
    case 'over':
      if (job === 'gone') return 'The platform has no such job any more, or does not show it to you.';
      if (typeof job === 'object' && record.outcome !== 'exited' && record.outcome !== 'job-over')
        return toLoss(job, change);
      return record.outcome === 'exited'
        ? 'Its shell has ended. On a job that runs, Enter opens a new one.'
        : 'Its job was over when it ended.';
  }
};

const toLoss = (job: Job, change: WorkerChange | undefined): string => {
  if (!change) return `The job is ${spokenState(job.state)}: the worker of this session is gone.`;
  const next =
    attachObstacle(job) === undefined
      ? '. Enter opens a new session there.'
      : `, and is ${spokenState(job.state)}.`;
  return `Its worker is gone: ${formatWorkerChange(change)}${next}`;
};
