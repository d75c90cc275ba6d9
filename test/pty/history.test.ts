import test, {type ExecutionContext} from 'ava';
import {createPlace, quit, see, seeSelected} from './start-dxtop.ts';

const HOUR_MS = 3_600_000;
const MENU = /^Back to {2}d the last 24 hours\* {2}w the last 7 days {2}m the last 30 days/m;

/**
 * A platform with a job that runs and 110 that have ended within the last hour, one of three days ago and one of twenty
 * days ago: the first page does not reach beyond the first hour.
 */
const createPast = async (t: ExecutionContext) => {
  const place = await createPlace(t);
  const now = Date.now();
  const add = (name: string, ageMs: number) =>
    place.control.addJob({name, state: 'done', created: now - ageMs, modified: now - ageMs});
  await place.control.addJob({name: 'today', state: 'running', created: now - 1000});
  for (let number = 0; number < 110; number++) await add(`just now ${number}`, 60_000 + number);
  await add('this week', 72 * HOUR_MS);
  await add('this month', 480 * HOUR_MS);
  return place;
};

test.serial('h looks further back, and the cursor stays on its job', async (t) => {
  const place = await createPast(t);
  const program = await place.start({args: ['--since', '2h']});
  await see(program, /● 1 running {2}✓ 110 done/);
  await seeSelected(program, 'today');
  program.type('h');
  await see(program, /^Back to {2}d the last 24 hours {2}w the last 7 days/m);
  program.type('w');
  await see(program, /^The list has the last 7 days: 112 executions\./m);
  await see(program, /✓ 111 done/);
  await seeSelected(program, 'today');
  program.type('h');
  await see(program, /^Back to {2}d the last 24 hours\* {2}w the last 7 days\*/m);
  program.type('a');
  await see(program, /^The list has all time: 113 executions\./m);
  await seeSelected(program, 'today');
  program.type('G');
  await seeSelected(program, 'this month');
  t.is(await quit(program), 0);
});

test.serial('a page that fails is told with its reason, and h goes on', async (t) => {
  const place = await createPast(t);
  const program = await place.start();
  await see(program, /✓ 110 done/);
  program.type('h');
  await see(program, MENU);
  place.control.failNext({
    route: 'system/findExecutions',
    kind: 'status',
    status: 401,
    type: 'PermissionDenied',
    message: 'not for you',
    count: Number.POSITIVE_INFINITY,
  });
  program.type('m');
  await see(program, /^Older executions could not be loaded [^]*h goes on\./m);
  await see(program, /PermissionDenied, not for you/);
  place.control.clearFaults();
  program.type('h');
  await see(program, /^The list has the last 30 days: 113 executions\./m);
  await see(program, /✓ 112 done/);
  t.is(await quit(program), 0);
});

test.serial('Esc stops a load, the list stays, and h goes on where it was', async (t) => {
  const place = await createPast(t);
  const program = await place.start();
  await see(program, /✓ 110 done/);
  program.type('h');
  await see(program, MENU);
  place.control.failNext({route: 'system/findExecutions', kind: 'hang', count: Number.POSITIVE_INFINITY});
  program.type('m');
  await see(program, /^Loading the last 30 days: [^]*Esc or h stops\./m);
  program.press('escape');
  await see(program, /^Stopped: 111 executions/m);
  place.control.clearFaults();
  await seeSelected(program, 'today');
  program.type('h');
  await see(program, /^The list has the last 30 days: 113 executions\./m);
  t.is(await quit(program), 0);
});
