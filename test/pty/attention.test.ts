import test from 'ava';
import type {Screen} from '../helpers/screen.ts';
import {
  createPlace,
  PROMPT,
  quit,
  see,
  seeList,
  seeSelected,
  selectedRow,
  seeThat,
  detach,
} from './start-dxtop.ts';

const HOUR_MS = 3_600_000;

const isOnFailedJob = (screen: Screen): boolean => /✗ failed +call/.test(selectedRow(screen));

test.serial(
  '! shows what needs attention by its cause, and leads from there to the executions',
  async (t) => {
    const place = await createPlace(t);
    const {control} = place;
    const fail = async (name: string, message: string) => {
      const id = await control.addJob({name, state: 'running'});
      control.endJob(id, {state: 'failed', failureReason: 'AppError', failureMessage: message});
    };
    await fail('call s1', 'no reads in s1.bam');
    await fail('call s2', 'no reads in s2.bam');
    const created = Date.now() - 5 * HOUR_MS;
    await control.addJob({name: 'queues', state: 'runnable', created, modified: created});
    // Somebody has tagged it just now, which does not make its hold younger.
    const setAt = Date.now() - 47.75 * HOUR_MS;
    await control.addJob({
      name: 'Seurat',
      state: 'debug_hold',
      created,
      modified: Date.now(),
      stateTransitions: [{newState: 'debug_hold', setAt}],
    });
    const program = await place.start();
    await seeList(program);
    await see(program, / ! 3 /);
    program.press('!');
    await see(program, /^Executions › Needs attention$/m);
    await see(program, /^ Needs attention: 3 causes, 4 executions$/m);
    // The list does not tell since when it is held; what the platform was asked for besides puts it last.
    await see(program, /Seurat: held for debugging, and paid for, held 47h, may end in 1\dm/);
    await see(program, /queues: waiting long for a worker.*\n.*Seurat/);
    program.press('g');
    await seeSelected(program, 'AppError: no reads in s');
    program.press('right');
    await see(program, /failed +call s1 {2}no reads in s1\.bam/);
    program.press('j');
    await seeThat(program, 'the cursor on a failed job', isOnFailedJob);
    program.press('d');
    await see(program, /Executions › Needs attention › call s[^]*left\/right pages/);
    program.press('escape');
    // The screen is as it was left: unfolded, with the cursor on that row.
    await seeThat(
      program,
      'the cursor on the job again',
      (screen) => /^Executions › Needs attention$/m.test(screen.text()) && isOnFailedJob(screen),
    );
    program.press('left');
    await seeSelected(program, 'AppError: no reads in s');
    program.press('G');
    await seeSelected(program, 'Seurat: held for debugging');
    program.press('enter');
    await see(program, PROMPT);
    await detach(program, /^ Needs attention: /m);
    await seeSelected(program, 'Seurat: held for debugging');
    program.press('!');
    await seeList(program);
    t.is(await quit(program), 0);
  },
);

test.serial('in ! one can tag and terminate a cause, or what is marked, and copy', async (t) => {
  const place = await createPlace(t);
  const {control} = place;
  for (const name of ['call s1', 'call s2']) {
    const id = await control.addJob({name, state: 'running'});
    const failureMessage = `no reads\nin ${name.slice(-2)}.bam`;
    control.endJob(id, {state: 'failed', failureReason: 'AppError', failureMessage});
  }

  const program = await place.start();
  await see(program, / ! 1 /);
  program.press('!');
  await seeSelected(program, 'AppError: no reads in s');
  program.type('T');
  await see(program, /^ Change 2 executions$/m);
  program.press('escape');
  await see(program, /^ Needs attention: /m);
  program.press('right');
  await see(program, /failed +call s2/);
  program.press('j');
  await seeThat(program, 'the cursor on a failed job', isOnFailedJob);
  program.type(' ');
  await see(program, /^1 execution marked\./m);
  await see(program, /^\+ .*failed +call s/m);
  program.type('T');
  await see(program, /^ Change 1 execution$/m);
  program.press('escape');
  await see(program, /^ Needs attention: /m);
  program.type('u');
  await seeThat(program, 'no marks', (screen) => !screen.text().includes('marked.'));
  program.type('yn');
  await see(program, /^Copied, if your terminal lets programs do that: call s\d$/m);
  program.type('X');
  await see(program, /^Nothing to terminate: all of it has ended\.$/m);
  program.press('escape');
  await seeList(program);
  t.is(await quit(program), 0);
});

test.serial('where nothing needs attention, ! says what was looked for', async (t) => {
  const place = await createPlace(t);
  await place.control.addJob({name: 'align', state: 'running'});
  const program = await place.start();
  await seeSelected(program, 'align');
  t.notRegex(program.screen.text(), / ! \d/);
  program.press('!');
  await see(program, /Of 1 executions, 1 of which have not ended, none needs attention\./);
  program.press('escape');
  await seeList(program);
  t.is(await quit(program), 0);
});

test.serial(
  'a spending limit that is near stands above the list, counts as an alert, and is told',
  async (t) => {
    const place = await createPlace(t);
    await place.control.addJob({name: 'align', state: 'running'});
    place.control.setSpending(3, 97);
    const program = await place.start({env: {TERM_PROGRAM: 'WezTerm'}});
    await see(program, /^org-sequencing_core is near its spending limit: about \$?3\.00 are left/m);
    await see(program, / ! 1 /);
    await seeThat(program, 'the notification', ({events}) =>
      events.some(({kind, text}) => kind === 'notification' && text.includes('is near its spending limit')),
    );
    program.press('!');
    await see(program, /Nothing needs attention[^]*none needs attention/);
    await see(program, /^org-sequencing_core is near/m);
    program.press('escape');
    await seeList(program);
    t.is(await quit(program), 0);
  },
);
