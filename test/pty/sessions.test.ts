import test from 'ava';
import type {ExecutionContext} from 'ava';
import type {Program} from '../helpers/program.ts';
import {
  attach,
  createPlace,
  detach,
  enter,
  openSessions,
  pressUntil,
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
  program.press('enter');
  await see(program, /^mark-142/m);
  await detach(program, SESSIONS);
  await seeSelected(program, 'first worker');
  t.regex(program.screen.text(), /^ Sessions: 2 to pick up, 2 remembered/m);
  program.press('escape');
  await seeList(program);
});
