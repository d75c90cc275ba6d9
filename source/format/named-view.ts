import {DEFAULT_COLUMNS} from '../model/list-columns.ts';
import type {SavedView} from '../model/named-view.ts';
import {formatHistorySpan, formatScope} from './list-scope.ts';

/** What a view shows, in a few words: `state:failed, by cost, flat, mine, all projects, the last 7 days`. */
export const formatView = ({chosen, scope, span}: Omit<SavedView, 'name'>): string => {
  const {filterText, sort, isFlat, columns} = chosen;
  const isUsual =
    columns.length === DEFAULT_COLUMNS.length && columns.every((column) => DEFAULT_COLUMNS.includes(column));
  return [
    filterText === '' ? 'everything' : filterText,
    ...(sort ? [`by ${sort.by}${sort.isReversed ? ', reversed' : ''}`] : []),
    ...(isFlat ? ['flat'] : []),
    ...(isUsual ? [] : ['other columns']),
    ...(scope ? [formatScope(scope)] : []),
    ...(span === undefined ? [] : [formatHistorySpan(span)]),
  ].join(', ');
};
