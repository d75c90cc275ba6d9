import test from 'ava';
import type {ExecutionContext} from 'ava';
import {DEFAULT_MODES} from '../helpers/screen-modes.ts';
import {
  attach,
  createPlace,
  detach,
  enter,
  exitOf,
  leaveTmux,
  openSessions,
  PROMPT,
  readFreshStty,
  quit,
  see,
  seeList,
  seeSelected,
  tmuxTest,
} from './start-dxtop.ts';

test.serial(
  'after kill -9 `dxtop attach` goes straight into the session, and leaving it ends at the prompt',
  async (t) => {
    const place = await createPlace(t);
    await place.control.addJob({name: 'the worker'});
    const killed = await place.start();
    await seeSelected(killed, 'the worker');
    await attach(killed);
    enter(killed, 'clear; echo mark-$((6*7))');
    await see(killed, /^mark-42/m);
    killed.kill('SIGKILL');
    t.is(await exitOf(killed), 'SIGKILL');

    const program = await place.start({args: ['attach']});
    await see(program, /^mark-42/m);
    await see(program, PROMPT);
    program.type('\r~d');
    t.is(await exitOf(program), 0);
    t.regex(program.screen.text(), /dxtop: Detached from the worker; the session lives on\./);
    t.notRegex(program.screen.text(), /STATE/);
    t.deepEqual(program.screen.modes(), DEFAULT_MODES);
    t.is(await program.stty(), await readFreshStty());
  },
);

test.serial('the dashboard’s first line offers the last session, and S with Enter picks it up', async (t) => {
  const place = await createPlace(t);
  await place.control.addJob({name: 'the worker', created: Date.now() - 60_000});
  await place.control.addJob({name: 'newer', state: 'done'});
  const first = await place.start();
  await seeSelected(first, 'newer');
  first.press('j');
  await seeSelected(first, 'the worker');
  await attach(first);
  enter(first, 'clear; echo mark-$((6*7))');
  await see(first, /^mark-42/m);
  await detach(first);
  t.is(await quit(first), 0);
  t.regex(first.screen.text(), /the session on the worker may still be alive; dxtop attach goes back/);

  const program = await place.start();
  await seeSelected(program, 'newer');
  await see(program, /^Last session: the worker, \d+s ago\. S Enter picks it up\./);
  await openSessions(program);
  program.press('enter');
  await see(program, /^mark-42/m);
});

/** A place with one job, and a session on it that was detached from. */
const leaveSession = async (t: ExecutionContext) => {
  const place = await createPlace(t);
  const id = await place.control.addJob({name: 'the worker'});
  const first = await place.start({args: ['ssh', id]});
  await see(first, PROMPT);
  first.type('\r~d');
  t.is(await exitOf(first), 0);
  return {place, id};
};

test.serial('a session whose job has ended is not offered', async (t) => {
  const {place, id} = await leaveSession(t);
  place.control.endJob(id, {state: 'done'});
  const program = await place.start();
  await see(program, /^>✓ done +the worker/m);
  t.notRegex(program.screen.text(), /Last session/);
  const again = await place.start({args: ['attach']});
  t.is(await exitOf(again), 255);
  t.regex(again.screen.text(), /dxtop: the worker is done\./);
});

test.serial('a session whose job was restarted since is not taken for one that lives', async (t) => {
  const {place, id} = await leaveSession(t);
  await place.control.restartJob(id);
  const program = await place.start({columns: 80});
  await see(program, 'Last session: the worker is gone, restarted since (try 1). S F forgets it.');
  const again = await place.start({args: ['attach']});
  t.is(await exitOf(again), 2);
  t.true(
    again.screen
      .text()
      .replaceAll(/\s/g, '')
      .includes(
        `The session on the worker is gone: the job was restarted since (try 1). \`dxtop attach ${id}\` opens a new one there.`.replaceAll(
          ' ',
          '',
        ),
      ),
    again.screen.text(),
  );
  const anew = await place.start({args: ['attach', id]});
  await see(anew, PROMPT);
  anew.type('\r~d');
  t.is(await exitOf(anew), 0);
  // What the new one has written down is the new worker.
  const last = await place.start({args: ['attach']});
  await see(last, PROMPT);
});

tmuxTest('`dxtop ssh JOB` passes the exit status of the shell on', async (t) => {
  const place = await createPlace(t);
  const id = await place.control.addJob({name: 'the worker'});
  const program = await place.start({args: ['ssh', id]});
  await see(program, PROMPT);
  await leaveTmux(program);
  enter(program, 'exit 7');
  t.is(await exitOf(program), 7);
  t.regex(program.screen.text(), /dxtop: The shell on the worker ended with status 7\./);
});

test.serial(
  '`dxtop attach JOB` attaches that job, and `dxtop attach` without any says what to do',
  async (t) => {
    const place = await createPlace(t);
    const id = await place.control.addJob({name: 'the worker'});
    const none = await place.start({args: ['attach']});
    t.is(await exitOf(none), 2);
    t.regex(
      none.screen.text(),
      /There is no session to go back to\. Start one with `dxtop`, or `dxtop ssh JOB`\./,
    );
    const program = await place.start({args: ['attach', id]});
    await see(program, PROMPT);
    program.type('\r~.');
    t.is(await exitOf(program), 0);
  },
);

test.serial('two dxtops at once keep out of each other’s way', async (t) => {
  const place = await createPlace(t);
  await place.control.addJob({name: 'first worker', created: Date.now() - 60_000});
  await place.control.addJob({name: 'second worker'});
  const [one, two] = await Promise.all([place.start(), place.start()]);
  await Promise.all([seeSelected(one, 'second worker'), seeSelected(two, 'second worker')]);
  one.press('j');
  await seeSelected(one, 'first worker');
  await Promise.all([attach(one), attach(two)]);
  enter(one, 'echo one-$((6*7))');
  enter(two, 'echo two-$((6*7))');
  await Promise.all([see(one, 'one-42'), see(two, 'two-42')]);
  await Promise.all([detach(one), detach(two)]);
  for (const program of [one, two]) program.press('q');
  t.deepEqual(await Promise.all([exitOf(one), exitOf(two)]), [0, 0]);
  const next = await place.start();
  await seeList(next);
  await see(next, /Last session: (first|second) worker/);
});
