import test from 'ava';
import type {ExecutionContext} from 'ava';
import type {Program} from '../helpers/program.ts';
import {
  attach,
  createPlace,
  detach,
  enter,
  exitOf,
  openSessions,
  pressUntil,
  PROMPT,
  see,
  seeList,
  seeSelected,
  selectedRow,
  SESSIONS,
} from './start-dxtop.ts';

/** A program that has been to two jobs, the older one first, and is in its list. */
const startWithTwo = async (t: ExecutionContext): Promise<Program> => {
  const place = await createPlace(t);
  await place.control.addJob({name: 'first worker', created: Date.now() - 60_000});
  await place.control.addJob({name: 'second worker'});
  const program = await place.start();
  await seeSelected(program, 'second worker');
  for (const [name, mark] of [
    ['first', 'mark-1'],
    ['second', 'mark-2'],
  ] as const) {
    const isLower = name === 'first';
    await pressUntil(program, isLower ? 'G' : 'g', `the cursor on ${name}`, (screen) =>
      selectedRow(screen).includes(`${name} worker`),
    );
    await attach(program);
    enter(program, `clear; echo ${mark}$((6*7))`);
    await see(program, new RegExp(`^${mark}42`, 'm'));
    await detach(program);
  }

  return program;
};

test.serial('S lists the sessions, Enter goes to one, and leaving it leads back to its row', async (t) => {
  const program = await startWithTwo(t);
  await openSessions(program);
  await see(program, /^>second worker +● running +● alive +detached/m);
  await see(program, /^ first worker +● running +● alive +detached/m);
  program.press('j');
  await seeSelected(program, 'first worker');
  program.press('p');
  await see(program, /^ Its screen, \d+s ago:[^]*^ mark-142/m);
  program.press('enter');
  await see(program, /^mark-142/m);
  await detach(program, SESSIONS);
  await seeSelected(program, 'first worker');
  t.regex(program.screen.text(), /^ Sessions: 2 to pick up, 2 remembered/m);
  program.press('escape');
  await seeList(program);
});

test.serial('~s leads from a session to the others, with the one that was left selected', async (t) => {
  const program = await startWithTwo(t);
  program.press('enter');
  await see(program, /^mark-242/m);
  await detach(program, SESSIONS, '~s');
  await see(program, /^>second worker +● running +● alive +detached/m);
  program.press('j');
  await seeSelected(program, 'first worker');
  program.press('enter');
  await see(program, /^mark-142/m);
  await detach(program, SESSIONS, '~s');
  // The latest is the first.
  await see(program, /^>first worker .*\n second worker /m);
  program.press('j');
  await seeSelected(program, 'second worker');
  program.press('enter');
  await see(program, /^mark-242/m);
  await detach(program, SESSIONS, '~s');
  await seeSelected(program, 'second worker');
  // One screen of the sessions, however often one comes to it.
  t.regex(program.screen.text(), /^Executions › Sessions *$/m);
});

test.serial(
  'without a dashboard ~s says that the sessions are not there, and the session goes on',
  async (t) => {
    const place = await createPlace(t);
    const id = await place.control.addJob({name: 'the worker'});
    const program = await place.start({args: ['ssh', id]});
    await see(program, PROMPT);
    program.type('\r~s');
    await see(program, '~s  to the sessions: not here, only from the dashboard');
    program.type('\r~d');
    t.is(await exitOf(program), 0);
    t.regex(program.screen.text(), /Detached from the worker; the session lives on/);
  },
);
