import test from 'ava';
import {toTestEmulator} from '../emulator/start-emulator.ts';
import type {Program} from '../helpers/program.ts';
import {createPlace, type Place, quit, see, seeSelected, seeThat} from './start-dxtop.ts';

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

/** Presses a key, and waits until its fact is on the screen. */
const press = async (program: Program, key: string, fact: RegExp): Promise<void> => {
  program.press(key);
  await see(program, fact);
};

/** The same with the row of the list that is to be selected as its fact. */
const pressToSelect = async (program: Program, key: string, name: string): Promise<void> => {
  program.press(key);
  await seeSelected(program, name);
};

/** Opens the form on the selected job. */
const openForm = async (program: Program): Promise<void> => {
  await press(program, 'R', /^> name +align HG002 \(re-run\)$/m);
};

/** Moves the cursor of the form down, row by row, up to a row that begins so. */
const moveTo = async (program: Program, ...rows: readonly RegExp[]): Promise<void> => {
  for (const row of rows) {
    await press(program, 'j', new RegExp(`^> ${row.source}`, 'm'));
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
  await press(program, 'enter', /^Enter open .*R run again/m);
  await openForm(program);
  await moveTo(program, ...DOWN_TO_SSH);
  await press(program, 'enter', /^> SSH access +from your address, 127\.0\.0\.1$/m);
  await moveTo(program, /debug hold +\[ \] AppError/);
  await press(program, 'space', /^> debug hold +\[x\] AppError/m);
  await press(program, 'R', /^ Run it\? It costs money\. y\/N$/m);
  t.deepEqual(runsOf(place), []);
  await press(program, 'y', /^ Started job-\w{24}\.$/m);
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
  await press(program, 'enter', /^The filter hid it, and was taken off\.$/m);
  await seeSelected(program, 'align HG002 (re-run)');
  t.is(await quit(program), 0);
});

/** Empties the text of the row that has the cursor, types another, and waits until the row shows it. */
const retype = async (program: Program, prompt: RegExp, text: string, row: RegExp): Promise<void> => {
  await press(program, 'enter', new RegExp(`^${prompt.source}`, 'm'));
  program.press('ctrl-u');
  await see(program, new RegExp(`^${prompt.source}$`, 'm'));
  program.type(text);
  await seeThat(program, text, (screen) => screen.text().includes(text));
  await press(program, 'enter', new RegExp(`^> ${row.source}$`, 'm'));
};

test.serial('a job runs again with a cost limit, another folder and other tags', async (t) => {
  const place = await createPlace(t);
  await addFailed(place);
  const program = await place.start({columns: 80, rows: 24});
  await seeSelected(program, 'align HG002');
  await openForm(program);
  await moveTo(program, ...DOWN_TO_SSH, /debug hold/, / +\[ \] AppInternalError/);
  await moveTo(program, / +\[ \] AppInsufficient/, / +\[ \] ExecutionError/, /reuse/, /cost limit +none/);
  await retype(program, /Cost at most, empty for no limit: ?/, '12.5', /cost limit +\$12\.50/);
  await moveTo(program, /folder +\//);
  await retype(program, /Folder for what comes out: ?/, 'second', /folder +second/);
  await see(program, /R run: the folder does not begin with \//);
  await retype(program, /Folder for what comes out: ?/, '/second', /folder +\/second/);
  await moveTo(program, /tags +none/);
  await retype(program, /Tags, "in quotes" with blanks: ?/, 'plate7 "by hand"', /tags +plate7 "by hand"/);
  await press(program, 'R', /^ Run it\?/m);
  await see(program, /^ cost limit +12\.5$[^]*^ tags +plate7, by hand$/m);
  await press(program, 'y', /^ Started job-\w{24}\.$/m);
  t.like(runsOf(place)[0], {costLimit: 12.5, folder: '/second', tags: ['plate7', 'by hand']});
  await pressToSelect(program, 'enter', 'align HG002 (re-run)');
  t.is(await quit(program), 0);
});

test.serial(
  'a job runs again with another input, checked as JSON and against what its executable takes',
  async (t) => {
    const place = await createPlace(t);
    await addFailed(place);
    const program = await place.start({columns: 80, rows: 24});
    await seeSelected(program, 'align HG002');
    await openForm(program);
    await press(program, 'G', /^> +sample +"HG002"$/m);
    const prompt = /sample as JSON, empty as before: ?/;
    await retype(program, prompt, 'HG003', / +sample +HG003/);
    await see(program, /R run: the input sample is no JSON/);
    await retype(program, prompt, '"HG003"', / +sample +"HG003"/);
    place.control.failNext({route: 'app/describe', kind: 'status', status: 404, type: 'ResourceNotFound'});
    await press(program, 'R', /ResourceNotFound/);
    await see(program, /^> +sample +"HG003"$/m);
    await press(program, 'R', /^ Run it\?/m);
    await see(program, /^ {3}sample +"HG003"$/m);
    await press(program, 'y', /^ Started job-\w{24}\.$/m);
    t.like(runsOf(place)[0], {input: {sample: 'HG003'}});
    await pressToSelect(program, 'enter', 'align HG002 (re-run)');
    t.is(await quit(program), 0);
  },
);

test.serial('Escape leaves without running, and the answer is No unless it is y', async (t) => {
  const place = await createPlace(t);
  await addFailed(place);
  const program = await place.start();
  await seeSelected(program, 'align HG002');
  await openForm(program);
  await press(program, 'enter', /^Name: align HG002 \(re-run\)/m);
  program.type('x Rq');
  await see(program, /^Name: align HG002 \(re-run\)x Rq/m);
  await press(program, 'enter', /^> name +align HG002 \(re-run\)x Rq$/m);
  await press(program, 'R', /^ Run it\?/m);
  await see(program, /^ name +align HG002 \(re-run\)x Rq$/m);
  await press(program, 'enter', /^> name +align HG002 \(re-run\)x Rq$/m);
  // Another screen over the form leaves what was typed.
  await press(program, '?', /^Executions › Run again › Help$/m);
  await press(program, 'escape', /^> name +align HG002 \(re-run\)x Rq$/m);
  await pressToSelect(program, 'escape', 'align HG002');
  t.deepEqual(runsOf(place), []);
  t.is(await quit(program), 0);
});

test.serial('a run that is refused keeps the form, with the reason and the remedy', async (t) => {
  const place = await createPlace(t);
  await addFailed(place);
  const program = await place.start();
  await seeSelected(program, 'align HG002');
  await press(program, 'e', /Why align HG002 ended failed/);
  await openForm(program);
  await moveTo(program, /instance type/);
  await press(program, 'enter', /^Instance type, empty as before: /m);
  program.type('zmem9');
  await see(program, /^Instance type, empty as before: \S*zmem9/m);
  await press(program, 'enter', /^> instance type +\S*zmem9$/m);
  await press(program, 'R', /^ Run it\?/m);
  await press(program, 'y', /InvalidInput/);
  await see(program, /Change\s+what\s+it\s+names,\s+and\s+run\s+it\s+again\./);
  await see(program, /^> instance type +\S*zmem9$/m);
  place.control.failNext({route: 'app/run', kind: 'status', status: 403, type: 'SpendingLimitExceeded'});
  await press(program, 'R', /^ Run it\?/m);
  await press(program, 'y', /SpendingLimitExceeded/);
  await see(program, /raise\s+the\s+limit/);
  t.is(runsOf(place).length, 2);
  await press(program, 'escape', /Why align HG002 ended failed/);
  await pressToSelect(program, 'escape', 'align HG002');
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
  await press(program, 'R', /^> name +quick \(re-run\)$/m);
  await see(program, /^ {2}instance type +as each stage has it$/m);
  await press(program, 'R', /^ Run it\?/m);
  await see(program, /^ {3}0\.sample +"HG003"$/m);
  await press(program, 'y', /^ Started analysis-\w{24}\.$/m);
  t.false(program.screen.text().includes(String(first.body.id)));
  await pressToSelect(program, 'enter', 'quick (re-run)');
  t.is(await quit(program), 0);
});

test.serial('R says why it cannot run what only another job could start', async (t) => {
  const place = await createPlace(t);
  await place.control.addJob({name: 'part of it', state: 'failed', function: 'map'});
  const program = await place.start({columns: 120});
  await seeSelected(program, 'part of it');
  await see(program, /R run again: it is the part map of another job/);
  await press(program, 'R', /^Not done: it is the part map of another job\.$/m);
  t.is(await quit(program), 0);
});

test.serial('in read-only mode nothing runs again', async (t) => {
  const place = await createPlace(t);
  await addFailed(place);
  const program = await place.start({args: ['--read-only']});
  await seeSelected(program, 'align HG002');
  await press(program, 'R', /^Not done: read-only mode\.$/m);
  t.is(await quit(program), 0);
});
