import {execFile} from 'node:child_process';
import {promisify} from 'node:util';
import test from 'ava';
import {addJobs, toNames} from './add-jobs.ts';
import {
  BUNDLE,
  createPlace,
  type Place,
  exitOf,
  quit,
  see,
  seeList,
  seeSelected,
  seeThat,
} from './start-dxtop.ts';

const run = promisify(execFile);

/** How many executions the platform was told to terminate. */
const countTerminated = ({control}: Place): number =>
  control.requests().filter(({route}) => route === 'job/terminate').length;

test.serial('six marked executions are terminated only after their number was typed', async (t) => {
  const place = await createPlace(t);
  await addJobs(
    place,
    toNames(7, (number) => `job ${number}`),
    'running',
  );
  const program = await place.start();
  await seeSelected(program, 'job 1');
  program.type(' ');
  await seeSelected(program, 'job 2');
  await see(program, /^\+● running +job 1 /m);
  program.type('jjjj');
  await seeSelected(program, 'job 6');
  program.type('V');
  await see(program, /^6 executions marked\./m);
  program.type('X');
  await see(program, /^ Terminate 6 executions$/m);
  program.type('y');
  program.press('enter');
  await see(program, /^6 executions marked\./m);
  const terminated = () => countTerminated(place);
  t.is(terminated(), 0);
  program.type('X');
  await see(program, /^Type 6 to terminate them:/m);
  program.type('6');
  await see(program, /^Type 6 to terminate them: 6$/m);
  program.press('enter');
  await see(program, /Nothing is sent yet/);
  await see(program, /Over: 6 done/);
  t.is(terminated(), 6);
  program.press('escape');
  await seeList(program);
  await seeThat(program, 'no marks', (screen) => !screen.text().includes('marked.'));
  await see(program, /^[ >]● running +job 7 /m);
  t.is(await quit(program), 0);
});

test.serial(
  'what was marked is marked again when the change is undone, and not once it is sent',
  async (t) => {
    const place = await createPlace(t);
    await addJobs(place, ['job 1', 'job 2'], 'running');
    const program = await place.start();
    await seeSelected(program, 'job 1');
    program.type('a');
    await see(program, /^2 executions marked\./m);
    program.type('X');
    await see(program, /^ Terminate 2 executions$/m);
    program.type('y');
    await see(program, /Nothing is sent yet/);
    program.press('enter');
    await see(program, /^Terminating 2 executions in \d s\./m);
    t.notRegex(program.screen.text(), /marked\./);
    program.type(':undo');
    await see(program, /^:undo$/m);
    program.press('enter');
    await see(program, /^2 executions marked\./m);
    t.is(countTerminated(place), 0);
    program.type('X');
    await see(program, /^ Terminate 2 executions$/m);
    program.type('y');
    await see(program, /Over: 2 done/);
    program.press('escape');
    await seeList(program);
    await seeThat(program, 'no marks', (screen) => !screen.text().includes('marked.'));
    t.is(await quit(program), 0);
  },
);

test.serial('y and i copy the ID by OSC 52, and say what was copied', async (t) => {
  const place = await createPlace(t);
  const id = await place.control.addJob({name: 'align', state: 'running'});
  const program = await place.start();
  await seeSelected(program, 'align');
  program.type('y');
  await see(program, /^Copy: .*i the ID/m);
  program.type('i');
  await see(program, `Copied, if your terminal lets programs do that: ${id}`);
  const copied = program.screen.events.filter(({kind}) => kind === 'clipboard');
  t.is(copied.length, 1);
  t.is(Buffer.from((copied[0]?.text ?? '').replace(/^c;/, ''), 'base64').toString(), id);
  t.is(await quit(program), 0);
});

test.serial(
  '`dxtop terminate` asks for --yes where it cannot ask, and then terminates what is alive',
  async (t) => {
    const place = await createPlace(t);
    const alive = await place.control.addJob({name: 'alive', state: 'running'});
    const done = await place.control.addJob({name: 'old', state: 'done'});
    const options = {env: {...place.env}};
    const refused = await t.throwsAsync(run(process.execPath, [BUNDLE, 'terminate', alive], options));
    t.regex(refused.message, /There is no terminal to ask on, so nothing was sent\. Repeat it with --yes\./);
    t.is(countTerminated(place), 0);
    const {stdout} = await run(process.execPath, [BUNDLE, 'terminate', alive, done, '--yes'], options);
    t.regex(stdout, new RegExp(`^left out  ${done}  old: it is done already$`, 'm'));
    t.regex(stdout, new RegExp(`^running  ${alive}  alive`, 'm'));
    t.regex(stdout, new RegExp(`^terminated  ${alive}$`, 'm'));
    const wrong = await t.throwsAsync(
      run(process.execPath, [BUNDLE, 'terminate', 'job-1', '--yes'], options),
    );
    t.regex(wrong.message, /job-1 does not look like the ID of a job or an analysis\./);
  },
);

test.serial('`dxtop terminate` asks on a terminal, and sends nothing without a yes', async (t) => {
  const place = await createPlace(t);
  const id = await place.control.addJob({name: 'alive', state: 'running'});
  const sent = () => countTerminated(place);
  for (const [keys, status, said] of [
    ['\r', 1, 'Nothing was sent.'],
    ['yx\u007F\u007Fn\r', 1, 'Nothing was sent.'],
    ['\u0003', 130, 'Cancelled.'],
  ] as const) {
    const program = await place.start({args: ['terminate', id]});
    await see(program, new RegExp(`^running  ${id}  alive`, 'm'));
    await see(program, 'Terminate? What runs in them is lost. y/N');
    program.type(keys);
    await see(program, said);
    t.is(await exitOf(program), status);
    t.regex(program.screen.text(), /^Terminate\? What runs in them is lost\. y\/N/m);
  }

  t.is(sent(), 0);
  const program = await place.start({args: ['terminate', id]});
  await see(program, 'Terminate? What runs in them is lost. y/N');
  program.type('yes\r');
  await see(program, `terminated  ${id}`);
  t.is(await exitOf(program), 0);
  t.is(sent(), 1);
});

test.serial('`dxtop terminate` asks for the number of more than five', async (t) => {
  const place = await createPlace(t);
  const ids = [];
  for (let number = 0; number < 6; number++) ids.push(await place.control.addJob({state: 'running'}));
  const sent = () => countTerminated(place);
  for (const [answer, status, count] of [
    ['y', 1, 0],
    ['6', 0, 6],
  ] as const) {
    const program = await place.start({args: ['terminate', ...ids]});
    await see(program, 'Type 6 to terminate them:');
    program.type(`${answer}\r`);
    t.is(await exitOf(program), status);
    t.is(sent(), count);
  }

  const unknown = await place.run(['terminate', '--yes', 'job-000000000000000000000000']);
  t.is(unknown.code, 3);
  t.regex(unknown.stderr, /^dxtop: .*ResourceNotFound/);
});
