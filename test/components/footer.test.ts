import {stripVTControlCharacters} from 'node:util';
import test from 'ava';
import {findFooterKey, formatFooter} from '../../source/components/footer.tsx';
import {createRandom} from '../../source/emulator/random.ts';
import {createPalette} from '../../source/format/palette.ts';

const KEYS = [
  {key: 'Enter', label: 'attach'},
  {key: 's', label: 'no SSH', obstacle: 'job is done'},
  {key: 'q', label: 'quit'},
];
const colours = createPalette(true);

test('the footer lists keys with what they do, and says why one is not available', (t) => {
  t.is(
    stripVTControlCharacters(formatFooter(KEYS, 80, colours)),
    'Enter attach  s no SSH: job is done  q quit',
  );
});

test('an available key is bold and an unavailable one is dim', (t) => {
  const line = formatFooter(KEYS, 80, colours);
  t.true(line.startsWith('\x1b[1mEnter\x1b[22m attach'));
  t.true(line.includes('\x1b[2ms no SSH: job is done\x1b[22m'));
});

test('a key that does not fit is left out whole, and later ones may still fit', (t) => {
  t.is(stripVTControlCharacters(formatFooter(KEYS, 22, colours)), 'Enter attach  q quit');
  t.is(stripVTControlCharacters(formatFooter(KEYS, 12, colours)), 'Enter attach');
});

test('the footer is never wider than the terminal', (t) => {
  const random = createRandom(6);
  for (let columns = 0; columns < 120; columns++) {
    const keys = Array.from({length: random.int(0, 9)}, () => random.pick(KEYS));
    t.true(stripVTControlCharacters(formatFooter(keys, columns, colours)).length <= columns);
  }
});

test('a column of the footer is the key there, of two keys the one there, and nothing where none can be used', (t) => {
  const keys = [...KEYS, {key: 'left/right', label: 'pages'}, {key: '/', label: 'find'}];
  const line = stripVTControlCharacters(formatFooter(keys, 120, colours));
  const at = (text: string, offset = 0) => findFooterKey(keys, 120, line.indexOf(text) + offset);
  t.is(at('Enter'), 'Enter');
  t.is(at('attach', 5), 'Enter');
  t.is(at('attach', 6), undefined);
  t.is(at('s no SSH'), undefined);
  t.is(at('left'), 'left');
  t.is(at('right'), 'right');
  t.is(at('pages'), 'right');
  t.is(at('/ find'), '/');
  t.is(findFooterKey(keys, 120, 119), undefined);
});
