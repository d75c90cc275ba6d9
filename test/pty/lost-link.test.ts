import test from 'ava';
import {
  attach,
  createPlace,
  dismiss,
  enter,
  openSessions,
  type Place,
  PROMPT,
  quit,
  see,
  seeSelected,
} from './start-dxtop.ts';
import type {Program} from '../helpers/program.ts';

/** A program that is attached to the only job. */
const startAttached = async (place: Place): Promise<{program: Program; id: string}> => {
  const id = await place.control.addJob({name: 'the worker'});
  const program = await place.start();
  await seeSelected(program, 'the worker');
  await attach(program);
  enter(program, 'clear; echo mark-$((6*7))');
  await see(program, /^mark-42/m);
  return {program, id};
};

const LOST = 'Connection to the worker lost';

for (const how of ['reset', 'close'] as const) {
  test.serial(`a link that is cut by a ${how} heals by itself, with what was on the screen`, async (t) => {
    const place = await createPlace(t);
    const {program, id} = await startAttached(place);
    // The first try fails, so that the notice stays for long enough to be drawn.
    place.control.failNext({route: 'job/describe', kind: 'status', status: 500});
    place.control.worker(id)?.cutLinks(how);
    await see(program, LOST);
    await see(program, /^mark-42/m);
    await see(program, PROMPT);
    enter(program, 'echo again-$((6*7))');
    await see(program, 'again-42');
    t.false(program.screen.text().includes(LOST));
  });
}

test.serial('a silent link is noticed, and goes on where it was when it comes back', async (t) => {
  const place = await createPlace(t);
  const {program, id} = await startAttached(place);
  const worker = place.control.worker(id);
  const startMs = performance.now();
  worker?.stallLinks();
  await see(program, LOST);
  const noticedMs = performance.now() - startMs;
  t.true(noticedMs > 1000, `${noticedMs} ms: a short silence is none`);
  await see(program, 'the worker does not answer');
  worker?.healLinks();
  await see(program, /^mark-42/m);
  await see(program, PROMPT);
  enter(program, 'echo again-$((6*7))');
  await see(program, 'again-42');
});

test.serial('keys typed into the gap are counted and never replayed', async (t) => {
  const place = await createPlace(t);
  const {program, id} = await startAttached(place);
  place.control.setLatencyMs(600_000);
  place.control.worker(id)?.cutLinks('reset');
  await see(program, LOST);
  // The first ones may fall to the quarantine after the session.
  await new Promise((resolve) => setTimeout(resolve, 1200));
  for (const key of 'xyz') program.press(key);
  await see(program, '3 typed keys were dropped');
  program.type('uvw');
  await see(program, '6 typed keys were dropped');
  place.control.setLatencyMs(0);
  program.press('enter');
  await see(program, /^mark-42/m);
  enter(program, 'echo again-$((6*7))');
  await see(program, /^again-42$/m);
  t.notRegex(program.screen.text(), /xyz|uvw/);
});

test.serial(
  'Enter tries at once, d leads to the dashboard, where the session can be picked up',
  async (t) => {
    const place = await createPlace(t);
    const {program, id} = await startAttached(place);
    place.control.failNext({route: 'job/describe', kind: 'reset', count: Number.POSITIVE_INFINITY});
    place.control.worker(id)?.cutLinks('close');
    await see(program, LOST);
    const tryAtOnce = async () => {
      const number = Number(/\(try (\d+)\)/.exec(program.screen.text())?.[1]);
      program.press('enter');
      await see(program, `try ${number + 1}`);
      await see(program, /next try in \d+ s/);
    };
    await see(program, /next try in \d+ s/);
    // The pauses grow with the tries, until one is so long that the next try cannot be one that began by itself.
    while (!/next try in 1\d s/.test(program.screen.text())) await tryAtOnce();
    const pressedMs = performance.now();
    await tryAtOnce();
    t.true(performance.now() - pressedMs < 9000);
    program.press('d');
    place.control.clearFaults();
    await dismiss(program, /The link to the worker is closed \(.*\); the session lives on\./);
    await see(program, /^Last session: the worker, \d+s ago\. S Enter picks it up\./m);
    await openSessions(program);
    program.press('enter');
    await see(program, /^mark-42/m);
  },
);

test.serial('. gives up for good', async (t) => {
  const place = await createPlace(t);
  const {program, id} = await startAttached(place);
  place.control.setLatencyMs(600_000);
  place.control.worker(id)?.cutLinks('reset');
  await see(program, LOST);
  await new Promise((resolve) => setTimeout(resolve, 1200));
  program.press('.');
  place.control.setLatencyMs(0);
  await see(program, 'Gave up on the worker: the connection was reset.');
  t.is(await quit(program), 0);
});

test.serial(
  'a job that ended meanwhile is told with its state and reason, and not tried again',
  async (t) => {
    const place = await createPlace(t);
    const {program, id} = await startAttached(place);
    place.control.endJob(id, {state: 'failed', failureReason: 'AppError', failureMessage: 'no reads left'});
    await see(program, 'the worker is failed (AppError: no reads left).');
    await see(program, /^>✗ failed +the worker/m);
    const describes = () => place.control.requests().filter(({route}) => route === 'job/describe').length;
    const before = describes();
    await new Promise((resolve) => setTimeout(resolve, 3000));
    t.true(describes() - before <= 2, 'only the dashboard looks at it');
    t.notRegex(program.screen.text(), /Last session/);
  },
);

test.serial(
  'the new worker of a restarted job is attached after a question that names the try',
  async (t) => {
    const place = await createPlace(t);
    const {program, id} = await startAttached(place);
    place.control.setLatencyMs(300);
    await place.control.restartJob(id);
    await see(program, /The job was restarted.*1.*: this is a new worker/);
    await see(program, 'Attach to the new worker? Y/n');
    program.press('y');
    await see(program, PROMPT);
    enter(program, 'echo new-$((6*7))');
    await see(program, 'new-42');
    t.notRegex(program.screen.text(), /^mark-42/m);
  },
);
