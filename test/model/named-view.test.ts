import test from 'ava';
import {ALL} from '../../source/model/chosen-view.ts';
import {FIRST_SPAN} from '../../source/model/history-span.ts';
import {OWN_EVERYWHERE} from '../../source/model/list-scope.ts';
import {
  findView,
  isViewShown,
  type SavedView,
  toNamedViews,
  toViewName,
} from '../../source/model/named-view.ts';
import {clean} from '../../source/model/safe-text.ts';

const saved = (name: string, filterText: string): SavedView => ({
  name: clean(name),
  chosen: {...ALL, filterText},
  scope: undefined,
  span: undefined,
});

for (const [typed, name] of [
  ['failed', 'failed'],
  ['  red \t today ', 'red today'],
  ['\x1b]0;x\x07', '␛]0;x␇'],
  ['   ', ''],
  ['x'.repeat(60), `${'x'.repeat(39)}…`],
] as const) {
  test(`the name of a view is clean and short: ${JSON.stringify(typed)}`, (t) => {
    t.is(String(toViewName(typed)), name);
  });
}

test('the views of the settings go before the saved ones, and count where both have a name', (t) => {
  const views = toNamedViews(
    new Map([
      ['red', clean('state:failed')],
      ['a\x07b', clean('x')],
    ]),
    [saved('mine', 'y'), saved('red', 'z')],
  );
  t.deepEqual(
    views.map(({name, isSetting}) => [name, isSetting]),
    [
      ['red', true],
      ['a␇b', true],
      ['mine', false],
      ['red', false],
    ],
  );
  t.is(findView(views, ' red ')?.chosen.filterText, 'state:failed');
  t.is(findView(views, 'mine')?.chosen.filterText, 'y');
  t.is(findView(views, 'Mine'), undefined);
});

test('a view is shown when all of it is as it was saved, and its scope where it has one', (t) => {
  const view = saved('red', 'state:failed');
  const everyone = {...OWN_EVERYWHERE, isEveryone: true};
  const isShown = (saved: SavedView, shown: Partial<Parameters<typeof isViewShown>[1]> = {}) =>
    isViewShown(saved, {chosen: view.chosen, scope: OWN_EVERYWHERE, span: FIRST_SPAN, ...shown});
  t.true(isShown(view, {chosen: {...ALL, filterText: 'state:failed'}, scope: everyone}));
  t.true(isShown({...view, scope: everyone}, {scope: everyone}));
  t.false(isShown({...view, scope: everyone}));
  t.true(isShown({...view, span: FIRST_SPAN}, {span: 'all'}));
  t.false(isShown({...view, span: 'all'}));
  for (const other of [
    {filterText: 'x'},
    {isFlat: true},
    {sort: {by: 'cost', isReversed: false} as const},
    {columns: ['cost'] as const},
  ])
    t.false(isShown(view, {chosen: {...view.chosen, ...other}}), JSON.stringify(other));
  const byCost = {...view, chosen: {...view.chosen, sort: {by: 'cost', isReversed: false} as const}};
  t.false(isShown(byCost, {chosen: {...byCost.chosen, sort: {by: 'cost', isReversed: true}}}));
});
