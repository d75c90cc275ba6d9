import {setTimeout as delay} from 'node:timers/promises';
import test from 'ava';
import {DEFAULT_MODES} from '../helpers/screen-modes.ts';
import {attach, createPlace, detach, FACT_MS, type Place, quit, see, seeThat} from './start-dxtop.ts';

const HOUR_MS = 3_600_000;
/** They hold a frame back until it is whole; nothing of them is seen or read out. */
const FRAME_MARKS = /\x1b\[\?2026[hl]/g;

/** Waits until the list has been asked for so many times more; the clock ticks several times between two of them. */
const waitForPolls = async (place: Place, count: number): Promise<void> => {
  const countPolls = () =>
    place.control.requests().filter(({route}) => route === 'system/findExecutions').length;
  const wanted = countPolls() + count;
  const deadline = Date.now() + FACT_MS;
  while (countPolls() < wanted) {
    if (Date.now() > deadline) throw new Error('the list was not asked for again');
    await delay(50);
  }
};

test.serial(
  'with --plain the list is sentences on the main screen, and nothing is written while nothing happens',
  async (t) => {
    const place = await createPlace(t);
    const created = Date.now() - 5.2 * HOUR_MS;
    const id = await place.control.addJob({name: 'first job', state: 'runnable', created});
    await place.control.addJob({name: 'second job', state: 'done', created: created - HOUR_MS});
    const program = await place.start({args: ['--plain']});
    await see(
      program,
      /^dxtop on 127\.0\.0\.1\. Executions, mine, all projects: 1 waiting, 1 done\.(?: 1 cause for attention\.)? Live\.$/m,
    );
    await see(program, /^> 1 of 2: runnable, first job, created 5 hours ago/m);
    await see(program, /^Keys: Enter open, .*q\s+quit\.$/ms);
    t.notRegex(program.screen.text(), /[─│●○✓✗]/);
    t.false(program.screen.modes().isAlternateScreen);

    program.press('j');
    await see(program, /^> 2 of 2: done, second job, created 6 hours ago/m);
    let written = '';
    program.onOutput((bytes) => {
      written += bytes.toString();
    });
    await waitForPolls(place, 2);
    t.is(written.replace(FRAME_MARKS, ''), '');

    place.control.endJob(id, {state: 'failed', failureReason: 'AppError', failureMessage: 'no reads left'});
    await see(program, /^dxtop on 127\.0\.0\.1\. Executions, mine, all projects: 1 failed, 1 done\./m);
    program.press('k');
    await see(program, /^> 1 of 2: failed, first job, AppError: no reads left/m);
    program.press('d');
    await see(program, /^Page 1 of \d+: overview$/m);
    await see(program, /^state failed$/m);
    program.press('escape');
    await see(program, /^> 1 of 2: failed, first job/m);
    program.press('!');
    await see(program, /^> 1 of 1: failed, first job, AppError: no reads left, since .*, folded$/m);
    program.press('escape');
    await see(program, /^> 1 of 2: failed, first job/m);
    t.is(await quit(program), 0);
    t.deepEqual(program.screen.modes(), DEFAULT_MODES);
  },
);

test.serial('a plain page whose sentences are wrapped stays on the screen as a whole', async (t) => {
  const place = await createPlace(t);
  const id = await place.control.addJob({name: 'align reads', state: 'done'});
  for (let line = 1; line <= 40; line++)
    place.control.log(id, {source: 'APP', level: 'STDOUT', msg: `line ${String(line)}`});
  const program = await place.start({args: ['--plain'], columns: 60, rows: 20});
  await see(program, /^> 1 of 1: done, align reads/m);
  program.press('l');
  await see(program, /^Executions > Log\n ?align reads done$[^]*line 40$[^]*^Keys: Esc back,[^]* help\.$/m);
  program.press('k');
  await see(program, /^Executions > [^]*line 39$(?![^]*line 40$)[^]*^Keys: Esc back,/m);
  program.press('escape');
  await see(program, /^> 1 of 1: done, align reads/m);
  t.is(await quit(program), 0);
});

test.serial('with --plain an attach leads to the shell and back to the row', async (t) => {
  const place = await createPlace(t);
  await place.control.addJob({name: 'align reads', sshAfterMs: 1000});
  const program = await place.start({args: ['--plain']});
  await see(program, /^> 1 of 1: running, align reads/m);
  await attach(program);
  await detach(program, /^> 1 of 1: running, align reads/m);
  await seeThat(program, 'the main screen', (screen) => !screen.modes().isAlternateScreen);
  t.is(await quit(program), 0);
  t.deepEqual(program.screen.modes(), DEFAULT_MODES);
});
