import {mkdirSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import type {ExecutionContext} from 'ava';
import {DEFAULT_MODES} from '../helpers/screen-modes.ts';
import type {Screen} from '../helpers/screen.ts';
import {
  createPlace,
  type DxtopOptions,
  exitOf,
  type Place,
  quit,
  readFreshStty,
  see,
  seeSelected,
} from './start-dxtop.ts';
import {seeWaiting, startHeld} from './start-held.ts';

const ASKING = 'Asking the platform for your executions';
/** So long there is nothing but the empty list. */
const ANSWER_MS = 700;

/** Settings of every section, none of which is to be seen in an empty list. */
const SETTINGS = `
[display]
mouse = true
time_zone = "utc"
units = "decimal"
[platform]
refresh_seconds = 10
read_only = true
[ssh]
escape_character = "%"
[notifications]
done = ["bell"]
[attention]
failed_hours = 3
[views]
mine = "tag:mine"
`;

/** A user of one job whose dxtop was never here, and who has set nothing. */
const createNewcomer = async (t: ExecutionContext): Promise<Place> => {
  const place = await createPlace(t);
  await place.control.addJob({name: 'align reads', state: 'running'});
  rmSync(place.home.settingsPath);
  return place;
};

/** All that can be seen: each row with the style of each character. */
const toPicture = (screen: Screen): string[] =>
  Array.from({length: screen.rows}, (_, y) =>
    Array.from({length: screen.columns}, (_column, x) => {
      const {text, isBold, isDim, isInverse, foreground = ''} = screen.cell(x, y);
      return `${text || ' '}${isBold ? 'b' : ''}${isDim ? 'd' : ''}${isInverse ? 'i' : ''}${String(foreground)}`;
    }).join('|'),
  );

for (const [name, options, toml] of [
  ['of 60x15', {columns: 60, rows: 15}],
  ['of 80x24', {columns: 80, rows: 24}],
  ['of 120x40', {columns: 120, rows: 40}],
  ['of 200x60', {columns: 200, rows: 60}],
  ['without colours', {columns: 80, rows: 24, env: {NO_COLOR: '1'}}],
  ['without UTF-8', {columns: 200, rows: 60, env: {LANG: 'C'}}],
  ['and settings that the list does not show', {columns: 80, rows: 24}, SETTINGS],
  ['and other colours set', {columns: 120, rows: 40}, '[display]\ntheme = "colour-blind"\n'],
  ['and ASCII set', {columns: 200, rows: 60}, '[display]\nascii = true\ntheme = "light"\n'],
] as const satisfies ReadonlyArray<readonly [string, DxtopOptions, string?]>) {
  test.serial(
    `on a terminal ${name}, nothing changes when the dashboard takes the painted list's place`,
    async (t) => {
      const place = await createNewcomer(t);
      if (toml !== undefined) place.home.addSettings(toml);
      place.control.setLatencyMs(ANSWER_MS);
      let printed = '';
      const program = await startHeld(place, {
        ...options,
        onOutput: (bytes) => (printed += bytes.toString('latin1')),
      });
      await see(program, ASKING);
      await seeWaiting(program);
      t.like(program.screen.modes(), {isAlternateScreen: true, privateModes: ['?25l']});
      const painted = toPicture(program.screen);
      let changed: string[] | undefined;
      program.screen.onFrame(() => {
        if (program.screen.text().includes('align reads')) return;
        const picture = toPicture(program.screen);
        if (picture.join('\n') !== painted.join('\n')) changed ??= picture;
      });
      program.kill('SIGUSR2');
      await see(program, /^dxtop {2}127\.0\.0\.1.* live$/m);
      await seeSelected(program, 'align reads');
      t.deepEqual(changed ?? painted, painted);
      // The dashboard did draw the empty list as well, and on the same screen, which was never empty.
      t.is(printed.split(ASKING).length, 3);
      t.notRegex(printed, /\x1b\[\?1049h[^]*\x1b\[\?1049h|\x1b\[2J|\x1b\[J/);
      t.false(program.screen.text().includes(ASKING));
      t.is(await quit(program), 0);
    },
  );
}

test.serial('keys typed over the painted list are not echoed, and each has its effect later', async (t) => {
  const place = await createNewcomer(t);
  await place.control.addJob({name: 'sort reads', state: 'done'});
  const program = await startHeld(place);
  await see(program, ASKING);
  await seeWaiting(program);
  const tops: (string | undefined)[] = [];
  program.screen.onFrame(() => tops.push(program.screen.lines()[0]));
  program.type('/sort\rj');
  program.kill('SIGUSR2');
  await see(program, /^Filter: sort {2}1 of 2/m);
  await seeSelected(program, 'sort reads');
  // An echo would have begun where the cursor waits, in the first row.
  t.deepEqual(
    tops.filter((top) => !top?.startsWith('dxtop  127.0.0.1')),
    [],
  );
  t.notRegex(program.screen.text(), /align reads/);
});

test.serial('who quits over the painted list has the terminal as it was', async (t) => {
  const place = await createNewcomer(t);
  const program = await startHeld(place);
  await see(program, ASKING);
  await seeWaiting(program);
  program.press('q');
  program.kill('SIGUSR2');
  t.is(await exitOf(program), 0);
  t.deepEqual(program.screen.modes(), DEFAULT_MODES);
  t.is(await program.stty(), await readFreshStty());
  t.is(program.screen.text().trim(), '');
});

for (const [signal, code] of [
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const) {
  test.serial(`${signal} over the painted list leaves the terminal as it was`, async (t) => {
    const place = await createNewcomer(t);
    const program = await startHeld(place);
    await see(program, ASKING);
    await seeWaiting(program);
    program.kill(signal);
    t.is(await exitOf(program), code);
    t.deepEqual(program.screen.modes(), DEFAULT_MODES);
    t.is(await program.stty(), await readFreshStty());
    t.is(program.screen.text().trim(), '');
  });
}

test.serial('after the painted list, a crash is told on the screen from before', async (t) => {
  const place = await createNewcomer(t);
  const program = await startHeld(place, {}, 'crashes');
  t.is(await exitOf(program), 70);
  t.regex(program.screen.text(), /^dxtop: it crashed, sorry\. .*thrown while loading/m);
  t.false(program.screen.text().includes(ASKING));
  t.deepEqual(program.screen.modes(), DEFAULT_MODES);
  t.is(await program.stty(), await readFreshStty());
});

/** What makes it wait for the dashboard, which alone can tell what is to be drawn. */
const OBSTACLES: Readonly<Record<string, DxtopOptions | ((place: Place) => void)>> = {
  'with a settings file that is not TOML': ({home}) => {
    home.addSettings('display = [\n');
  },
  'with an unknown setting': ({home}) => {
    home.addSettings('[display]\ncolour = "red"\n');
  },
  'with a setting for screen readers': ({home}) => {
    home.addSettings('[display]\nplain = true\n');
  },
  'with other keys': ({home}) => {
    home.addSettings('[keys]\nexecutions.filter = ["F"]\n');
  },
  'with a state file': ({home}) => {
    const folder = path.join(home.path, '.local', 'state', 'dxtop');
    mkdirSync(folder, {recursive: true, mode: 0o700});
    writeFileSync(path.join(folder, 'dxtop.db'), '', {mode: 0o600});
  },
  'with something to tell': {env: {DX_CA_CERT: 'NOVERIFY'}},
  'that is too narrow': {columns: 39},
  'that is too low': {rows: 9},
};

for (const [name, obstacle] of Object.entries(OBSTACLES)) {
  test.serial(`on a start ${name}, nothing is painted before the dashboard is there`, async (t) => {
    const place = await createNewcomer(t);
    if (typeof obstacle === 'function') obstacle(place);
    const program = await startHeld(place, typeof obstacle === 'function' ? {} : obstacle);
    await seeWaiting(program);
    t.is(program.screen.text().trim(), '');
    t.false(program.screen.modes().isAlternateScreen);
  });
}
