import {cpSync, readdirSync, rmSync, symlinkSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {startProgram} from '../helpers/program.ts';
import {BUNDLE, createPlace, pressUntil, quit, see, seeList, seeThat} from './start-dxtop.ts';

test('a dashboard whose program was updated says so where it needs a part that is gone, and stays', async (t) => {
  const place = await createPlace(t);
  await place.control.addJob({name: 'align'});
  const root = path.dirname(path.dirname(BUNDLE));
  const dist = path.join(place.home.path, 'program', 'dist');
  cpSync(path.dirname(BUNDLE), dist, {recursive: true});
  cpSync(path.join(root, 'package.json'), path.join(dist, '..', 'package.json'));
  symlinkSync(path.join(root, 'node_modules'), path.join(dist, '..', 'node_modules'));
  const program = await startProgram({
    file: process.execPath,
    args: [path.join(dist, path.basename(BUNDLE))],
    env: place.env,
    cwd: place.home.path,
    columns: 120,
    rows: 30,
  });
  t.teardown(() => program.close());
  await seeList(program);
  await see(program, 'align');
  for (const file of readdirSync(dist)) rmSync(path.join(dist, file), {recursive: true});

  const told = 'This dxtop was updated or removed while it ran, and a part of it is gone. Start it again;';
  program.press('enter');
  await see(program, told);
  await pressUntil(program, 'r', 'the notice to be gone', (screen) => !screen.text().includes(told));
  program.press('i');
  await see(program, /^Executions › /m);
  program.press('escape');
  await seeThat(program, 'the list, with the notice', (screen) => screen.text().includes(told));
  t.is(await quit(program), 0);
});
