import test from 'ava';
import {ALL} from '../../../source/model/chosen-view.ts';
import {toNamedViews} from '../../../source/model/named-view.ts';
import {clean} from '../../../source/model/safe-text.ts';
import {findByKey, toNames, toViewChoice, toViewItems} from '../../../source/screens/views/view-menus.ts';

const toViews = (count: number, settings: ReadonlyMap<string, ReturnType<typeof clean>> = new Map()) =>
  toNamedViews(
    settings,
    Array.from({length: count}, (_, index) => ({
      name: clean(`view ${index + 1}`),
      chosen: ALL,
      scope: undefined,
      span: undefined,
    })),
  );

test('each view has a key, no two things have the same, and what has none is left to the palette', (t) => {
  const views = toViews(30);
  const items = toViewItems(views, ({name}) => name === 'view 2');
  const keys = items.map(({key}) => key);
  t.is(new Set(keys).size, keys.length);
  t.deepEqual(
    items.filter(({isOn}) => isOn).map(({label}) => label),
    ['view 2'],
  );
  t.is(items.length, 20 + 4);
  for (const {key, label} of toNames(views)) {
    t.is(findByKey(key, views)?.name, clean(label));
    t.deepEqual(toViewChoice(key, views), {kind: 'take', view: findByKey(key, views)});
  }

  t.deepEqual(
    ['0', 's', 'r', 'd', 'z'].map((key) => toViewChoice(key, views)?.kind),
    ['everything', 'save', 'rename', 'delete', undefined],
  );
  t.is(toViewChoice('9', toViews(8)), undefined);
});

test('where all views are in the settings there is nothing to rename or to delete', (t) => {
  const keys = (count: number) =>
    toViewItems(toViews(count, new Map([['red', clean('state:failed')]])), () => false).map(({key}) => key);
  t.deepEqual(keys(0), ['1', '0', 's']);
  t.deepEqual(keys(1), ['1', '2', '0', 's', 'r', 'd']);
});

test('a long name is cut', (t) => {
  const [item] = toNames(toNamedViews(new Map([['x'.repeat(40), clean('')]]), []));
  t.is(item?.label.length, 24);
});
