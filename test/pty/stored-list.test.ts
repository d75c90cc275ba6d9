import path from 'node:path';
import {DatabaseSync} from 'node:sqlite';
import test from 'ava';
import type {ExecutionContext} from 'ava';
import type {Program} from '../helpers/program.ts';
import {createPlace, exitOf, type Place, quit, see, seeSelected, seeThat} from './start-dxtop.ts';

const LIST = 'system/findExecutions';
const HOUR_MS = 3_600_000;

/** A platform with two jobs, and a user whose dxtop has seen them, ended in that way, and was away for three hours. */
const createReturning = async (
  t: ExecutionContext,
  end: (program: Program) => Promise<unknown> = quit,
): Promise<{place: Place; id: string}> => {
  const place = await createPlace(t);
  await place.control.addJob({name: 'sort reads', state: 'done'});
  const id = await place.control.addJob({name: 'align reads', state: 'running'});
  const program = await place.start();
  await see(program, 'sort reads');
  await see(program, /live$/m);
  await end(program);
  change(place, `UPDATE snapshots SET fetched_ms = fetched_ms - ${3 * HOUR_MS}`);
  return {place, id};
};

/** Changes the state file. */
const change = ({home}: Place, sql: string): void => {
  const database = new DatabaseSync(path.join(home.path, '.local', 'state', 'dxtop', 'dxtop.db'));
  const {changes} = database.prepare(sql).run();
  database.close();
  if (changes === 0) throw new Error(`nothing to change: ${sql}`);
};

const failForGood = ({control}: Place): void => {
  control.failNext({kind: 'status', status: 500, route: LIST, count: Number.POSITIVE_INFINITY});
};

/** Starts it with the platform away, and waits for the list from before. */
const startAway = async (place: Place): Promise<Program> => {
  failForGood(place);
  const program = await place.start();
  await see(program, /as of 3h ago$/m);
  return program;
};

test.serial(
  'while the platform has not answered, the list of the last run is there with its age',
  async (t) => {
    const {place, id} = await createReturning(t);
    place.control.update(id, {state: 'done'});
    place.control.failNext({kind: 'hang', route: LIST, count: Number.POSITIVE_INFINITY});
    const program = await place.start();
    await see(program, /as of 3h ago, loading$/m);
    // It ran for a moment when it was seen, three hours ago, and nobody knows whether it went on.
    await see(program, /^[> ]● running +align reads.* 0:0\d:\d\d/m);
    await see(program, /^[> ]\S done +sort reads/m);
    t.is(await quit(program), 0);
  },
);

test.serial('where only the user can have it tried again, it says why, and r tries at once', async (t) => {
  const {place, id} = await createReturning(t);
  const count = Number.POSITIVE_INFINITY;
  place.control.failNext({kind: 'status', status: 422, type: 'InvalidInput', route: LIST, count});
  place.control.update(id, {state: 'failed', failureReason: 'AppError'});
  const program = await place.start();
  await see(program, /as of 3h ago$/m);
  await see(program, /The platform refused the call: InvalidInput/);
  await see(program, /^[> ]● running +align reads/m);
  place.control.clearFaults();
  program.press('r');
  await see(program, /live$/m);
  await see(program, /^[> ]\S failed +align reads/m);
  t.is(await quit(program), 0);
});

test.serial('with the platform away one can move, filter, and open an execution', async (t) => {
  const {place} = await createReturning(t);
  const program = await startAway(place);
  await seeSelected(program, 'align reads');
  program.press('down');
  await seeSelected(program, 'sort reads');
  program.press('up');
  await seeSelected(program, 'align reads');
  program.type('/align\r');
  await seeThat(program, 'only the match', (screen) => !screen.text().includes('sort reads'));
  t.is(await quit(program), 0);
  const again = await place.start();
  await see(again, /as of 3h ago$/m);
  await seeSelected(again, 'align reads');
  again.press('d');
  await see(again, 'Esc back');
  await see(again, /align reads/);
});

test.serial('with the platform away it says when it tries again, and recovers by itself then', async (t) => {
  const {place, id} = await createReturning(t);
  place.control.update(id, {state: 'done'});
  const program = await startAway(place);
  await see(program, /Next\s+try\s+in\s+\d+ s\./);
  place.control.clearFaults();
  await see(program, /live$/m);
  await see(program, /^[> ]\S done +align reads/m);
  t.is(await quit(program), 0);
});

for (const signal of ['SIGTERM', 'SIGHUP'] as const) {
  test.serial(`the list is stored when ${signal} ends it too`, async (t) => {
    const {place} = await createReturning(t, async (program) => {
      process.kill(program.pid, signal);
      await exitOf(program);
    });
    const program = await startAway(place);
    await seeSelected(program, 'align reads');
    t.is(await quit(program), 0);
  });
}

test.serial('another account does not see it, and a list in a newer form stops nothing', async (t) => {
  const {place} = await createReturning(t);
  failForGood(place);
  const other = await place.start({
    env: {DX_SECURITY_CONTEXT: JSON.stringify({auth_token: 'another', auth_token_type: 'Bearer'})},
  });
  await see(other, 'Nothing could be loaded yet.');
  t.notRegex(other.screen.text(), /align reads/);
  t.is(await quit(other), 0);
  change(place, 'UPDATE snapshots SET format = 99');
  const program = await place.start();
  await see(program, 'Nothing could be loaded yet.');
  place.control.clearFaults();
  program.press('r');
  await seeSelected(program, 'align reads');
  t.is(await quit(program), 0);
});
