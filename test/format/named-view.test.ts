import test from 'ava';
import {formatView} from '../../source/format/named-view.ts';
import {ALL, type ChosenView} from '../../source/model/chosen-view.ts';
import {type ListScope, OWN_EVERYWHERE} from '../../source/model/list-scope.ts';

const CASES: readonly (readonly [Partial<ChosenView>, ListScope | undefined, string])[] = [
  [{}, undefined, 'everything'],
  [{filterText: 'state:failed'}, OWN_EVERYWHERE, 'state:failed, mine, all projects'],
  [
    {isFlat: true, sort: {by: 'cost', isReversed: true}, columns: ['cost']},
    {isEveryone: true, project: undefined},
    "everything, by cost, reversed, flat, other columns, everyone's, all projects",
  ],
];
for (const [chosen, scope, text] of CASES) {
  test(`a view in a few words: ${text}`, (t) => {
    t.is(formatView({...ALL, ...chosen}, scope), text);
  });
}
