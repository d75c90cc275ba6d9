import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import test from 'ava';
import {createPlace, exitOf, type Place, PROMPT, quit, see, seeSelected} from './start-dxtop.ts';

/** The clock of the program jumps by an hour at each SIGUSR2, and its timers know nothing of it. */
const env = {
  NODE_OPTIONS: `--import=${fileURLToPath(new URL('../fixtures/jump-clock.js', import.meta.url))}`,
};

const countLists = ({control}: Place): number =>
  control.requests().filter(({route}) => route === 'system/findExecutions').length;

test.serial(
  'after a sleep of the computer the list is asked for at once, however rarely it is, and once',
  async (t) => {
    const place = await createPlace(t);
    const directory = path.join(place.home.path, '.config', 'dxtop');
    mkdirSync(directory, {recursive: true});
    writeFileSync(path.join(directory, 'config.toml'), '[platform]\nrefresh_seconds = 600\n');
    const id = await place.control.addJob({name: 'align reads', state: 'runnable'});
    const program = await place.start({env});
    await seeSelected(program, 'align reads');
    await see(program, /live$/m);
    place.control.update(id, {state: 'running', startedRunning: Date.now()});
    const before = countLists(place);
    program.kill('SIGUSR2');
    await see(program, /^>● running +align reads/m);
    await see(program, /live$/m);
    t.true(countLists(place) - before <= 4);
    t.is(await quit(program), 0);
  },
);

test.serial('after a sleep of the computer what cannot be asked is as old as it is at once', async (t) => {
  const place = await createPlace(t);
  await place.control.addJob({name: 'align reads'});
  const program = await place.start({env});
  await seeSelected(program, 'align reads');
  await see(program, /live$/m);
  place.control.failNext({kind: 'html', route: 'system/findExecutions', count: Number.POSITIVE_INFINITY});
  await see(program, /answered instead of the platform/);
  program.kill('SIGUSR2');
  await see(program, /1 ?h\S* old$/m);
  await see(program, /^>● running +align reads/m);
  place.control.clearFaults();
  await see(program, /live$/m);
  t.is(await quit(program), 0);
});

test.serial('a session whose link died in a sleep of the computer comes back by itself', async (t) => {
  const place = await createPlace(t);
  const job = await place.control.addJob();
  const program = await place.start({args: ['ssh', job], env});
  await see(program, PROMPT);
  place.control.orderLinks({how: 'stall'});
  program.kill('SIGUSR2');
  await see(program, /does not answer since this computer slept/);
  place.control.orderLinks({how: 'heal'});
  await see(program, PROMPT);
  program.type('echo dx-$((6*7))\r');
  await see(program, /^dx-42$/m);
  program.type('\r~d');
  await see(program, /Detached from test job; the session lives on/);
  t.is(await exitOf(program), 0);
});
