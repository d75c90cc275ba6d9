import test from 'ava';
import {
  attach,
  createPlace,
  detach,
  dismiss,
  enter,
  leaveTmux,
  type Place,
  PROMPT,
  quit,
  see,
  seeSelected,
  seeThat,
  tmuxTest,
} from './start-dxtop.ts';
import type {Program} from '../helpers/program.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** A running job among 60 others, selected with the window scrolled to it. */
const startScrolled = async (place: Place): Promise<{program: Program; picture: () => string}> => {
  const nowMs = Date.now();
  for (let number = 60; number >= 1; number--) {
    const name = number === 45 ? 'the worker' : `job ${number}`;
    const state = number === 45 ? 'running' : 'done';
    await place.control.addJob({name, state, created: nowMs - number * MINUTE_MS});
  }
  const program = await place.start();
  await see(program, '59 done');
  program.press('G');
  await seeSelected(program, 'job 60');
  program.type('k'.repeat(15));
  await seeSelected(program, 'the worker');
  // The detail is drawn last: then the whole list is.
  await see(program, /^ name +the worker$/m);
  // The first names in the list, with the cursor; a line above the list may take the last one away.
  const picture = () =>
    program.screen
      .lines()
      .filter((line) => /^[> ]. (done|running) /.test(line))
      .map((line) => line.slice(0, 60))
      .slice(0, 10)
      .join('\n');
  return {program, picture};
};

test.serial('Enter on a running job shows the steps, then the worker’s shell', async (t) => {
  let aheadMs = 0;
  const place = await createPlace(t, {scenario: 'empty', now: () => Date.now() + aheadMs});
  await place.control.addJob({name: 'align reads', sshAfterMs: HOUR_MS});
  const program = await place.start();
  await seeSelected(program, 'align reads');
  program.press('enter');
  await see(program, 'Attaching to align reads');
  await see(program, /^ ✓ describe the job +\d\.\d s {2}running$/m);
  await see(program, /^ ✓ firewall +\d\.\d s {2}127\.0\.0\.1 may connect$/m);
  await see(program, /^ › worker ready +\d\.\d s {2}job is running, waiting for its host$/m);
  for (const step of ['reachable', 'host key', 'login']) await see(program, new RegExp(`^ · ${step}`, 'm'));
  // Seen at leisure: the worker comes only now.
  aheadMs = HOUR_MS;
  await see(program, PROMPT);
  enter(program, 'echo answer-$((6*7))');
  await see(program, 'answer-42');
  await detach(program);
  t.pass();
});

test.serial('Esc on the checklist cancels the attach', async (t) => {
  const place = await createPlace(t);
  await place.control.addJob({name: 'align reads', sshAfterMs: 600_000});
  const program = await place.start();
  await seeSelected(program, 'align reads');
  program.press('enter');
  await see(program, 'waiting for its host');
  program.press('escape');
  await see(program, 'Not attached to align reads: cancelled.');
  await seeSelected(program, 'align reads');
  t.pass();
});

test.serial(
  'a closed firewall is opened after a question, for one address, and asked once per job',
  async (t) => {
    const place = await createPlace(t);
    place.control.setClientIp('203.0.113.7');
    const id = await place.control.addJob({name: 'closed', allowSSH: ['198.51.100.1']});
    const program = await place.start();
    await seeSelected(program, 'closed');
    program.press('enter');
    await see(program, 'Your address 203.0.113.7 is not in this job');
    program.press('n');
    await see(program, 'Not attached to closed: cancelled.');
    t.like(place.control.execution(id), {allowSSH: ['198.51.100.1']});

    program.press('enter');
    await see(program, 'Let 203.0.113.7, and nothing else, connect to it? y/N');
    program.press('y');
    await see(program, PROMPT);
    t.like(place.control.execution(id), {allowSSH: ['198.51.100.1', '203.0.113.7']});
    await detach(program);

    place.control.update(id, {allowSSH: []});
    await attach(program);
    t.like(place.control.execution(id), {allowSSH: ['203.0.113.7']});
  },
);

test.serial('the question before an attach takes the keys of the settings, and no others', async (t) => {
  const place = await createPlace(t);
  place.home.addSettings('[keys.question]\nyes = ["o"]\n');
  place.control.setClientIp('203.0.113.7');
  const id = await place.control.addJob({name: 'closed', allowSSH: []});
  const program = await place.start();
  await seeSelected(program, 'closed');
  program.press('enter');
  await see(program, 'Let 203.0.113.7, and nothing else, connect to it? o/N');
  await see(program, /^o let my address in {2}n cancel$/m);
  program.type('yo');
  await see(program, 'Attaching to closed');
  await see(program, /✓ firewall/);
  t.like(place.control.execution(id), {allowSSH: ['203.0.113.7']});
});

const WAYS_BACK: readonly (readonly [title: string, leave: (program: Program) => void, notice: RegExp])[] = [
  ['~d', (program) => program.type('\r~d'), /Detached from the worker; the session lives on\./],
  ['tmux’s F6', (program) => program.press('f6'), /Detached from the worker; the session lives on\./],
  ['tmux’s Ctrl-b d', (program) => program.type('\x02d'), /Detached from the worker; the session lives on\./],
  [
    '~.',
    (program) => program.type('\r~.'),
    /The link to the worker is closed \(you dropped the link\); the session lives on\./,
  ],
];

tmuxTest('each way back leads to the same row, and attaching again to the same screen', async (t) => {
  const place = await createPlace(t);
  const {program, picture} = await startScrolled(place);
  const before = picture();
  t.true(before.split('\n').length > 5);
  for (const [index, [title, leave, notice]] of WAYS_BACK.entries()) {
    await attach(program);
    for (let earlier = 0; earlier < index; earlier++) await see(program, `mark-${earlier}-42`);
    enter(program, `echo mark-${index}-$((6*7))`);
    await see(program, `mark-${index}-42`);
    leave(program);
    await dismiss(program, notice);
    await seeThat(program, `the list as before after ${title}`, () => picture() === before);
  }
  t.pass();
});

tmuxTest(
  'leaving the worker’s shells leads back to the same row, and says how the last one ended',
  async (t) => {
    const place = await createPlace(t);
    const {program, picture} = await startScrolled(place);
    const before = picture();
    await attach(program);
    await leaveTmux(program);
    enter(program, 'exit 3');
    await dismiss(program, /The shell on the worker ended with status 3\./);
    await seeThat(program, 'the list as before', () => picture() === before);
    t.pass();
  },
);

test.serial('the dashboard has fresh data when one comes back', async (t) => {
  const place = await createPlace(t);
  await place.control.addJob({name: 'the worker'});
  const program = await place.start();
  await seeSelected(program, 'the worker');
  await attach(program);
  await place.control.addJob({name: 'came meanwhile', state: 'runnable'});
  const asked = place.control.requests().length;
  await detach(program);
  await see(program, 'came meanwhile');
  t.true(place.control.requests().length > asked);
  await seeSelected(program, 'the worker');
});

test.serial('~? shows the escapes, and ~~ types a tilde', async (t) => {
  const place = await createPlace(t);
  await place.control.addJob({name: 'the worker'});
  const program = await place.start();
  await seeSelected(program, 'the worker');
  await attach(program);
  program.type('\r~?');
  await see(program, 'dxtop escapes, after a newline:');
  await see(program, '~d  detach to the dashboard');
  enter(program, '\r~~/nothing');
  await see(program, /~\/nothing: No such file or directory|\/nothing: No such file/);
  await detach(program);
  t.pass();
});

test.serial('what is typed around a detach presses nothing in the dashboard', async (t) => {
  const place = await createPlace(t);
  await place.control.addJob({name: 'second', state: 'done', created: Date.now() - MINUTE_MS});
  await place.control.addJob({name: 'the worker'});
  const program = await place.start();
  await seeSelected(program, 'the worker');
  await attach(program);
  // One write: all that follows the escape is thrown away with it, and then the terminal's late answers.
  program.type('\r~djjjq\x1b[?1;2c\x1b[24;80R');
  await dismiss(program, /Detached from the worker/);
  await seeSelected(program, 'the worker');
  program.press('j');
  await seeSelected(program, 'second');
  t.is(await quit(program), 0);
});
