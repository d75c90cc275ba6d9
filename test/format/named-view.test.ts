import test from 'ava';
import {formatView} from '../../source/format/named-view.ts';
import {ALL, type ChosenView} from '../../source/model/chosen-view.ts';
import type {HistorySpan} from '../../source/model/history-span.ts';
import {type ListScope, OWN_EVERYWHERE} from '../../source/model/list-scope.ts';

const CASES: readonly (readonly [
  Partial<ChosenView>,
  ListScope | undefined,
  HistorySpan | undefined,
  string,
])[] = [
  [{}, undefined, undefined, 'everything'],
  [{}, undefined, 'all', 'everything, all time'],
  [
    {filterText: 'state:failed'},
    OWN_EVERYWHERE,
    7 * 24 * 3_600_000,
    'state:failed, mine, all projects, the last 7 days',
  ],
  [
    {isFlat: true, sort: {by: 'cost', isReversed: true}, columns: ['cost']},
    {isEveryone: true, project: undefined},
    undefined,
    "everything, by cost, reversed, flat, other columns, everyone's, all projects",
  ],
];
for (const [chosen, scope, span, text] of CASES) {
  test(`a view in a few words: ${text}`, (t) => {
    t.is(formatView({chosen: {...ALL, ...chosen}, scope, span}), text);
  });
}
