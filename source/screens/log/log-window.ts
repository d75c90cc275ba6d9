import type {PlacedLine} from '../../hooks/use-job-log.ts';
import type {ScrollAction} from '../use-scroll.ts';
import type {LogState} from './log-state.ts';

/** The lines of a log by rank, as far as a window needs them. */
export interface LogSource {
  /** How many there are. */
  readonly count: number;
  readonly read: (from: number, to: number) => readonly PlacedLine[];
  readonly rankOf: (position: number) => number;
  readonly positionOf: (rank: number) => number;
  /** A line as rows of the screen, at least one. */
  readonly toRows: (placed: PlacedLine) => readonly string[];
}

/** A part of a log as it is on the screen. */
export interface LogWindow {
  readonly rows: readonly string[];
  /** The rank of the line that the first row is of, and which of its rows that is. */
  readonly rank: number;
  readonly topRow: number;
  /** How many lines are shown, wholly or in part. */
  readonly lineCount: number;
  /** Whether the last row of the log is shown. */
  readonly isAtEnd: boolean;
}

/** The last `height` rows before the line of a rank. */
const fillUpwards = (source: LogSource, end: number, height: number): Omit<LogWindow, 'isAtEnd'> => {
  let rows: string[] = [];
  let rank = end;
  while (rank > 0 && rows.length < height) {
    rank--;
    const [placed] = source.read(rank, rank + 1);
    if (placed) rows = [...source.toRows(placed), ...rows];
  }
  const topRow = Math.max(0, rows.length - height);
  return {rows: rows.slice(topRow), rank, topRow, lineCount: end - rank};
};

/**
 * What a state shows of a log in `height` rows. Reads as many lines as there are rows, whatever the length of the log.
 * Near the end the window is filled from below, so that it is never half empty while there are more lines.
 */
export const toWindow = (
  source: LogSource,
  {isFollowing, top, topRow}: Pick<LogState, 'isFollowing' | 'top' | 'topRow'>,
  height: number,
): LogWindow => {
  const bottom = () => ({...fillUpwards(source, source.count, height), isAtEnd: true});
  if (isFollowing) return bottom();
  const rank = source.rankOf(top);
  const rows: string[] = [];
  let lineCount = 0;
  for (const placed of source.read(rank, rank + height + 1)) {
    const all = source.toRows(placed);
    rows.push(...(lineCount === 0 ? all.slice(Math.min(topRow, all.length - 1)) : all));
    lineCount++;
    if (rows.length >= height) break;
  }
  if (rows.length < height && rank + lineCount >= source.count) return bottom();
  const isAtEnd = rows.length === height && rank + lineCount >= source.count;
  return {rows: rows.slice(0, height), rank, topRow, lineCount, isAtEnd};
};

/** Where a window stands after a move, as the state has it; at the end it follows again when moved down on. */
export const moveInLog = (
  source: LogSource,
  state: Pick<LogState, 'isFollowing' | 'top' | 'topRow'>,
  {action, height}: {readonly action: ScrollAction; readonly height: number},
): Pick<LogState, 'isFollowing' | 'top' | 'topRow'> => {
  const window = toWindow(source, state, height);
  const stay = (rank: number, topRow: number) => ({
    isFollowing: false,
    top: source.positionOf(rank),
    topRow,
  });
  const rowCount = (rank: number): number => {
    const [placed] = source.read(rank, rank + 1);
    return placed ? source.toRows(placed).length : 1;
  };
  const page = Math.max(1, height - 1);
  if (action === 'last') return {...stay(window.rank, window.topRow), isFollowing: true};
  // The very first, also when older ones come to stand before those that are here.
  if (action === 'first') return {isFollowing: false, top: Number.MIN_SAFE_INTEGER, topRow: 0};
  let {rank, topRow} = window;
  let steps = action === 'down' || action === 'up' ? 1 : page;
  if (action === 'down' || action === 'pageDown') {
    if (window.isAtEnd) return {...stay(rank, topRow), isFollowing: true};
    for (; steps > 0 && rank < source.count - 1; steps--) {
      if (topRow + 1 < rowCount(rank)) topRow++;
      else {
        rank++;
        topRow = 0;
      }
    }
    return stay(rank, topRow);
  }
  for (; steps > 0 && (rank > 0 || topRow > 0); steps--) {
    if (topRow > 0) topRow--;
    else {
      rank--;
      topRow = rowCount(rank) - 1;
    }
  }
  return stay(rank, topRow);
};
