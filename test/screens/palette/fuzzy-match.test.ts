import test from 'ava';
import {findCommands, type PaletteCommand} from '../../../source/screens/palette/commands.ts';
import {scoreMatch} from '../../../source/screens/palette/fuzzy-match.ts';

const NAMES = [
  'attach',
  'describe',
  'refresh',
  'page-down',
  'page-up',
  'half-down',
  'terminate',
  'tags',
  'status',
];
const commands = NAMES.map((name): PaletteCommand => ({
  name,
  label: `does ${name}`,
  shown: '',
  obstacle: undefined,
  run: () => undefined,
}));

for (const [query, first] of [
  ['status', 'status'],
  ['att', 'attach'],
  ['pd', 'page-down'],
  ['pgup', 'page-up'],
  ['hd', 'half-down'],
  ['ter', 'terminate'],
  ['TAGS', 'tags'],
  ['page down', 'page-down'],
] as const) {
  test(`"${query}" finds ${first} first`, (t) => {
    t.is(findCommands(commands, query)[0]?.name, first);
  });
}

test('an empty query finds all, in their order', (t) => {
  t.deepEqual(
    findCommands(commands, '').map(({name}) => name),
    NAMES,
  );
});

test('letters that are not there, or in another order, find nothing', (t) => {
  t.is(scoreMatch('xyz', 'attach'), undefined);
  t.is(scoreMatch('cat', 'attach'), undefined);
  t.deepEqual(findCommands(commands, 'qqq'), []);
});

test('a label finds its command too, after those with such a name', (t) => {
  const labelled = [
    {name: 'x', label: 'tags and properties', shown: '', obstacle: undefined, run: () => undefined},
    {name: 'tags', label: 'other', shown: '', obstacle: undefined, run: () => undefined},
  ];
  t.deepEqual(
    findCommands(labelled, 'tags').map(({name}) => name),
    ['tags', 'x'],
  );
});
