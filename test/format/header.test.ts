import {stripVTControlCharacters} from 'node:util';
import test from 'ava';
import stringWidth from 'string-width';
import {createRandom} from '../../source/emulator/random.ts';
import {formatHeader} from '../../source/format/header.ts';
import {createPalette} from '../../source/format/palette.ts';
import {clean} from '../../source/model/safe-text.ts';
import {createHostileExecutions, NOW_MS} from '../helpers/executions.ts';

const palette = createPalette(false);
const facts = {
  source: 'demo',
  scope: 'mine, all projects',
  fetchedAtMs: NOW_MS - 1000,
  nowMs: NOW_MS,
  trouble: undefined,
};
const style = {columns: 100, palette, isAscii: true};

test('the header counts the states and says that it is live', (t) => {
  const states = new Map(
    ['running', 'in_progress', 'failed', 'idle', 'runnable', 'done', 'terminated'].map((state) => [state, 1]),
  );
  const line = stripVTControlCharacters(formatHeader(states, facts, style));
  t.regex(
    line,
    /^dxtop {2}demo {2}mine, all projects {2}\* 2 running {2}x 1 failed {2}o 2 waiting {2}\+ 1 done +live$/,
  );
  t.is(line.length, 100);
});

test('old data is called old', (t) => {
  t.regex(formatHeader(new Map(), {...facts, fetchedAtMs: NOW_MS - 90_000}, style), /1m old$/);
  t.regex(
    formatHeader(new Map(), {...facts, fetchedAtMs: NOW_MS - 5000, trouble: 'no network'}, style),
    /5s old$/,
  );
  t.regex(formatHeader(new Map(), {...facts, fetchedAtMs: NOW_MS + 5000}, style), /live$/);
  t.regex(formatHeader(new Map(), {...facts, fetchedAtMs: undefined}, style), /loading$/);
  t.regex(
    formatHeader(new Map(), {...facts, fetchedAtMs: undefined, trouble: 'no network'}, style),
    /no data$/,
  );
});

test('data of the last run is marked with its age', (t) => {
  const stored = {...facts, isStored: true, fetchedAtMs: NOW_MS - 3 * 3_600_000};
  t.regex(formatHeader(new Map(), stored, style), /as of 3h ago, loading$/);
  t.regex(formatHeader(new Map(), {...stored, trouble: 'no network'}, style), /as of 3h ago$/);
});

test('the header is as wide as the terminal, whatever it is called', (t) => {
  const random = createRandom(5);
  const states = new Map(createHostileExecutions(100).map(({state}) => [state, random.int(0, 1e6)]));
  for (let round = 0; round < 1000; round++) {
    const columns = random.int(40, 250);
    const source = clean(random.pick(['demo', 'api.dnanexus.com', '配列解析'.repeat(20), 'x'.repeat(300)]));
    const line = formatHeader(
      states,
      {
        ...facts,
        source,
        spend: {
          total: {amount: random.int(0, 1e6), symbol: clean('$'), isSymbolLeft: true},
          perHour: undefined,
        },
      },
      {columns, palette: createPalette(true), isAscii: false},
    );
    t.is(stringWidth(stripVTControlCharacters(line)), columns);
  }
});

test('the header says what it all costs and, while something runs, per hour; where it is narrow, nothing of it', (t) => {
  const price = (amount: number) => ({amount, symbol: clean('$'), isSymbolLeft: true});
  const line = (spend: object, columns = 100) =>
    formatHeader(new Map([['running', 2]]), {...facts, spend: spend as never}, {...style, columns});
  t.regex(line({total: price(12.3), perHour: price(1.2)}), /2 running +\$12\.30, \$1\.20\/h {2}live$/);
  t.regex(line({total: price(12.3), perHour: undefined}), /2 running +\$12\.30 {2}live$/);
  t.notRegex(line({total: price(12.3), perHour: price(1.2)}, 50), /\$/);
  t.notRegex(line({total: undefined, perHour: undefined}), /\$/);
  t.notRegex(line({total: price(0.001), perHour: undefined}), /\$/);
});

test('what has failed is the last count to go where it gets narrow, and what needs attention the one before', (t) => {
  const states = new Map([
    ['running', 8],
    ['debug_hold', 1],
    ['failed', 12],
    ['runnable', 30],
    ['done', 400],
  ]);
  const line = (columns: number) =>
    stripVTControlCharacters(
      formatHeader(states, {...facts, alertCount: 3, sessionCount: 2}, {...style, columns}),
    );
  const parts = ['done', 'sessions', 'mine', 'waiting', 'running', 'debug_hold', '! 3', '12 failed'];
  for (let columns = 160; columns >= 40; columns--) {
    const shown = parts.map((part) => line(columns).includes(part));
    // Whatever is left out, all that goes before it is left out too.
    t.deepEqual(
      [...shown].sort((a, b) => Number(a) - Number(b)),
      shown,
      line(columns),
    );
  }

  t.is(line(60), 'dxtop  demo  ! 3  # 1 debug_hold  x 12 failed           live');
  t.is(line(40), 'dxtop  demo  ! 3  x 12 failed       live');
  t.true(parts.every((part) => line(130).includes(part)));
});

test('the name of a platform is cut before the failures go', (t) => {
  const line = formatHeader(
    new Map([['failed', 7]]),
    {...facts, source: 'a-very-long-host-name.of.a.platform.example'},
    {...style, columns: 40},
  );
  t.regex(stripVTControlCharacters(line), /^dxtop {2}a-very.*~ {2}x 7 failed +live$/);
});

test('a scope that was chosen gives way later than the counts, and a long project name is cut', (t) => {
  const states = new Map([
    ['running', 1000],
    ['failed', 2000],
    ['runnable', 3000],
    ['done', 4000],
  ]);
  const scope = "everyone's, all projects";
  const narrow = {...style, columns: 64};
  t.false(formatHeader(states, {...facts, scope}, narrow).includes(scope));
  t.regex(formatHeader(states, {...facts, scope, isScopeChosen: true}, narrow), /everyone's, all projects/);
  const long = formatHeader(new Map(), {...facts, scope: `mine, ${'x'.repeat(90)}`}, style);
  t.regex(stripVTControlCharacters(long), / {2}mine, x{25}~ /);
});
