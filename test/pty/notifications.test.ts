import test from 'ava';
import {createPlace, quit, see, seeSelected} from './start-dxtop.ts';

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
