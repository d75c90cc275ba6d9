import {setTimeout} from 'node:timers/promises';
import test from 'ava';
import {DEFAULT_MODES} from '../helpers/screen-modes.ts';
import {addJobs, toNames} from './add-jobs.ts';
import {createPlace, readFreshStty, quit, see, seeList, seeSelected, seeThat} from './start-dxtop.ts';

const MINUTE_MS = 60_000;

/** `job 01`, `job 02`, … */
const toJobNames = (count: number) => toNames(count, (number) => `job ${String(number).padStart(2, '0')}`);

test.serial('the list appears, and states change while one watches', async (t) => {
  const place = await createPlace(t);
  const id = await place.control.addJob({name: 'align reads', state: 'runnable'});
  const program = await place.start();
  await see(program, /^>○ runnable +align reads/m);
  await see(program, /^dxtop {2}127\.0\.0\.1 {2}mine, all projects {2}○ 1 waiting +live$/m);
  place.control.update(id, {state: 'running', startedRunning: Date.now()});
  await see(program, /^>● running +align reads.* 0:0\d:\d\d/m);
  const readTime = () => /^>● running +align reads.* (0:0\d:\d\d)/m.exec(program.screen.text())?.[1];
  const firstTime = readTime();
  await seeThat(program, 'the time to go on', () => ![firstTime, undefined].includes(readTime()));
  place.control.endJob(id, {state: 'failed', failureReason: 'AppError', failureMessage: 'no reads left'});
  await see(program, /^>✗ failed +align reads +AppError: no reads/m);
  t.true(program.screen.modes().isAlternateScreen);
  t.is(await quit(program), 0);
});

test.serial('r asks about the selected one too, even when it has ended', async (t) => {
  const place = await createPlace(t);
  const id = await place.control.addJob({name: 'align reads', state: 'done', allowSSH: []});
  const program = await place.start();
  await see(program, /^ allowSSH +closed$/m);
  // Once it is known that it has ended, nothing more is asked by itself, and the list does not tell.
  const countDescribed = () => place.control.requests().filter(({route}) => route === 'job/describe').length;
  while (countDescribed() < 2) await setTimeout(20);
  place.control.update(id, {allowSSH: ['192.0.2.9']});
  program.press('r');
  await see(program, /^ allowSSH +192\.0\.2\.9$/m);
  t.is(await quit(program), 0);
});

test.serial('arrows, letters and page keys move the cursor, several in one write too', async (t) => {
  const place = await createPlace(t);
  await addJobs(place, toJobNames(40), 'done');
  const program = await place.start();
  await seeSelected(program, 'job 01');
  await see(program, /4\d? done/);
  const moves = [
    ['j', 'job 02'],
    ['down', 'job 03'],
    ['k', 'job 02'],
    ['up', 'job 01'],
    ['up', 'job 01'],
    ['G', 'job 40'],
    ['j', 'job 40'],
    ['g', 'job 01'],
    ['end', 'job 40'],
    ['home', 'job 01'],
  ] as const;
  for (const [key, name] of moves) {
    program.press(key);
    await seeSelected(program, name);
  }
  program.type('jjjjj');
  await seeSelected(program, 'job 06');
  program.type('jj\x1b[B\x1b[Bkj');
  await seeSelected(program, 'job 10');
  program.press('home');
  await seeSelected(program, 'job 01');
  const page = program.screen
    .lines()
    .filter((line) => /job \d\d /.test(line) && !line.startsWith(' name')).length;
  program.press('page-down');
  await seeSelected(program, `job ${String(page).padStart(2, '0')}`);
  program.press('page-up');
  await seeSelected(program, 'job 01');
  program.press('ctrl-d');
  await seeSelected(program, `job ${String(1 + Math.floor(page / 2)).padStart(2, '0')}`);
  program.press('ctrl-u');
  await seeSelected(program, 'job 01');
  t.pass();
});

test.serial('Esc and what is typed after it count one by one, also in one write', async (t) => {
  const place = await createPlace(t);
  await addJobs(place, toJobNames(5), 'done');
  const program = await place.start();
  await seeSelected(program, 'job 01');
  program.type('/job 04');
  await seeSelected(program, 'job 04');
  // The filter goes, the cursor moves to the next row, and this one is opened.
  program.type('\x1bj\r');
  await see(program, /^Executions › job 02$/m);
  program.type('\x1b:');
  await see(program, /^describe +d +describe$/m);
  // The palette goes, and what it left has the keyboard again.
  program.type('\x1bg\x1b[B\x1b[B\n');
  await see(program, /^Executions › job 03$/m);
  t.pass();
});

test.serial('a key for a row says that there is none, before the list has come as well', async (t) => {
  const place = await createPlace(t);
  place.control.failNext({kind: 'hang', route: 'system/findExecutions', count: Number.POSITIVE_INFINITY});
  const program = await place.start();
  await see(program, 'Asking the platform for your executions');
  program.press('enter');
  await see(program, 'Not done: nothing was selected.');
  t.is(await quit(program), 0);
});

test.serial('a paste presses nothing', async (t) => {
  const place = await createPlace(t);
  await addJobs(place, toJobNames(5), 'done');
  const program = await place.start();
  await seeSelected(program, 'job 01');
  t.true(program.screen.modes().privateModes.includes('?2004h'), 'the terminal is told to bracket pastes');
  program.type('\x1b[200~jjjq\rs\x1b[201~');
  program.press('j');
  await seeSelected(program, 'job 02');
  t.pass();
});

test.serial(
  'the selected row follows its job while others come and go, on its line of the screen',
  async (t) => {
    const place = await createPlace(t);
    await addJobs(place, toJobNames(40), 'done');
    const program = await place.start();
    await seeSelected(program, 'job 01');
    await see(program, /4\d? done/);
    program.type('G');
    await seeSelected(program, 'job 40');
    program.type('kkkk');
    await seeSelected(program, 'job 36');
    const before = program.screen.lines().findIndex((line) => line.startsWith('>'));
    for (const name of ['new A', 'new B', 'new C']) await place.control.addJob({name, state: 'running'});
    await see(program, /3 running/);
    // Frames come one after the other: with the answer to a key, the one before it is complete.
    program.press('k');
    await seeSelected(program, 'job 35');
    program.press('j');
    await seeSelected(program, 'job 36');
    t.is(
      program.screen.lines().findIndex((line) => line.startsWith('>')),
      before,
    );
    program.press('g');
    await seeSelected(program, 'new C');
    program.press('j');
    await seeSelected(program, 'new B');
    await place.control.addJob({name: 'new D', state: 'running'});
    await see(program, /4 running/);
    program.press('j');
    await seeSelected(program, 'new A');
    program.press('k');
    await seeSelected(program, 'new B');
  },
);

test.serial(
  'Enter on a finished job opens it with its whole message, Esc returns to the same row',
  async (t) => {
    const place = await createPlace(t);
    await addJobs(place, toJobNames(3), 'done');
    const words = Array.from({length: 150}, (_, index) => `word${index}`);
    await place.control.addJob({
      name: 'broken',
      state: 'failed',
      failureReason: 'AppError',
      failureMessage: words.join(' '),
      created: Date.now() - 2.5 * MINUTE_MS,
    });
    const program = await place.start();
    await seeSelected(program, 'job 01');
    await see(program, 'broken');
    program.type('jj');
    await seeSelected(program, 'broken');
    program.press('enter');
    await see(program, 'Esc back');
    const seen = new Set<string>();
    const collect = () => {
      for (const word of program.screen.text().match(/word\d+/g) ?? []) seen.add(word);
    };
    await seeThat(program, 'the first words', (screen) => screen.text().includes('word10'));
    collect();
    program.press('G');
    await see(program, 'word149');
    collect();
    t.deepEqual(
      words.filter((word) => !seen.has(word)),
      [],
    );
    program.press('escape');
    await seeList(program);
    await seeSelected(program, 'broken');
  },
);

test.serial('the help comes with ? and goes with Esc', async (t) => {
  const place = await createPlace(t);
  const program = await place.start();
  await see(program, 'You have no executions');
  program.press('?');
  await see(program, 'In the list');
  program.press('escape');
  await seeList(program);
  t.pass();
});

test.serial('quitting leaves the terminal as it was', async (t) => {
  const place = await createPlace(t);
  const program = await place.start();
  await seeList(program);
  t.is(await quit(program), 0);
  t.is(await program.stty(), await readFreshStty());
  t.deepEqual(program.screen.modes(), DEFAULT_MODES);
});

test.serial('a window that is too small says so, and draws again when it has grown', async (t) => {
  const place = await createPlace(t);
  await addJobs(place, toJobNames(3), 'done');
  const program = await place.start();
  await seeSelected(program, 'job 01');
  for (const [columns, rows] of [
    [39, 24],
    [80, 9],
    [1, 1],
    [20, 5],
  ] as const) {
    program.resize(columns, rows);
    const text = `too small (${columns}x${rows})`;
    await seeThat(program, text, (screen) =>
      columns === 1 ? screen.text().trim().length <= 1 : screen.text().trim() === text,
    );
  }
  program.resize(80, 24);
  await seeSelected(program, 'job 01');
  await see(program, /^Enter .* q quit$/m);
  t.pass();
});
