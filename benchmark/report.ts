import {median} from './statistics.ts';

/** What a figure should be. */
export interface Goal {
  readonly kind: 'at most' | 'at least';
  readonly value: number;
}

/** One line of the table. */
export interface Figure {
  readonly name: string;
  /** `undefined` for a figure that is there to explain the others. */
  readonly goal?: Goal;
  readonly unit: '' | 'ms' | 'KB' | 'MB' | 'MB/s' | '%';
  /** Its median is the figure. */
  readonly samples: readonly number[];
}

/** What one measurement has to say. */
export interface Report {
  readonly title: string;
  readonly figures: readonly Figure[];
  /** Sentences below the figures: what was measured, or why it was not. */
  readonly notes: readonly string[];
}

const isMet = ({kind, value}: Goal, figure: number): boolean =>
  kind === 'at most' ? figure <= value : figure >= value;

const format = (value: number, unit: Figure['unit']): string =>
  `${value.toFixed(value >= 100 ? 0 : value >= 10 ? 1 : 2)}${unit === '' ? '' : ` ${unit}`}`;

const toCells = ({name, goal, unit, samples}: Figure): readonly string[] => [
  `  ${name}`,
  goal === undefined ? '' : `${goal.kind === 'at most' ? '≤' : '≥'} ${format(goal.value, unit)}`,
  format(median(samples), unit),
  goal === undefined ? '' : isMet(goal, median(samples)) ? 'yes' : 'NO',
  format(Math.min(...samples), unit),
  format(Math.max(...samples), unit),
  String(samples.length),
];

const HEADINGS = ['', 'goal', 'median', 'met', 'min', 'max', 'n'];

/** The whole table as text; figures without a unit are ratios. */
export const formatReports = (reports: readonly Report[]): string => {
  const rows = reports.flatMap(({title, figures, notes}) => [
    [title],
    ...figures.map(toCells),
    ...notes.map((note) => [`  (${note})`]),
    [''],
  ]);
  const table = [HEADINGS, ...rows];
  const widths = HEADINGS.map((_heading, column) =>
    Math.max(...table.map((row) => (row.length === 1 ? 0 : (row[column]?.length ?? 0)))),
  );
  return table
    .map((row) =>
      row
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
};
