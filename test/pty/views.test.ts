import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import type {ExecutionContext} from 'ava';
import type {Program} from '../helpers/program.ts';
import {createServices} from '../../source/create-services.ts';
import {ALL} from '../../source/model/chosen-view.ts';
import {OWN_EVERYWHERE} from '../../source/model/list-scope.ts';
import {clean} from '../../source/model/safe-text.ts';
import {createPlace, exitOf, type Place, quit, see, seeList, seeSelected, seeThat} from './start-dxtop.ts';

/** Three jobs of the user and one of somebody else, and a view in the settings. */
const setUp = async (t: ExecutionContext): Promise<Place> => {
  const place = await createPlace(t);
  const nowMs = Date.now();
  const add = (name: string, state: string, minutes: number, more: object = {}) =>
    place.control.addJob({name, state, created: nowMs - minutes * 60_000, ...more});
  await add('beta', 'done', 1);
  await add('alpha', 'done', 2);
  await add('gamma', 'failed', 3);
  await add('a neighbour', 'done', 4, {launchedBy: 'user-barbara'});
  const folder = path.join(place.env['XDG_CONFIG_HOME'] ?? '', 'dxtop');
  mkdirSync(folder, {recursive: true, mode: 0o700});
  writeFileSync(path.join(folder, 'config.toml'), '[views]\nred = "state:failed"\n', {mode: 0o600});
  return place;
};

/** Looks at what is done, by name, and waits for it. */
const lookByName = async (program: Program): Promise<void> => {
  program.type('/state:done\r');
  await see(program, /^Filter: state:done {2}2 of 3[^]*^Enter /m);
  program.type('on');
  await see(program, /NAMEv[^]+alpha[^]+beta/);
};

/** Opens the menu of views, and takes a key of it. */
const choose = async (program: Program, menu: RegExp, key: string): Promise<void> => {
  program.type('v');
  await see(program, menu);
  program.type(key);
};

const namesOf = (stdout: string): string[] =>
  (JSON.parse(stdout) as readonly {readonly name: string}[]).map(({name}) => name);

test.serial('a view is saved under a name, and is there after a restart and for ls', async (t) => {
  const place = await setUp(t);
  const first = await place.start();
  await seeSelected(first, 'beta');
  await lookByName(first);
  await choose(first, /^Views {2}1 red {2}0 everything {2}s save this one$/m, 's');
  await see(first, /^state:done, by name\. Tab adds: mine, all projects\.\nSave as:$/m);
  first.type('\r');
  await see(first, /^A view needs a name\.$/m);
  first.type('red\r');
  await see(first, /^The settings have a view "red": change it there, or take another name\.$/m);
  first.press('ctrl-u');
  await see(first, /^Save as:$/m);
  first.type('by name\r');
  await see(first, /^Saved as "by name"\./m);
  first.type('0');
  await see(first, /beta[^]+alpha[^]+gamma/);
  t.is(await quit(first), 0);

  const second = await place.start();
  await see(second, /beta[^]+alpha[^]+gamma/);
  second.type('2');
  await see(second, /^Filter: state:done {2}2 of 3[^]*NAMEv[^]+alpha[^]+beta/m);
  await choose(second, /^Views {2}1 red {2}2 by name\* {2}0 everything {2}s save/m, '1');
  await see(second, /^Filter: state:failed {2}1 of 3/m);
  second.type('7');
  await see(second, /^Not done: there is no view 7\. v saves one/m);
  t.is(await quit(second), 0);

  const list = async (...args: readonly string[]) =>
    namesOf((await place.run(['ls', '--json', ...args])).stdout);
  t.deepEqual(await list('--view', 'by name'), ['alpha', 'beta']);
  t.deepEqual(await list('--view', 'by name', 'name:bet'), ['beta']);
  t.deepEqual(await list('--view', 'by name', '--all-users'), ['a neighbour', 'alpha', 'beta']);
  t.deepEqual(await list('--view', 'red'), ['gamma']);
  const unknown = await place.run(['ls', '--view', 'blue']);
  t.is(unknown.code, 2);
  t.regex(unknown.stderr, /^dxtop: There is no view "blue"\. There are "red", "by name"\.$/m);
});

test.serial('a view knows whose executions it is about, if that is wanted', async (t) => {
  const place = await setUp(t);
  const program = await place.start();
  await seeSelected(program, 'beta');
  program.type('p');
  await see(program, /^Show {2}m mine\*/m);
  program.type('e');
  await see(program, /^dxtop .* everyone's, all projects[^]*a neighbour/m);
  await choose(program, /^Views /m, 's');
  await see(program, /^everything, everyone's, all projects\. Tab leaves out: /m);
  program.type('all of us\r');
  await see(program, /^Saved as "all of us"\./m);
  await choose(program, /^Views .* 2 all of us\*/m, 's');
  await see(program, /^Save as:$/m);
  program.press('tab');
  await see(program, /^everything\. Tab adds: everyone's, all projects\.$/m);
  program.type('anybody\r');
  await see(program, /^Saved as "anybody"\./m);

  program.type('p');
  await see(program, /^Show {2}m mine {2}/m);
  program.type('m');
  await seeThat(program, 'no neighbour', (screen) => !screen.text().includes('a neighbour'));
  await choose(program, /^Views .* 2 all of us {2}3 anybody\*/m, '2');
  await see(program, /^dxtop .* everyone's, all projects[^]*a neighbour/m);
  t.is(await quit(program), 0);
  const {stdout} = await place.run(['ls', '--json', '--view', 'all of us']);
  t.true(namesOf(stdout).includes('a neighbour'));
});

test.serial('saved views are replaced after a question, renamed and deleted', async (t) => {
  const place = await setUp(t);
  const program = await place.start();
  await seeSelected(program, 'beta');
  await choose(program, /^Views /m, 's');
  await see(program, /^Save as:$/m);
  program.type('mine\r');
  await see(program, /^Saved as "mine"\./m);
  await lookByName(program);
  await choose(program, /^Views .* r rename {2}d delete$/m, 's');
  await see(program, /^Save as:$/m);
  program.type('mine\r');
  await see(program, /^There is a view "mine"\. Enter again replaces it\.$/m);
  program.type('\r');
  await see(program, /^Saved as "mine"\./m);
  await choose(program, /^Views {2}1 red {2}2 mine\* /m, 'r');
  await see(program, /^Rename {2}1 mine$/m);
  program.type('1');
  await see(program, /^New name: mine$/m);
  program.type(' too\r');
  await see(program, /^It is called "mine too" now\.$/m);
  await choose(program, /^Views {2}1 red {2}2 mine too\* /m, 'd');
  await see(program, /^Delete {2}1 mine too$/m);
  program.type('1');
  await see(program, /^Delete the view "mine too"\? {2}y yes {2}n no$/m);
  program.type('n');
  await seeThat(program, 'no question', (screen) => !screen.text().includes('Delete'));
  await choose(program, /^Views {2}1 red {2}2 mine too\* /m, 'd');
  await see(program, /^Delete {2}1 mine too$/m);
  program.type('1');
  await see(program, /^Delete the view "mine too"\?/m);
  program.type('y');
  await see(program, /^Deleted: the view "mine too"\.$/m);
  program.type('v');
  await see(program, /^Views {2}1 red {2}0 everything {2}s save this one$/m);
  t.pass();
});

test.serial('a view knows how far back it goes', async (t) => {
  const place = await setUp(t);
  const createdMs = Date.now() - 3 * 24 * 3_600_000;
  await place.control.addJob({name: 'old', state: 'done', created: createdMs, modified: createdMs});
  for (let number = 0; number < 100; number++)
    await place.control.addJob({name: `new ${number}`, state: 'done', created: Date.now() - 1000});
  const first = await place.start();
  await see(first, /✓ 102 done/);
  first.type('h');
  await see(first, /^Back to {2}d the last 24 hours\* {2}w/m);
  first.type('w');
  await see(first, /^The list has the last 7 days: 104 executions\./m);
  await choose(first, /^Views /m, 's');
  await see(first, /^everything, the last 7 days\. Tab adds: mine, all projects\.$/m);
  first.type('the week\r');
  await see(first, /^Saved as "the week"\./m);
  t.is(await quit(first), 0);

  // What has come is stored; how far back the list goes is not.
  const second = await place.start();
  await see(second, /✓ 103 done/);
  await choose(second, /^Views {2}1 red {2}2 the week {2}0/m, '2');
  await see(second, /^The list has the last 7 days: 104 executions\./m);
  await choose(second, /^Views {2}1 red {2}2 the week\* {2}0/m, '0');
  await seeThat(second, 'no menu', (screen) => !screen.text().includes('Views'));
  t.is(await quit(second), 0);

  const third = await place.start({args: ['--view', 'the week']});
  await seeSelected(third, 'new ');
  third.type('h');
  await see(third, /^Back to {2}d the last 24 hours\* {2}w the last 7 days\* {2}m the last 30 days {2}/m);
  third.press('escape');
  await seeThat(third, 'no menu', (screen) => !screen.text().includes('Back to'));
  t.is(await quit(third), 0);
  const {stdout} = await place.run(['ls', '--json', '--view', 'the week', 'name:old']);
  t.deepEqual(namesOf(stdout), ['old']);
  t.deepEqual(namesOf((await place.run(['ls', '--json', 'name:old'])).stdout), []);
});

/** Saves a view, as another dxtop does: what is done by everyone, by name. */
const saveTeamView = async ({env, home}: Place): Promise<void> => {
  const {namedViews, close} = await createServices({environment: env, homeDirectory: home.path});
  const chosen = {...ALL, filterText: 'state:done', sort: {by: 'name', isReversed: false} as const};
  const scope = {...OWN_EVERYWHERE, isEveryone: true};
  const change = namedViews.save({name: clean('the team'), chosen, scope, span: undefined}, false);
  close();
  if (change !== 'done') throw new Error(`the view was not saved: ${change}`);
};

test.serial('--view begins with a saved view, whose scope the command line may change', async (t) => {
  const place = await setUp(t);
  await saveTeamView(place);
  const program = await place.start({args: ['--view', 'the team']});
  await see(program, /^dxtop .* everyone's, all projects/m);
  await see(program, /^Filter: state:done {2}3 of 4[^]*NAMEv[^]*a neighbour[^]*alpha[^]*beta/m);
  await choose(program, /^Views {2}1 red {2}2 the team\* {2}0 everything/m, '1');
  await see(program, /^Filter: state:failed {2}1 of 4/m);
  program.type('2');
  await see(program, /^Filter: state:done {2}3 of 4/m);
  t.is(await quit(program), 0);

  const other = await place.start({args: ['--view', 'red', '--all-users']});
  await see(other, /^dxtop .* everyone's, all projects[^]*^Filter: state:failed {2}1 of 4/m);
  t.is(await quit(other), 0);
});

test.serial('a run with --view leaves no trace at the next start', async (t) => {
  const place = await setUp(t);
  await saveTeamView(place);
  const first = await place.start();
  await seeSelected(first, 'beta');
  first.type('on');
  await see(first, /NAMEv[^]*alpha[^]*beta/);
  t.is(await quit(first), 0);

  const passing = await place.start({args: ['--view', 'red']});
  await see(passing, /^Filter: state:failed {2}1 of 3/m);
  passing.type('2');
  await see(passing, /^dxtop .* everyone's, all projects[^]*^Filter: state:done {2}3 of 4/m);
  t.is(await quit(passing), 0);

  const second = await place.start();
  await see(second, /^dxtop .* mine, all projects[^]*NAMEv[^]*alpha[^]*beta[^]*gamma/m);
  await see(second, /✗ 1 failed {2}✓ 2 done/);
  t.is(await quit(second), 0);
});

test.serial('--view with a name that no view has says which there are', async (t) => {
  const place = await setUp(t);
  await saveTeamView(place);
  const program = await place.start({args: ['--view', 'blue']});
  t.is(await exitOf(program), 2);
  t.regex(program.screen.text(), /^dxtop: There is no view "blue"\. There are "red", "the team"\.$/m);
});

test.serial('two dxtops save views side by side, and each shows those of the other', async (t) => {
  const place = await setUp(t);
  const [one, other] = await Promise.all([place.start(), place.start()]);
  await Promise.all([seeSelected(one, 'beta'), seeSelected(other, 'beta')]);
  for (const [program, name] of [
    [one, 'first'],
    [other, 'second'],
  ] as const) {
    await choose(program, /^Views /m, 's');
    await see(program, /^Save as:$/m);
    program.type(`${name}\r`);
    await see(program, new RegExp(`^Saved as "${name}"\\.`, 'm'));
  }

  for (const program of [one, other]) {
    program.type('v');
    await see(program, /^Views {2}1 red {2}2 first\* {2}3 second\* /m);
  }

  t.pass();
});

test.serial('the palette of another screen leads to scope, history and views of the list', async (t) => {
  const place = await setUp(t);
  const program = await place.start({columns: 120});
  await seeSelected(program, 'beta');
  for (const [command, shown] of [
    ['scope', /^Show {2}m mine\* /m],
    ['history', /^Back to {2}/m],
    ['views', /^Views {2}1 red /m],
  ] as const) {
    program.type('d');
    await see(program, /^Executions › beta$/m);
    program.type(`:${command}`);
    await see(program, new RegExp(`^:${command}$`, 'm'));
    program.press('enter');
    await see(program, shown);
    await seeList(program);
    program.press('escape');
    await seeThat(program, 'no menu', (screen) => !shown.test(screen.text()));
  }

  program.type('d');
  await see(program, /^Executions › beta$/m);
  program.type(':view red');
  await see(program, /^view red +state:failed$/m);
  program.press('enter');
  await see(program, /^Filter: state:failed {2}1 of 3/m);
  t.is(await quit(program), 0);
});
