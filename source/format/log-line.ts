import type {LogLine} from '../model/log-line.ts';
import {ERROR_LEVELS} from '../model/log-line.ts';
import {fit} from './fit.ts';
import type {Colour, Palette} from './palette.ts';
import {formatPieces, type StyledPiece, toPieces} from './styled-text.ts';
import {formatClock, formatMoment} from './time.ts';

/** The colour of a level's word, after the official client's `watch`; `undefined` for the terminal's own. */
export const levelColour = (level: string): Colour | undefined => {
  if (ERROR_LEVELS.includes(level)) return 'red';
  if (level === 'WARNING' || level === 'STDERR') return 'yellow';
  return level === 'STDOUT' ? undefined : 'cyan';
};

/** Levels in at most six columns. */
const SHORT_LEVELS: Readonly<Record<string, string>> = {
  CRITICAL: 'CRIT',
  WARNING: 'WARN',
  METRICS: 'METR',
};
const LEVEL_COLUMNS = 6;
const TRY_COLUMNS = 4;

/** What stands before the text of a line. */
export interface LogPrefix {
  readonly hasTime: boolean;
  /** The name of the line's job, and its colour; absent where there is one job only. */
  readonly job?: {readonly name: string; readonly colour: Colour; readonly columns: number} | undefined;
  /** Whether there are several tries to tell apart. */
  readonly hasTry: boolean;
}

/** The part before the text; every line's has the same width. */
export const toPrefix = (line: LogLine, {hasTime, job, hasTry}: LogPrefix): StyledPiece[] => {
  const colour = levelColour(line.level);
  const level = fit(
    Object.hasOwn(SHORT_LEVELS, line.level) ? (SHORT_LEVELS[line.level] ?? '') : line.level,
    LEVEL_COLUMNS,
  );
  return [
    ...(hasTime
      ? [{text: `${line.atMs === undefined ? '?       ' : formatClock(line.atMs)} `, style: {isDim: true}}]
      : []),
    ...(job
      ? [{text: `${fit(job.name, job.columns)} `, style: {foreground: COLOUR_INDEXES[job.colour]}}]
      : []),
    ...(hasTry
      ? [
          {
            text: fit(line.jobTry === undefined ? '' : `#${String(line.jobTry)}`, TRY_COLUMNS),
            style: {isDim: true},
          },
        ]
      : []),
    {text: `${level} `, style: colour === undefined ? {} : {foreground: COLOUR_INDEXES[colour]}},
  ];
};

/** How many columns `toPrefix` takes. */
export const prefixColumns = ({hasTime, job, hasTry}: LogPrefix): number =>
  (hasTime ? 9 : 0) + (job ? job.columns + 1 : 0) + (hasTry ? TRY_COLUMNS : 0) + LEVEL_COLUMNS + 1;

const COLOUR_INDEXES: Readonly<Record<Colour, number>> = {
  red: 1,
  green: 2,
  yellow: 3,
  blue: 4,
  magenta: 5,
  cyan: 6,
  grey: 8,
};

/** A line for a command's output: day and time, job, level, text with its colours; never cut. */
export const formatPrintedLine = (
  line: LogLine,
  {
    hasTime,
    jobName,
    palette,
  }: {readonly hasTime: boolean; readonly jobName: string | undefined; readonly palette: Palette},
): string => {
  const colour = levelColour(line.level);
  return [
    ...(hasTime ? [palette.dim(line.atMs === undefined ? '?' : formatMoment(line.atMs))] : []),
    ...(jobName === undefined ? [] : [palette.colour('blue', jobName)]),
    colour === undefined ? line.level : palette.colour(colour, line.level),
    formatPieces(toPieces(line), palette),
  ].join(' ');
};
