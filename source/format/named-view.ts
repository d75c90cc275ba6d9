import type {ChosenView} from '../model/chosen-view.ts';
import {DEFAULT_COLUMNS} from '../model/list-columns.ts';
import type {ListScope} from '../model/list-scope.ts';
import {formatScope} from './list-scope.ts';

/** What a view shows, in a few words: `state:failed, by cost, flat, mine, all projects`. */
export const formatView = (
  {filterText, sort, isFlat, columns}: ChosenView,
  scope: ListScope | undefined,
): string => {
  const isUsual =
    columns.length === DEFAULT_COLUMNS.length && columns.every((column) => DEFAULT_COLUMNS.includes(column));
  return [
    filterText === '' ? 'everything' : filterText,
    ...(sort ? [`by ${sort.by}${sort.isReversed ? ', reversed' : ''}`] : []),
    ...(isFlat ? ['flat'] : []),
    ...(isUsual ? [] : ['other columns']),
    ...(scope ? [formatScope(scope)] : []),
  ].join(', ');
};
