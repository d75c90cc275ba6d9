import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {createPlace, exitOf, see, seeSelected, seeThat} from './start-dxtop.ts';

test.serial('the list is filtered while one types, and what is wrong is underlined', async (t) => {
  const place = await createPlace(t);
  const nowMs = Date.now();
  const states = ['running', 'done', 'failed', 'done'] as const;
  for (const [index, state] of states.entries())
    await place.control.addJob({name: `job ${index}`, state, created: nowMs - index * 60_000});
  const program = await place.start();
  await seeSelected(program, 'job 0');
  await see(program, / job 3 /);
  program.type('jjj');
  await seeSelected(program, 'job 3');
  program.type('/state:done');
  await see(program, /^Filter: state:done {2}2 of 4/m);
  await seeThat(program, 'only what fits', (screen) => !/job [02]/.test(screen.text()));
  await seeSelected(program, 'job 3');
  program.type(' agge<2d');
  await see(program, /^There is no agge; there are state, name/m);
  await see(program, /^\/state:done agge<2d$/m);
  program.press('escape');
  await seeThat(program, 'everything again', (screen) => screen.text().includes('job 0'));
  await seeSelected(program, 'job 3');
  program.type('/quantum\r');
  await see(program, /^ Of 4 executions none fits "quantum"\. Esc shows all/m);
  program.press('escape');
  await seeSelected(program, 'job');
  program.type('on');
  await see(program, /NAMEv/);
  program.type('q');
  t.is(await exitOf(program), 0);
});

test.serial('with a filter all that fits is marked, and nothing that is only above it', async (t) => {
  const place = await createPlace(t);
  const nowMs = Date.now();
  const parent = await place.control.addJob({name: 'scatter', state: 'running', created: nowMs - 60_000});
  for (const name of ['shard one', 'shard two'])
    await place.control.addJob({name, state: 'running', parentJob: parent, created: nowMs - 50_000});
  const program = await place.start();
  await see(program, /▸ scatter \[2 running\]/);
  program.type('/name:shard\r');
  await see(program, /^Filter: name:shard {2}2 of 3/m);
  await see(program, /▾ scatter[^]+shard one[^]+^Enter /m);
  program.type('a');
  await see(program, /^2 executions marked/m);
  await see(program, /^[ >]● running +▾ scatter/m);
  t.pass();
});

test.serial('columns come and go, and the list is sorted by one of them', async (t) => {
  const place = await createPlace(t);
  const nowMs = Date.now();
  for (const [index, name] of ['beta', 'alpha', 'gamma'].entries())
    await place.control.addJob({name, state: 'done', created: nowMs - index * 60_000});
  const program = await place.start();
  await see(program, /beta[^]+alpha[^]+gamma/);
  program.type('on');
  await see(program, /^[ >]✓ done +alpha[^]+beta[^]+gamma/m);
  program.type('on');
  await see(program, /NAME\^[^]+gamma[^]+beta[^]+alpha/);
  program.type('ce');
  await seeThat(program, 'no executable', (screen) => !screen.text().includes('EXECUTABLE'));
  await see(program, /^Columns {2}e executable {2}/m);
  program.type('\x1b');
  await see(program, /^Enter /m);
  program.type('0');
  await see(program, /EXECUTABLE[^]+beta[^]+alpha[^]+gamma/);
  t.pass();
});

test.serial('the saved views of the settings are one key away, and 0 is everything again', async (t) => {
  const place = await createPlace(t);
  const nowMs = Date.now();
  for (const [index, state] of (['running', 'failed'] as const).entries())
    await place.control.addJob({name: `job ${index}`, state, created: nowMs - index * 60_000});
  const folder = path.join(place.env['XDG_CONFIG_HOME'] ?? '', 'dxtop');
  mkdirSync(folder, {recursive: true, mode: 0o700});
  writeFileSync(
    path.join(folder, 'config.toml'),
    '[views]\nrunning = "state:running"\nred = "state:failed"\n',
    {
      mode: 0o600,
    },
  );
  const program = await place.start();
  await seeSelected(program, 'job 0');
  program.type('2');
  await see(program, /^Filter: state:failed {2}1 of 2/m);
  program.type('1');
  await see(program, /^Filter: state:running {2}1 of 2/m);
  program.type('9');
  program.type('0');
  await seeThat(program, 'everything again', (screen) => /job 0[^]+job 1/.test(screen.text()));
  t.notRegex(program.screen.text(), /Filter:/);
  program.type('f');
  await see(program, /^Only {2}r 1 running {2}h 0 held {2}f 1 failed {2}w 0 waiting {2}d 0 done {2}a all\*/m);
  program.type('f');
  await see(program, /^Filter: state:failed {2}1 of 2[^]*^Enter /m);
});

test.serial('the list is looked at as when the program was left, until everything is wanted', async (t) => {
  const place = await createPlace(t);
  const nowMs = Date.now();
  for (const [index, name] of ['beta', 'alpha', 'gamma'].entries())
    await place.control.addJob({
      name,
      state: index === 2 ? 'failed' : 'done',
      created: nowMs - index * 60_000,
    });
  const first = await place.start();
  await see(first, /beta[^]+alpha[^]+gamma/);
  first.type('on');
  await see(first, /NAMEv[^]+alpha[^]+beta[^]+gamma/);
  first.type('ce');
  await seeThat(first, 'no column of executables', (screen) => !screen.text().includes('EXECUTABLE'));
  first.press('escape');
  await see(first, /^Enter /m);
  first.type('/state:done\r');
  await see(first, /^Filter: state:done {2}2 of 3/m);
  first.kill('SIGTERM');
  t.is(await exitOf(first), 143);

  const second = await place.start();
  await see(second, /^Filter: state:done {2}2 of 3/m);
  await see(second, /NAMEv[^]+alpha[^]+beta/);
  t.false(second.screen.text().includes('EXECUTABLE'));
  second.type('0');
  await see(second, /EXECUTABLE[^]+beta[^]+alpha[^]+gamma/);
  second.type('q');
  t.is(await exitOf(second), 0);
  const third = await place.start();
  await see(third, /EXECUTABLE[^]+beta[^]+alpha[^]+gamma/);
});
