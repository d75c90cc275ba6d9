import test from 'ava';
import {createPlace, quit, see, seeSelected, seeThat} from './start-dxtop.ts';

const SELECTED = /^Show {2}m mine\* {2}e everyone's {2}a all projects\* {2}p the selected project/m;

test.serial("p shows everyone's, with the cursor where it was, and the choice is kept", async (t) => {
  const place = await createPlace(t);
  await place.control.addJob({name: 'my own', state: 'running'});
  await place.control.addJob({name: 'a neighbour', state: 'running', launchedBy: 'user-barbara'});
  const program = await place.start();
  await seeSelected(program, 'my own');
  t.false(program.screen.text().includes('a neighbour'));
  program.type('p');
  await see(program, SELECTED);
  program.type('e');
  await see(program, /^dxtop .* everyone's, all projects/m);
  await see(program, /^[ >]● running +a neighbour /m);
  await seeSelected(program, 'my own');
  t.is(await quit(program), 0);

  const later = await place.start();
  await see(later, /^dxtop .* everyone's, all projects/m);
  await see(later, /^[ >]● running +a neighbour /m);
  later.type('p');
  await see(later, /^Show {2}m mine {2}e everyone's\*/m);
  later.type('m');
  await see(later, /^dxtop .* mine, all projects/m);
  await seeThat(later, 'no neighbour', (screen) => !screen.text().includes('a neighbour'));
  t.is(await quit(later), 0);
});

test.serial(
  'a project is chosen by its name, and one that may not be seen leaves the list as it is',
  async (t) => {
    const place = await createPlace(t);
    await place.control.addJob({name: 'here', state: 'running'});
    const program = await place.start();
    await seeSelected(program, 'here');
    place.control.failNext({
      route: 'project/describe',
      kind: 'status',
      status: 401,
      type: 'PermissionDenied',
      message: 'VIEW permission required in the project to perform this action',
    });
    program.type('p');
    await see(program, SELECTED);
    program.type('p');
    await see(program, /^Not switched: [^]*VIEW permission[^]*This is still mine,/m);
    await seeSelected(program, 'here');

    program.type('p');
    await see(program, SELECTED);
    program.type('p');
    await see(program, /^dxtop .* mine, (?!all projects|project-)\w/m);
    await see(program, /^[ >]● running +here /m);
    const projects = place.control
      .requests()
      .filter(({route}) => route === 'system/findExecutions')
      .map(({body}) => (body as {project?: string}).project);
    // The list that was left may have had one request on its way.
    t.true(projects.includes(place.env['DX_PROJECT_CONTEXT_ID']));
    t.is(await quit(program), 0);
  },
);

test.serial('until another scope has answered the old list stays, marked, and Esc keeps it', async (t) => {
  const place = await createPlace(t);
  await place.control.addJob({name: 'my own', state: 'running'});
  const program = await place.start({args: ['--project', place.env['DX_PROJECT_CONTEXT_ID'] ?? '']});
  await see(program, /^dxtop .* mine, (?!all projects|project-)\w/m);
  await seeSelected(program, 'my own');
  place.control.failNext({route: 'system/findExecutions', kind: 'hang', count: Number.POSITIVE_INFINITY});
  program.type('p');
  await see(program, /^Show {2}m mine\* {2}e everyone's {2}a all projects {2}p the selected project\*/m);
  program.type('a');
  await see(program, /^Asking for mine, all projects\. [^]*Esc keeps/m);
  await seeSelected(program, 'my own');
  program.press('escape');
  await seeThat(program, 'the old list alone', (screen) => !screen.text().includes('Asking for'));
  await see(program, /^dxtop .* mine, (?!all projects|project-)\w/m);
  place.control.clearFaults();
  t.is(await quit(program), 0);
});

test.serial('without a selected project the remedy is told, and --project must be an ID', async (t) => {
  const place = await createPlace(t);
  await place.control.addJob({name: 'my own', state: 'running'});
  const program = await place.start({env: {DX_PROJECT_CONTEXT_ID: undefined}});
  await seeSelected(program, 'my own');
  program.type('p');
  await see(program, /p the selected project \(none\)/);
  program.type('p');
  await see(program, /^Not switched: no project is selected\. [^]*dx select/m);
  t.is(await quit(program), 0);

  const wrong = await place.start({args: ['--project', 'mine']});
  await see(wrong, /mine does not look like a project ID/);
});
