import {stripVTControlCharacters} from 'node:util';
import test from 'ava';
import {createPalette} from '../../../source/format/palette.ts';
import {findMenuKey, formatKeyMenu, KeyMenu} from '../../../source/screens/executions/key-menu.tsx';
import {PLAIN_THEME, renderLines} from '../../helpers/render-frame.tsx';

const ITEMS = [
  {key: 's', label: 'state', isOn: false},
  {key: 'n', label: 'name', isOn: true},
  {key: 'e', label: 'executable', isOn: false},
];
const lines = formatKeyMenu('Sort by', ITEMS, 24, createPalette(true)).map(stripVTControlCharacters);

test('a menu has as many items on each line as fit, and a star at what is chosen', (t) => {
  t.deepEqual(lines, ['Sort by  s state', 'n name*  e executable']);
});

test('each place of a menu belongs to the item that is drawn there, and blanks and the title to none', (t) => {
  const found = lines.map((_line, row) =>
    Array.from({length: 24}, (_, column) => findMenuKey('Sort by', ITEMS, 24, {row, column}) ?? ' ').join(''),
  );
  t.deepEqual(found, ['         sssssss        ', 'nnnnnnn  eeeeeeeeeeee   ']);
});

test('for a screen reader the menu is a sentence that says what is chosen', (t) => {
  const menu = (
    <KeyMenu
      title="Sort by"
      items={ITEMS}
      columns={200}
      isActive
      onChoose={() => undefined}
      onClose={() => undefined}
    />
  );
  t.deepEqual(renderLines(menu, 200, {...PLAIN_THEME, isPlain: true}), [
    'Sort by: s state, n name (chosen), e executable. Any other key closes this.',
  ]);
});
