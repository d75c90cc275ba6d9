import {chmodSync, readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import type {ExecutionContext} from 'ava';
import type {Program} from '../helpers/program.ts';
import {DEFAULT_MODES} from '../helpers/screen-modes.ts';
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

const HOUR_MS = 3_600_000;

/** The only frame that is stored. */
const toFile = ({home}: Place): string => {
  const folder = path.join(home.path, '.local', 'state', 'dxtop', 'first-frames');
  const [name = '', ...others] = readdirSync(folder);
  if (others.length > 0) throw new Error(`more than one: ${others.join(', ')}`);
  return path.join(folder, name);
};

/** Changes the stored frame's text. */
const change = (place: Place, from: string | RegExp, to: string): void => {
  const text = readFileSync(toFile(place), 'utf8');
  const changed = text.replace(from, to);
  if (changed === text) throw new Error(`nothing to change: ${String(from)}`);
  writeFileSync(toFile(place), changed);
};

/** A user of two jobs whose dxtop was there before, and who was away for three hours. */
const createReturning = async (t: ExecutionContext): Promise<Place> => {
  const place = await createPlace(t);
  await place.control.addJob({name: 'sort reads', state: 'done'});
  await place.control.addJob({name: 'align reads', state: 'running'});
  const program = await place.start();
  await see(program, 'sort reads');
  await see(program, /live$/m);
  await quit(program);
  const {asOfMs} = JSON.parse(readFileSync(toFile(place), 'utf8')) as {asOfMs: number};
  change(place, /"asOfMs":\d+/, `"asOfMs":${String(asOfMs - 3 * HOUR_MS)}`);
  return place;
};

test.serial('the last list is there before the rest is loaded, and says how old it is', async (t) => {
  const place = await createReturning(t);
  let printed = '';
  const program = await startHeld(place, {onOutput: (bytes) => (printed += bytes.toString('latin1'))});
  await see(program, /^dxtop {2}127\.0\.0\.1 .* as of 3h ago, loading$/m);
  await see(program, /^>● running +align reads/m);
  await see(program, /^ \S done +sort reads/m);
  await see(program, /Enter attach/);
  await seeWaiting(program);
  t.like(program.screen.modes(), {isAlternateScreen: true, privateModes: ['?25l']});
  program.kill('SIGUSR2');
  await see(program, /live$/m);
  await seeSelected(program, 'align reads');
  // The first frame of its own came in the place of the stored one: on the same screen, which was never empty.
  t.notRegex(printed, /\x1b\[\?1049h[^]*\x1b\[\?1049h|\x1b\[2J|\x1b\[J/);
  t.is(await quit(program), 0);
});

test.serial('keys that are typed meanwhile are not echoed, and each has its effect later', async (t) => {
  const place = await createReturning(t);
  const program = await startHeld(place);
  await see(program, /as of 3h ago, loading$/m);
  await seeWaiting(program);
  program.type('j/sort');
  program.kill('SIGUSR2');
  await see(program, /\/ ?sort/);
  await see(program, /^>. done +sort reads/m);
  t.notRegex(program.screen.text(), /align reads/);
  t.true(program.screen.modes().isAlternateScreen);
});

test.serial('a window of another size does not take the frame of this one', async (t) => {
  const place = await createReturning(t);
  const other = await place.start({columns: 120, rows: 40});
  await see(other, /live$/m);
  await quit(other);
  for (const [size, age] of [
    [{columns: 100, rows: 30}, /as of 3h ago, loading$/m],
    [{columns: 120, rows: 40}, /as of \d+[sm] ago, loading$/m],
  ] as const) {
    const program = await startHeld(place, size);
    await see(program, age);
    await program.close();
  }
  t.pass();
});

test.serial('the file is for its owner alone', async (t) => {
  const place = await createReturning(t);
  t.is(statSync(toFile(place)).mode & 0o777, 0o600);
  t.notRegex(
    readFileSync(toFile(place), 'utf8'),
    new RegExp(place.env['DX_SECURITY_CONTEXT']?.slice(15, 40) ?? ''),
  );
});

/** What makes the next start begin with nothing: an option of the start, or something that happens before it. */
const OBSTACLES: Readonly<Record<string, DxtopOptions | ((place: Place) => void)>> = {
  'in another width': {columns: 101},
  'in another height': {rows: 31},
  'with another TERM': {env: {TERM: 'screen'}},
  'with NO_COLOR': {env: {NO_COLOR: '1'}},
  'with another token': {
    env: {DX_SECURITY_CONTEXT: JSON.stringify({auth_token: 'another', auth_token_type: 'Bearer'})},
  },
  'of another server': {env: {DX_APISERVER_HOST: 'localhost'}},
  'as another user': {env: {DX_USERNAME: 'somebody'}},
  'with other settings': ({home}) => {
    home.addSettings('[display]\nascii = true\n');
  },
  'from another version': (place) => {
    change(place, /"key":"./, '"key":"g');
  },
  'from the future': (place) => {
    change(place, /"asOfMs":\d+/, `"asOfMs":${String(Date.now() + HOUR_MS)}`);
  },
  'that others may read': (place) => {
    chmodSync(toFile(place), 0o640);
  },
  'with a title in it': (place) => {
    change(place, 'sort reads', String.raw`\u001b]0;owned\u0007`);
  },
};

test.serial('a frame is shown only where nothing that it depends on is different', async (t) => {
  const place = await createReturning(t);
  const original = readFileSync(toFile(place), 'utf8');
  for (const [name, obstacle] of Object.entries(OBSTACLES)) {
    writeFileSync(toFile(place), original);
    chmodSync(toFile(place), 0o600);
    const settings = place.home.settingsPath;
    const oldSettings = readFileSync(settings);
    if (typeof obstacle === 'function') obstacle(place);
    const program = await startHeld(place, typeof obstacle === 'function' ? {} : obstacle);
    await seeWaiting(program);
    t.is(program.screen.text().trim(), '', `a frame ${name}`);
    t.false(program.screen.modes().isAlternateScreen, name);
    t.deepEqual(
      program.screen.events.filter(({text}) => text !== 'waiting'),
      [],
      name,
    );
    await program.close();
    writeFileSync(settings, oldSettings);
  }
  // It was not for another reason: now it is shown.
  writeFileSync(toFile(place), original);
  const program = await startHeld(place);
  await see(program, /as of 3h ago, loading$/m);
});

for (const [signal, code] of [
  ['SIGTERM', 143],
  ['SIGHUP', 129],
  ['SIGINT', 130],
  ['SIGQUIT', 131],
] as const) {
  test.serial(`${signal} while the rest is loaded leaves the terminal as it was`, async (t) => {
    const place = await createReturning(t);
    const program = await startHeld(place);
    await see(program, /as of 3h ago, loading$/m);
    await seeWaiting(program);
    program.kill(signal);
    t.is(await exitOf(program), code);
    t.deepEqual(program.screen.modes(), DEFAULT_MODES);
    t.is(await program.stty(), await readFreshStty());
    t.is(program.screen.text().trim(), '');
  });
}

for (const [what, start, code, words] of [
  [
    'a part that cannot be loaded',
    (place) => startHeld(place, {}, 'breaks'),
    70,
    /^dxtop: .*this part of dxtop is broken/m,
  ],
  [
    'an error outside of everything',
    (place) => startHeld(place, {}, 'crashes'),
    70,
    /^dxtop: it crashed, sorry\. .*thrown while loading/m,
  ],
  [
    'settings that cannot be used',
    (place) => place.start({env: {DX_SSH_PROXY: 'gopher://proxy'}}),
    2,
    /^dxtop: DX_SSH_PROXY is not host:port/m,
  ],
] as ReadonlyArray<readonly [string, (place: Place) => Promise<Program>, number, RegExp]>) {
  test.serial(`after the stored list, ${what} is told on the screen from before`, async (t) => {
    const place = await createReturning(t);
    const program = await start(place);
    t.is(await exitOf(program), code);
    t.regex(program.screen.text(), words);
    t.notRegex(program.screen.text(), /align reads/);
    t.deepEqual(program.screen.modes(), DEFAULT_MODES);
    t.is(await program.stty(), await readFreshStty());
  });
}
