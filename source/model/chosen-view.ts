import {DEFAULT_COLUMNS, LIST_COLUMNS, type ListColumn} from './list-columns.ts';
import {type ListSort, SORT_COLUMNS} from './list-order.ts';
import {clean} from './safe-text.ts';

/** What of a view of the list is worth keeping: all but the cursor and the folds. */
export interface ChosenView {
  readonly filterText: string;
  readonly isFlat: boolean;
  /** `undefined` for newest first. */
  readonly sort: ListSort | undefined;
  readonly columns: readonly ListColumn[];
}

/** Everything, newest first, in trees. */
export const ALL: ChosenView = {filterText: '', isFlat: false, sort: undefined, columns: DEFAULT_COLUMNS};

/** Whether two views show the same in the same way. */
export const isSameView = (one: ChosenView, other: ChosenView): boolean =>
  one.filterText === other.filterText &&
  one.isFlat === other.isFlat &&
  one.sort?.by === other.sort?.by &&
  one.sort?.isReversed === other.sort?.isReversed &&
  one.columns.length === other.columns.length &&
  one.columns.every((column) => other.columns.includes(column));

/** A view as it was kept; what is missing, of another type or unknown to this version is as in `ALL`. */
export const toChosenView = (value: unknown): ChosenView => {
  if (typeof value !== 'object' || value === null) return ALL;
  const {filterText, isFlat, sort, columns} = value as Partial<Record<keyof ChosenView, unknown>>;
  return {
    filterText: typeof filterText === 'string' ? clean(filterText) : ALL.filterText,
    isFlat: isFlat === true,
    sort: toSort(sort),
    columns: Array.isArray(columns)
      ? LIST_COLUMNS.filter((column) => columns.includes(column))
      : DEFAULT_COLUMNS,
  };
};

const toSort = (value: unknown): ListSort | undefined => {
  if (typeof value !== 'object' || value === null) return undefined;
  const {by, isReversed} = value as Partial<Record<keyof ListSort, unknown>>;
  const column = SORT_COLUMNS.find((known) => known === by);
  return column && {by: column, isReversed: isReversed === true};
};
