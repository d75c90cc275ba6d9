import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import type {WireJob} from '../../source/wire/job.ts';
import {createPlace, exitOf, PROMPT, see, seeSelected} from './start-dxtop.ts';

/** A user whose address dxtop adds without asking, and a job whose firewall lets in somebody else. */
const createScene = async (t: ExecutionContext, settings: string) => {
  const place = await createPlace(t);
  const directory = path.join(place.home.path, '.config', 'dxtop');
  mkdirSync(directory, {recursive: true});
  writeFileSync(path.join(directory, 'config.toml'), `[ssh]\nfirewall = "always"\n${settings}`);
  const jobId = await place.control.addJob({name: 'the worker', allowSSH: ['192.0.2.1']});
  const readList = () => (place.control.execution(jobId) as WireJob).allowSSH;
  return {place, jobId, readList};
};

test('C takes back what dxtop let in, when it was offered on leaving, whatever is selected then', async (t) => {
  const {place, readList} = await createScene(t, 'offer_close = true\n');
  await place.control.addJob({name: 'another', allowSSH: ['192.0.2.1']});
  const program = await place.start();
  await seeSelected(program, 'another');
  program.press('down');
  await seeSelected(program, 'the worker');
  program.press('enter');
  await see(program, PROMPT);
  t.deepEqual(readList(), ['192.0.2.1', '127.0.0.1']);
  program.type('\r~d');
  await see(program, /^ ?Detached from the worker/m);
  await see(program, 'dxtop let 127.0.0.1 in; C takes it back.');
  // What is typed right after an attach is thrown away: from the move on, every key counts.
  const timer = setInterval(() => {
    program.press('up');
  }, 250);
  try {
    await seeSelected(program, 'another');
  } finally {
    clearInterval(timer);
  }

  program.press('C');
  await see(program, 'the worker: 127.0.0.1 can no longer connect.');
  t.deepEqual(readList(), ['192.0.2.1']);
});

for (const [answer, list] of [
  ['y', ['192.0.2.1']],
  ['', ['192.0.2.1', '127.0.0.1']],
] as const) {
  test(`dxtop ssh asks at its end, and "${answer}" leaves ${list.join(' and ')}`, async (t) => {
    const {place, jobId, readList} = await createScene(t, 'offer_close = true\n');
    const program = await place.start({args: ['ssh', jobId]});
    await see(program, PROMPT);
    program.type('\r~d');
    await see(program, /dxtop let 127\.0\.0\.1 through the job's firewall\. Take it back\? y\/N$/m);
    program.type(`${answer}\r`);
    t.is(await exitOf(program), 0);
    t.deepEqual(readList(), list);
    t.is(program.screen.text().includes('127.0.0.1 can no longer connect.'), answer === 'y');
  });
}

test('nothing is offered unless the setting says so', async (t) => {
  const {place, jobId, readList} = await createScene(t, '');
  const quiet = await place.start({args: ['ssh', jobId]});
  await see(quiet, PROMPT);
  quiet.type('\r~d');
  t.is(await exitOf(quiet), 0);
  t.deepEqual(readList(), ['192.0.2.1', '127.0.0.1']);
});
