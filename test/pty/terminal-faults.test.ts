import test from 'ava';
import {createRandom} from '../../source/emulator/random.ts';
import {createPlace, exitOf, quit, see, seeSelected, seeThat} from './start-dxtop.ts';

test.serial('after kill -9 the next start is as any other', async (t) => {
  const place = await createPlace(t);
  await place.control.addJob({name: 'align reads', state: 'running'});
  const first = await place.start();
  await seeSelected(first, 'align reads');
  await see(first, /live$/m);
  first.kill('SIGKILL');
  t.is(await exitOf(first), 'SIGKILL');
  const second = await place.start();
  await seeSelected(second, 'align reads');
  await see(second, /live$/m);
  // Right below the header, where a notice would be.
  t.regex(second.screen.lines()[1] ?? '', /^ ?STATE +NAME/);
  t.is(await quit(second), 0);
});

test.serial('after a storm of sizes the screen is whole', async (t) => {
  const place = await createPlace(t);
  await place.control.addJob({name: 'align reads', state: 'running'});
  const program = await place.start();
  await seeSelected(program, 'align reads');
  const random = createRandom(9);
  for (let storm = 0; storm < 3; storm++) {
    for (let gust = 0; gust < 60; gust++) program.resize(random.int(1, 250), random.int(1, 80));
    const [columns, rows] = [random.int(70, 120), random.int(20, 50)];
    program.resize(columns, rows);
    await seeThat(program, `a whole screen of ${columns}x${rows}`, (screen) => {
      const lines = screen.lines();
      return (
        /^dxtop {2}127\.0\.0\.1 {2}/.test(lines[0] ?? '') &&
        / STATE +NAME/.test(lines[1] ?? '') &&
        /^>● running +align reads/.test(lines[2] ?? '') &&
        (lines[rows - 1] ?? '').endsWith(' q quit')
      );
    });
  }
  t.is(await quit(program), 0);
});
