import {stripVTControlCharacters} from 'node:util';
import test from 'ava';
import {formatFooter} from '../../source/components/footer.tsx';
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
