import test from 'ava';
import {toTestEmulator} from '../emulator/start-emulator.ts';
import type {Program} from '../helpers/program.ts';
import {createPlace, type Place, quit, see, seeList, seeSelected} from './start-dxtop.ts';

/** The bodies of the run calls that the platform has seen. */
const runsOf = ({control}: Place) =>
  control
    .requests()
    .filter(({method}) => method === 'run')
    .map(({body}) => body as Readonly<Record<string, unknown>>);

/** A failed job that can run again. */
const addFailed = async ({control}: Place): Promise<string> => {
  const executable = control.addApp({name: 'aligner', inputSpec: [{name: 'sample', class: 'string'}]});
  return control.addJob({
    ...{name: 'align HG002', state: 'failed', executable, executableName: 'aligner'},
    ...{failureReason: 'AppError', failureMessage: 'no reads', runInput: {sample: 'HG002'}},
  });
};

/** Opens the form on the selected job. */
const openForm = async (program: Program): Promise<void> => {
  program.press('R');
  await see(program, /^> name +align HG002 \(re-run\)$/m);
};

/** Moves the cursor of the form down, row by row, up to a row that begins so. */
const moveTo = async (program: Program, ...rows: readonly RegExp[]): Promise<void> => {
  for (const row of rows) {
    program.press('j');
    await see(program, new RegExp(`^> ${row.source}`, 'm'));
  }
};

const DOWN_TO_SSH = [/instance type/, /priority/, /SSH access/];

test.serial('a failed job runs again with SSH and a hold, and the list shows the new one', async (t) => {
  const place = await createPlace(t);
  await addFailed(place);
  const program = await place.start({columns: 120});
  await seeSelected(program, 'align HG002');
  program.type('/state:failed');
  await see(program, /1 of 1/);
  program.press('enter');
  await see(program, /^Enter open .*R run again/m);
  await openForm(program);
  await moveTo(program, ...DOWN_TO_SSH);
  program.press('enter');
  await see(program, /^> SSH access +from your address, 127\.0\.0\.1$/m);
  await moveTo(program, /debug hold +\[ \] AppError/);
  program.press('space');
  await see(program, /^> debug hold +\[x\] AppError/m);
  program.press('R');
  await see(program, /^ Run it\? It costs money\. y\/N$/m);
  t.deepEqual(runsOf(place), []);
  program.press('y');
  await see(program, /^ Started job-\w{24}\.$/m);
  const [{nonce, ...request} = {}, ...more] = runsOf(place);
  t.deepEqual(more, []);
  t.is(typeof nonce, 'string');
  t.like(request, {
    name: 'align HG002 (re-run)',
    input: {sample: 'HG002'},
    allowSSH: ['127.0.0.1'],
    debug: {debugOn: ['AppError']},
    project: place.env['DX_PROJECT_CONTEXT_ID'],
  });
  program.press('enter');
  await see(program, /^The filter hid it, and was taken off\.$/m);
  await seeSelected(program, 'align HG002 (re-run)');
  t.is(await quit(program), 0);
});

test.serial('Escape leaves without running, and the answer is No unless it is y', async (t) => {
  const place = await createPlace(t);
  await addFailed(place);
  const program = await place.start();
  await seeSelected(program, 'align HG002');
  await openForm(program);
  program.press('enter');
  await see(program, /^Name: align HG002 \(re-run\)/m);
  program.type(' Rq');
  await see(program, /^Name: align HG002 \(re-run\) Rq/m);
  program.press('enter');
  await see(program, /^> name +align HG002 \(re-run\) Rq$/m);
  program.press('R');
  await see(program, /^ Run it\?/m);
  await see(program, /^ name +align HG002 \(re-run\) Rq$/m);
  program.press('enter');
  await see(program, /^> name +align HG002 \(re-run\) Rq$/m);
  // Another screen over the form leaves what was typed.
  program.press('?');
  await see(program, /^Executions › Run again › Help$/m);
  program.press('escape');
  await see(program, /^> name +align HG002 \(re-run\) Rq$/m);
  program.press('escape');
  await seeList(program);
  t.deepEqual(runsOf(place), []);
  t.is(await quit(program), 0);
});

test.serial('a run that is refused keeps the form, with the reason and the remedy', async (t) => {
  const place = await createPlace(t);
  await addFailed(place);
  const program = await place.start();
  await seeSelected(program, 'align HG002');
  program.press('e');
  await see(program, /Why align HG002 ended failed/);
  await openForm(program);
  await moveTo(program, /instance type/);
  program.press('enter');
  await see(program, /^Instance type, empty as before: /m);
  program.type('mem9_ssd9_x9');
  await see(program, /^Instance type, empty as before: .*mem9_ssd9_x9/m);
  program.press('enter');
  await see(program, /^> instance type +\S*mem9_ssd9_x9$/m);
  program.press('R');
  await see(program, /^ Run it\?/m);
  program.press('y');
  await see(program, /InvalidInput/);
  await see(program, /Change what it names, and run it\s+again\./);
  await see(program, /^> instance type +\S*mem9_ssd9_x9$/m);
  place.control.failNext({route: 'app/run', kind: 'status', status: 403, type: 'SpendingLimitExceeded'});
  program.press('R');
  await see(program, /^ Run it\?/m);
  program.press('y');
  await see(program, /SpendingLimitExceeded/);
  await see(program, /raise the limit/);
  t.is(runsOf(place).length, 2);
  program.press('escape');
  await see(program, /Why align HG002 ended failed/);
  program.press('escape');
  await seeSelected(program, 'align HG002');
  t.is(await quit(program), 0);
});

test.serial('an analysis runs again as its workflow', async (t) => {
  const place = await createPlace(t);
  const api = toTestEmulator(place.emulator);
  const {body} = await api.call('system/findDataObjects', {name: 'rnaseq_quick'});
  const workflow = (body.results as {id: string}[])[0]?.id ?? '';
  const project = place.env['DX_PROJECT_CONTEXT_ID'];
  const first = await api.call(`${workflow}/run`, {project, name: 'quick', input: {'0.sample': 'HG003'}});
  const program = await place.start();
  await seeSelected(program, 'quick');
  program.press('R');
  await see(program, /^> name +quick \(re-run\)$/m);
  await see(program, /^ {2}instance type +as each stage has it$/m);
  program.press('R');
  await see(program, /^ Run it\?/m);
  await see(program, /^ {3}0\.sample +"HG003"$/m);
  program.press('y');
  await see(program, /^ Started analysis-\w{24}\.$/m);
  t.false(program.screen.text().includes(String(first.body.id)));
  program.press('enter');
  await seeSelected(program, 'quick (re-run)');
  t.is(await quit(program), 0);
});

test.serial('R says why it cannot run what only another job could start', async (t) => {
  const place = await createPlace(t);
  await place.control.addJob({name: 'part of it', state: 'failed', function: 'map'});
  const program = await place.start({columns: 120});
  await seeSelected(program, 'part of it');
  await see(program, /R run again: it is the part map of another job/);
  program.press('R');
  await see(program, /^Not done: it is the part map of another job\.$/m);
  t.is(await quit(program), 0);
});

test.serial('in read-only mode nothing runs again', async (t) => {
  const place = await createPlace(t);
  await addFailed(place);
  const program = await place.start({args: ['--read-only']});
  await seeSelected(program, 'align HG002');
  program.press('R');
  await see(program, /^Not done: read-only mode\.$/m);
  t.is(await quit(program), 0);
});
