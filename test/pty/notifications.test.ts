import test from 'ava';
import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {attach, createPlace, enter, FACT_MS, quit, see, seeSelected} from './start-dxtop.ts';

test('a job that fails while one watches is told in the dashboard and by the terminal, once', async (t) => {
  const place = await createPlace(t);
  const id = await place.control.addJob({name: 'align; reads', state: 'running'});
  const program = await place.start({env: {TERM_PROGRAM: 'WezTerm'}});
  await seeSelected(program, 'align; reads');
  place.control.endJob(id, {state: 'failed', failureReason: 'AppError', failureMessage: 'no reads left'});
  await see(program, /^align; reads failed\.$/m);
  program.press('r');
  await see(program, /^>✗ failed +align; reads/m);
  const told = program.screen.events.filter(({kind}) => kind === 'notification');
  t.deepEqual(
    told.map(({text}) => text),
    ['align? reads failed.'],
  );
  t.is(await quit(program), 0);
});

test('what fails while one is attached is counted in the title, and the session’s screen is left alone', async (t) => {
  const place = await createPlace(t);
  const folder = path.join(place.home.path, '.config', 'dxtop');
  mkdirSync(folder, {recursive: true, mode: 0o700});
  writeFileSync(path.join(folder, 'config.toml'), '[notifications]\nattached_seconds = 5\n', {mode: 0o600});
  const failing = await place.control.addJob({name: 'sort', state: 'running', created: Date.now() - 60_000});
  await place.control.addJob({name: 'workstation', state: 'running'});
  const program = await place.start({env: {TERM_PROGRAM: 'WezTerm'}});
  await seeSelected(program, 'workstation');
  await see(program, /running +sort/);
  await attach(program);
  enter(program, 'echo re""ady');
  await see(program, /^ready\n\S+:~\$$/m);
  // The last line is the multiplexer's, and may have a clock in it.
  const picture = () => program.screen.lines().slice(0, -1);
  const before = picture();
  place.control.endJob(failing, {state: 'failed', failureReason: 'AppError', failureMessage: 'x'});
  await program.screen.waitForScreen((screen) => screen.title === 'dxtop: 1 failed', {
    timeoutMs: FACT_MS,
    what: 'the badge',
  });
  t.deepEqual(picture(), before);
  // Neither a bell nor a notification of the terminal goes through a session.
  t.deepEqual(
    program.screen.events.filter(({kind}) => kind === 'bell' || kind === 'notification'),
    [],
  );
  program.type('\r~d');
  await see(program, /^sort failed\.$/m);
  t.is(await quit(program), 0);
});
