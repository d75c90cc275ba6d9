import test from 'ava';
import {createPlace, quit, see, seeList, seeThat} from './start-dxtop.ts';

test('`:status` shows the call budget; what is typed there presses nothing; Escape leads back', async (t) => {
  const place = await createPlace(t, {scenario: 'failures'});
  const program = await place.start();
  await seeList(program);
  program.type(':');
  await see(program, /^:$/m);
  program.type('q');
  await see(program, /^:q$/m);
  program.press('backspace');
  program.type('status');
  await see(program, /^status +call budget/m);
  program.press('enter');
  await see(program, /^Executions › Status$/m);
  await see(program, /budget {4}2 per second on average, 10 at once; \d+ may go now/);
  await see(program, /answered {2}\d+s ago, in \d+ ms/);
  program.press('escape');
  await seeList(program);
  t.is(await quit(program), 0);
});

test('the palette runs what a key of the screen does, and leaves the screen as it was', async (t) => {
  const place = await createPlace(t, {scenario: 'failures'});
  const program = await place.start();
  await seeList(program);
  program.type(':describe');
  await see(program, /^:describe$/m);
  program.press('enter');
  await see(program, /^Executions › /m);
  t.regex(program.screen.text(), /^ name /m);
  program.press('escape');
  await seeList(program);
  t.is(await quit(program), 0);
});

test('the log of changes is found by either of its names', async (t) => {
  const place = await createPlace(t, {scenario: 'failures'});
  const program = await place.start();
  await seeList(program);
  for (const name of ['changes', 'log']) {
    program.type(`:${name}`);
    await see(program, new RegExp(`^:${name}$`, 'm'));
    await see(program, /^changes +all that dxtop has changed/m);
    program.press('enter');
    await see(program, 'dxtop has changed nothing on the platform.');
    program.press('escape');
    await seeList(program);
  }

  t.is(await quit(program), 0);
});

test('the help finds what is typed after `/`', async (t) => {
  const place = await createPlace(t);
  const program = await place.start();
  await seeList(program);
  program.type('?');
  await see(program, /^In the list$/m);
  program.type('/drop the');
  await see(program, /^\/drop the$/m);
  await seeThat(program, 'only the matching line', (screen) => {
    const text = screen.text();
    return /~\. +drop the link/.test(text) && !text.includes('In the list');
  });
  program.press('escape');
  await see(program, /^In the list$/m);
  program.press('escape');
  await seeList(program);
  t.is(await quit(program), 0);
});

test('keys from the settings replace the screen’s own, and a conflict is told', async (t) => {
  const place = await createPlace(t, {scenario: 'failures'});
  place.home.addSettings('[keys.executions]\ndescribe = ["z"]\nrefresh = ["z", "s"]\n');
  const program = await place.start();
  await seeList(program);
  await see(program, 'keys.executions.refresh: z is already describe.');
  await see(program, 'keys.executions: attach has no key left; refresh took it.');
  // The notices are there before the list has a row to describe.
  await see(program, /^>\S/m);
  // The footer has them as well, and does not offer a key that was taken away.
  await see(program, /^Enter \w+ {2}(?!s no SSH).*z describe .* s refresh {2}\? help/m);
  program.type('z');
  await see(program, /^Executions › /m);
  program.press('escape');
  await seeList(program);
  t.is(await quit(program), 0);
});
