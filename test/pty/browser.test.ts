import {
  appendFileSync,
  chmodSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {eventually} from '../emulator/workers/processes.ts';
import type {Screen} from '../helpers/screen.ts';
import {createPlace, quit, see, seeList, seeThat} from './start-dxtop.ts';

/** A platform with one job, and a home with an `xdg-open` that writes down what it is given. */
const createDesk = async (t: ExecutionContext) => {
  const place = await createPlace(t);
  appendFileSync(
    join(place.home.path, '.config', 'dxtop', 'config.toml'),
    '[platform]\nwebsite = "Lab.DNAnexus.com"\n',
  );
  const id = await place.control.addJob({name: 'align', state: 'running'});
  const told = join(place.home.path, 'told');
  const opener = join(place.home.path, 'xdg-open');
  writeFileSync(opener, `#!/bin/sh\nprintf '%s\\n' "$#" "$1" >"${told}"\n`);
  chmodSync(opener, 0o700);
  return {
    place,
    url: new RegExp(`^https://lab\\.dnanexus\\.com/panx/projects/\\w{24}/monitor/job/${id.slice(4)}$`),
    env: {PATH: `${place.home.path}:${process.env['PATH'] ?? ''}`},
    told: () => (existsSync(told) ? readFileSync(told, 'utf8').trimEnd().split('\n') : []),
    forget: () => {
      rmSync(told);
    },
  };
};

/** Waits until the opener has been told how many arguments it got, and the first of them. */
const seeTold = (told: () => readonly string[]): Promise<void> =>
  eventually(
    () => Promise.resolve(told().length === 2),
    () => Promise.resolve(told()),
  );

test.serial('b opens the page of the selected job, and of the open one', async (t) => {
  const desk = await createDesk(t);
  const program = await desk.place.start({
    env: {...desk.env, DISPLAY: ':7'},
  });
  await see(program, /^>● running +align /m);
  program.type('b');
  await see(program, /^Opened in your browser: align$/m);
  await seeTold(desk.told);
  const [count, url] = desk.told();
  t.is(count, '1');
  t.regex(url ?? '', desk.url);

  program.type('d');
  await see(program, /^ ● align +running/m);
  desk.forget();
  program.type('b');
  await see(program, /Opened in your browser: align/);
  await seeTold(desk.told);
  t.is(desk.told()[1], url);
  program.press('escape');
  await seeList(program);
  t.is(await quit(program), 0);
});

test.serial('b opens the page of what needs attention, and of what failed', async (t) => {
  const desk = await createDesk(t);
  await desk.place.control.addJob({name: 'broken', state: 'failed', created: Date.now() - 3_600_000});
  const program = await desk.place.start({env: {...desk.env, DISPLAY: ':7'}});
  await see(program, /^ ✗ failed +broken /m);
  program.type('!');
  await see(program, /^>▸ ✗ +1 broken: failed/m);
  program.type('b');
  await see(program, /^Opened in your browser: broken$/m);
  await seeTold(desk.told);
  program.type('e');
  await see(program, /^ Why broken /m);
  desk.forget();
  program.type('b');
  await see(program, /Opened in your browser: broken/);
  await seeTold(desk.told);
  t.regex(desk.told()[1] ?? '', /^https:/);
  program.press('escape');
  await see(program, /^>▸ ✗ +1 broken: failed/m);
  program.press('escape');
  await seeList(program);
  t.is(await quit(program), 0);
});

test.serial('over SSH b copies the URL, and says why it does not open it', async (t) => {
  const desk = await createDesk(t);
  const program = await desk.place.start({
    env: {...desk.env, DISPLAY: ':7', SSH_CONNECTION: '10.0.0.1 50000 10.0.0.2 22'},
  });
  await see(program, /^>● running +align /m);
  program.type('b');
  await see(program, /^Not opened, over SSH [^]*Copied instead/m);
  t.deepEqual(desk.told(), []);
  t.is(await quit(program), 0);
});

test.serial(
  'where the website of a platform is not known, b and y u say so, and how to name it',
  async (t) => {
    const place = await createPlace(t);
    await place.control.addJob({name: 'align', state: 'running'});
    const program = await place.start({env: {DISPLAY: ':7'}});
    await see(program, /^>● running +align /m);
    program.type('b');
    await see(program, /^Not opened: the website of this platform is not known; set platform\.website\.$/m);
    program.type('y');
    await see(program, /^Copy: /m);
    program.type('u');
    await see(
      program,
      /^Nothing copied: the website of this platform is not known; set platform\.website\.$/m,
    );
    t.is(await quit(program), 0);
  },
);

/** The text of a row that is a link: the terminal underlines it. */
const linkedText = (screen: Screen, row: number): string =>
  Array.from({length: screen.columns}, (_, column) => screen.cell(column, row))
    .map(({text, isUnderlined}) => (isUnderlined ? text : ''))
    .join('');

test.serial(
  'the ID of an execution is a link to its page where the terminal makes links, and nothing else is',
  async (t) => {
    const desk = await createDesk(t);
    await desk.place.control.addJob({name: 'sort', state: 'done', created: Date.now() - 60_000});
    const program = await desk.place.start({env: {TERM_PROGRAM: 'WezTerm'}});
    const seeLinked = (name: string) =>
      seeThat(program, `the ID of ${name} as a link`, (screen) => {
        const row = screen.lines().findIndex((line) => / id {10,}job-/.test(line));
        const isOpen = screen.lines().some((line) => line.includes(` name          ${name}`));
        const id = /job-\w{24}/.exec(screen.lines()[row] ?? '')?.[0];
        return isOpen && id !== undefined && linkedText(screen, row) === id;
      });
    await seeLinked('align');
    program.type('j');
    await seeLinked('sort');
    program.resize(160, 30);
    await seeThat(program, 'the detail beside', (screen) => / │ id {10,}job-/.test(screen.text()));
    await seeLinked('sort');
    program.type('k');
    await seeLinked('align');
    program.type('d');
    await see(program, /^Executions › align$/m);
    await seeLinked('align');
    t.false(program.screen.modes().isLinkOpen);
    const targets = program.screen.events.filter(({kind}) => kind === 'link').map(({text}) => text);
    t.true(targets.length >= 4, targets.join());
    for (const target of targets)
      t.regex(target, /^;https:\/\/lab\.dnanexus\.com\/panx\/projects\/\w{24}\/monitor\/job\/\w{24}$/);
    program.press('escape');
    await seeList(program);
    t.is(await quit(program), 0);
    // What the next start shows at once is text and colours alone.
    const folder = join(desk.place.home.path, '.local', 'state', 'dxtop', 'first-frames');
    const stored = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
    t.true(stored.join('').includes('align'));
    t.false(stored.join('').includes('panx'));

    const other = await desk.place.start();
    await see(other, /^ id {10,}job-/m);
    t.is(await quit(other), 0);
    t.false(other.screen.events.some(({kind}) => kind === 'link'));
  },
);
