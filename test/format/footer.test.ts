import {stripVTControlCharacters} from 'node:util';
import test from 'ava';
import {findFooterKey, formatFooter} from '../../source/format/footer.ts';
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
  t.is(stripVTControlCharacters(formatFooter(KEYS, 8, colours)), 'q quit');
  t.is(stripVTControlCharacters(formatFooter(KEYS, 4, colours)), 'Ent~');
});

test('the way back and the help have their room before the others, and stay at their places', (t) => {
  const keys = KEYS.map((footerKey) => ({...footerKey, isKept: footerKey.key === 'q'}));
  t.is(
    stripVTControlCharacters(formatFooter(keys, 43, colours)),
    'Enter attach  s no SSH: job is done  q quit',
  );
  t.is(stripVTControlCharacters(formatFooter(keys, 42, colours)), 'Enter attach  q quit');
  t.is(stripVTControlCharacters(formatFooter(keys, 19, colours)), 'q quit');
});

test('a reason without room loses what follows its semicolon before the key goes', (t) => {
  const keys = [
    {key: 'Enter', label: 'open'},
    {key: 's', label: 'no SSH', obstacle: 'an analysis has no worker; pick one of its jobs'},
    {key: 'q', label: 'quit', isKept: true},
  ];
  t.is(
    stripVTControlCharacters(formatFooter(keys, 60, colours)),
    'Enter open  s no SSH: an analysis has no worker  q quit',
  );
  t.is(
    stripVTControlCharacters(formatFooter(keys, 80, colours)),
    'Enter open  s no SSH: an analysis has no worker; pick one of its jobs  q quit',
  );
  t.is(stripVTControlCharacters(formatFooter(keys, 50, colours)), 'Enter open  q quit');
});

test('the footer is never wider than the terminal', (t) => {
  const random = createRandom(6);
  for (let columns = 0; columns < 120; columns++) {
    const keys = Array.from({length: random.int(0, 9)}, () => ({
      ...random.pick(KEYS),
      isKept: random.int(0, 2) === 0,
    }));
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
