import {DEFAULT_COLUMNS, LIST_COLUMNS, type ListColumn} from '../model/list-columns.ts';
import {fit} from './fit.ts';
import {COURSES_HEADING, METRICS_HEADING} from './metrics-row.ts';

/** A column with its place. */
export interface LaidColumn {
  readonly column: ListColumn;
  /** With the blank before it. */
  readonly width: number;
}

/** How the columns of the list share a width. */
export interface RowLayout {
  readonly name: number;
  /** The ones that are shown, from left to right. */
  readonly columns: readonly LaidColumn[];
}

/** How wide the state's column is. */
export const STATE_COLUMNS = 14;

interface ColumnShape {
  readonly heading: string;
  /** What stands there in its place where the column is as wide as that. */
  readonly wideHeading?: string;
  readonly align: 'left' | 'right';
  /** With the blank before it, in a list of so many columns. */
  readonly width: (columns: number) => number;
  /** A narrower list than this leaves the column out. */
  readonly from: number;
}

/** The courses of the measurements come in where the name keeps so much: it shares its place with warnings. */
const NAME_BESIDE_COURSES = 38;
const COURSES_WIDTH = COURSES_HEADING.length + 1;

/** From here on no usual value is cut, and no two figures stand close. */
const WIDE = 124;

const SHAPES: Readonly<Record<ListColumn, ColumnShape>> = {
  executable: {
    heading: 'EXECUTABLE',
    align: 'left',
    width: (columns) => Math.min(29, Math.floor(columns / 6) + 1),
    from: 92,
  },
  instance: {heading: 'INSTANCE', align: 'left', width: (columns) => (columns >= WIDE ? 20 : 18), from: 108},
  user: {heading: 'USER', align: 'left', width: () => 12, from: 80},
  project: {heading: 'PROJECT', align: 'left', width: () => 33, from: 120},
  tags: {heading: 'TAGS', align: 'left', width: () => 16, from: 80},
  id: {heading: 'ID', align: 'left', width: () => 34, from: 100},
  metrics: {
    heading: METRICS_HEADING,
    wideHeading: COURSES_HEADING,
    align: 'right',
    width: () => METRICS_HEADING.length + 1,
    from: 100,
  },
  age: {heading: 'AGE', align: 'right', width: () => 5, from: 0},
  running: {heading: 'RUNNING', align: 'right', width: (columns) => (columns >= WIDE ? 14 : 12), from: 0},
  rate: {heading: 'PER HOUR', align: 'right', width: () => 10, from: 80},
  cost: {heading: 'COST', align: 'right', width: () => 9, from: 72},
};
/** Columns that were chosen go, from the left, before the name gets narrower than this. */
const NARROWEST_NAME = 16;

/** Shares a width among the columns: what there is no room for is left out. */
export const layoutRow = (columns: number, chosen: readonly ListColumn[] = DEFAULT_COLUMNS): RowLayout => {
  const wanted = LIST_COLUMNS.filter((column) => chosen.includes(column) && columns >= SHAPES[column].from);
  let laid = wanted.map((column) => ({column, width: SHAPES[column].width(columns)}));
  let name = toNameWidth(columns, laid);
  while (name < NARROWEST_NAME && laid.length > 0) {
    laid = laid.slice(1);
    name = toNameWidth(columns, laid);
  }

  const wide = laid.map((column) =>
    column.column === 'metrics' ? {...column, width: COURSES_WIDTH} : column,
  );
  const wideName = toNameWidth(columns, wide);
  return wideName >= NAME_BESIDE_COURSES
    ? {name: wideName, columns: wide}
    : {name: Math.max(4, name), columns: laid};
};

const toNameWidth = (columns: number, laid: readonly LaidColumn[]): number =>
  columns - 1 - STATE_COLUMNS - laid.reduce((sum, {width}) => sum + width, 0);

/** A value in its column, exactly as wide as that. */
export const fitColumn = (text: string, {column, width}: LaidColumn): string =>
  ` ${fit(text, width - 1, SHAPES[column].align)}`;

/** Whether there is room for the courses of the measurements. */
export const hasCourses = ({width}: LaidColumn): boolean => width >= COURSES_WIDTH;

const toHeading = ({column, width}: LaidColumn): string => {
  const {heading, wideHeading} = SHAPES[column];
  return wideHeading !== undefined && width > wideHeading.length ? wideHeading : heading;
};

/** What stands at a column of a row or of the heading; `undefined` left of the first. */
export const findColumn = (layout: RowLayout, column: number): 'state' | 'name' | ListColumn | undefined => {
  if (column < 1) return undefined;
  let end = 1 + STATE_COLUMNS;
  if (column < end) return 'state';
  end += layout.name;
  if (column < end) return 'name';
  for (const {column: name, width} of layout.columns) {
    end += width;
    if (column < end) return name;
  }

  return undefined;
};

/** The line above the list; exactly as wide as a row. The column that the list is sorted by has a sign. */
export const formatHeading = (
  layout: RowLayout,
  sorted?: {readonly by: string; readonly isReversed: boolean},
): string => {
  const mark = (column: string, heading: string) =>
    sorted?.by === column ? `${heading}${sorted.isReversed ? '^' : 'v'}` : heading;
  return (
    ' ' +
    fit(mark('state', 'STATE'), STATE_COLUMNS) +
    fit(mark('name', 'NAME'), layout.name) +
    layout.columns.map((laid) => fitColumn(mark(laid.column, toHeading(laid)), laid)).join('')
  );
};
