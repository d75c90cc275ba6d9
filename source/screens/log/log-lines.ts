import {cut, widthOf} from '../../format/fit.ts';
import {type LogPrefix, prefixColumns, toPrefix} from '../../format/log-line.ts';
import type {Colour, Palette} from '../../format/palette.ts';
import {cutPieces, formatPieces, highlight, toPieces, wrapPieces} from '../../format/styled-text.ts';
import {findMatches, type JobLogSnapshot, type LogJob, type PlacedLine} from '../../hooks/use-job-log.ts';
import {toSentence} from '../../model/errors.ts';
import {LEVEL_CHOICES, type LogState} from './log-state.ts';

/** One after the other for the jobs of a tree; red and yellow mean something else in a log. */
const JOB_COLOURS: readonly Colour[] = ['green', 'magenta', 'blue', 'cyan', 'grey'];
const NAME_COLUMNS = 14;

/** What the lines of a log are drawn with. */
export interface LogLook {
  readonly columns: number;
  readonly palette: Palette;
  readonly jobs: readonly LogJob[];
  readonly nameOf: (jobId: string) => string;
  readonly hasTries: boolean;
}

const toJobColour = (index: number): Colour => JOB_COLOURS[index % JOB_COLOURS.length] ?? 'grey';

/** Makes what draws one line as rows: one row, or as many as it takes. */
export const createRowMaker = (
  {columns, palette, jobs, nameOf, hasTries}: LogLook,
  {hasTimes, isWrapped, query, match}: Pick<LogState, 'hasTimes' | 'isWrapped' | 'query' | 'match'>,
): ((placed: PlacedLine) => readonly string[]) => {
  const indexes = new Map(jobs.map(({jobId}, index) => [jobId as string, index]));
  return ({position, line}) => {
    const prefix: LogPrefix = {
      // A narrow screen is for the text.
      hasTime: hasTimes && columns >= 60,
      hasTry: hasTries,
      job:
        jobs.length > 1
          ? {
              name: nameOf(line.jobId),
              colour: toJobColour(indexes.get(line.jobId) ?? 0),
              columns: NAME_COLUMNS,
            }
          : undefined,
    };
    const room = Math.max(1, columns - prefixColumns(prefix) - 1);
    const ranges = findMatches(line.text, query).map((start) => ({start, end: start + query.length}));
    const pieces = toPieces(highlight(line, ranges, {isInverse: true}));
    const rows = isWrapped ? wrapPieces(pieces, room) : [cutPieces(pieces, room)];
    const head = formatPieces(toPrefix(line, prefix), palette);
    const margin = ' '.repeat(prefixColumns(prefix));
    const sign = position === match ? palette.bold('>') : ' ';
    return rows.map((row, index) => (index === 0 ? sign + head : ` ${margin}`) + formatPieces(row, palette));
  };
};

/** The jobs of a tree with their colours, the picked one inverse, muted ones in brackets. */
export const formatLegend = (
  {columns, palette, jobs, nameOf}: LogLook,
  {pickedJob, mutedJobs}: Pick<LogState, 'pickedJob' | 'mutedJobs'>,
): string => {
  let line = '';
  let width = 0;
  // Those around the picked one, when not all of them fit.
  for (const [index, {jobId, lineCount}] of jobs.entries()) {
    if (index < pickedJob - 3 && jobs.length > 5) continue;
    const name = cut(nameOf(jobId), NAME_COLUMNS);
    const isMuted = mutedJobs.has(jobId);
    const text = isMuted ? ` (${name} muted) ` : ` ${name} ${String(lineCount)} `;
    if (width + widthOf(text) > columns) break;
    width += widthOf(text);
    const coloured = isMuted ? palette.dim(text) : palette.colour(toJobColour(index), text);
    line += index === pickedJob ? palette.inverse(coloured) : coloured;
  }
  return line;
};

/** `1 line`, `1,200 lines`. */
export const plural = (count: number, word: string): string =>
  `${count.toLocaleString('en-US')} ${word}${count === 1 ? '' : 's'}`;

const toPhase = ({phase}: JobLogSnapshot, isFollowing: boolean): string => {
  switch (phase) {
    case 'connecting':
      return 'connecting';
    case 'live':
      return isFollowing ? 'live, following' : 'live';
    case 'waiting':
      return 'connection lost';
    case 'ended':
      return 'end of log';
    case 'failed':
      return 'failed';
  }
};

/** The line under a log: how it stands, where one is, and what is not shown or was lost. */
export const formatLogStatus = (
  snapshot: JobLogSnapshot,
  state: LogState,
  place: {readonly rank: number; readonly lineCount: number},
): string => {
  const {count, totalCount, history, loadedCount, droppedCount, missingCount, unreadableCount} = snapshot;
  const last = Math.min(count, place.rank + place.lineCount);
  const choice = LEVEL_CHOICES[state.levels];
  return [
    toPhase(snapshot, state.isFollowing),
    count === totalCount
      ? `${last.toLocaleString('en-US')}/${plural(count, 'line')}`
      : `${last.toLocaleString('en-US')}/${count.toLocaleString('en-US')} of ${plural(totalCount, 'line')}`,
    ...(choice?.levels ? [choice.name] : []),
    ...(state.source === undefined ? [] : [`from ${state.source}`]),
    ...(state.jobTry === undefined ? [] : [`try ${String(state.jobTry)}`]),
    ...(history === 'partial' ? ['h: older lines'] : []),
    ...(history === 'loading' ? [`reading older lines, ${loadedCount.toLocaleString('en-US')}`] : []),
    ...(droppedCount > 0 ? [`${plural(droppedCount, 'line')} dropped`] : []),
    ...(missingCount > 0 ? [`${plural(missingCount, 'line')} lost`] : []),
    ...(unreadableCount > 0 ? [`${plural(unreadableCount, 'message')} unreadable`] : []),
  ].join('  ');
};

/** Why a log cannot be read on, with the time of the next try; empty when it can. */
export const formatLogTrouble = (
  error: unknown,
  nextTryMs: number | undefined,
  nowMs: number,
  isPlain: boolean,
): string => {
  if (error === undefined) return '';
  if (nextTryMs === undefined) return `${toSentence(error)} r tries again.`;
  if (isPlain) return `${toSentence(error)} It is tried again by itself.`;
  return `${toSentence(error)} Next try in ${String(Math.max(0, Math.ceil((nextTryMs - nowMs) / 1000)))} s.`;
};
