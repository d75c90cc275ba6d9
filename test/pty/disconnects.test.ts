import {readFileSync} from 'node:fs';
import path from 'node:path';
import type {ExecutionContext} from 'ava';
import {DEFAULT_MODES} from '../helpers/screen-modes.ts';
import {
  attach,
  createPlace,
  enter,
  exitOf,
  findWorkerHome,
  readFreshStty,
  see,
  seeSelected,
  tmuxTest,
} from './start-dxtop.ts';
import {typeIntoGap} from './type-into-gap.ts';

const ROUNDS = 20;

/**
 * The worker's program prints each line that it reads, numbered, and keeps it. After each cut a line is typed: the
 * transcript must have all of them once, in their order, and none of the keys that were typed into the gaps.
 */
const cutAgainAndAgain = async (t: ExecutionContext, how: 'reset' | 'close' | 'stall'): Promise<void> => {
  t.timeout(300_000);
  const place = await createPlace(t);
  const id = await place.control.addJob({name: 'the worker'});
  const program = await place.start();
  await seeSelected(program, 'the worker');
  await attach(program);
  const attachedStty = await program.stty();
  enter(
    program,
    'clear; stty -echo; echo go-$((6*7)); n=0; while read -r x; do n=$((n+1)); echo "$n got $x" | tee -a transcript; done',
  );
  await see(program, /^go-42$/m);
  enter(program, 'line 0');
  await see(program, /^1 got line 0$/m);
  const attachedModes = program.screen.modes();

  for (let round = 1; round <= ROUNDS; round++) {
    const worker = place.control.worker(id);
    if (how === 'stall') worker?.stallLinks();
    else {
      // No try succeeds until all keys have fallen into the gap.
      place.control.failNext({route: 'job/describe', kind: 'status', status: 500, count: 1000});
      worker?.cutLinks(how);
    }
    await see(program, 'Connection to the worker lost');
    const gapModes = program.screen.modes();
    t.false(gapModes.isPlainStyle && gapModes.privateModes.includes('?1000h'), 'the notice has no mouse');
    await typeIntoGap(program);
    if (how === 'stall') worker?.healLinks();
    else place.control.clearFaults();
    await see(program, new RegExp(`^${round} got line ${round - 1}$`, 'm'));
    // Answers to the terminal's queries, and keys of the gap, would be in the next line.
    enter(program, `line ${round}`);
    await see(program, new RegExp(`^${round + 1} got line ${round}$`, 'm'));
    t.deepEqual(program.screen.modes(), attachedModes, `round ${round}`);
    t.is(await program.stty(), attachedStty, `round ${round}`);
  }

  const home = findWorkerHome(place, 'transcript') ?? '';
  t.is(
    readFileSync(path.join(home, 'transcript'), 'utf8'),
    Array.from({length: ROUNDS + 1}, (_, index) => `${index + 1} got line ${index}\n`).join(''),
  );
  program.kill('SIGTERM');
  t.is(await exitOf(program), 143);
  t.deepEqual(program.screen.modes(), DEFAULT_MODES);
  t.is(await program.stty(), await readFreshStty());
};

for (const how of ['reset', 'close', 'stall'] as const) {
  tmuxTest(
    `${ROUNDS} links lost by a ${how} heal, with nothing lost, nothing replayed, and the terminal as before`,
    (t) => cutAgainAndAgain(t, how),
  );
}
