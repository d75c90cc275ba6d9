import {setTimeout as delay} from 'node:timers/promises';
import test from 'ava';
import type {Program} from '../helpers/program.ts';
import {createPlace, FACT_MS, type Place, quit, see, seeSelected} from './start-dxtop.ts';

const DAY_MS = 86_400_000;
/** What comes after the first frames, such as a description and history, is over within a few refreshes. */
const LIMIT_MS = 2 * FACT_MS;

/** Waits until so many refreshes in a row have written nothing to the terminal; the clock ticks several times in each. */
const waitForSilence = async (place: Place, program: Program, refreshes: number): Promise<void> => {
  let writtenBytes = 0;
  program.onOutput((bytes) => {
    writtenBytes += bytes.length;
  });
  const countRefreshes = () =>
    place.control
      .requests()
      .filter(
        ({route, body}) =>
          route === 'system/findExecutions' && (body as {state?: unknown}).state !== undefined,
      ).length;
  const deadline = Date.now() + LIMIT_MS;
  let silentSince = countRefreshes();
  let knownBytes = writtenBytes;
  while (countRefreshes() < silentSince + refreshes) {
    if (Date.now() > deadline)
      throw new Error(`something is written in every ${String(refreshes)} refreshes`);
    await delay(50);
    if (writtenBytes === knownBytes) continue;
    knownBytes = writtenBytes;
    silentSince = countRefreshes();
  }
};

test.serial('refreshes that bring nothing new write no bytes to the terminal', async (t) => {
  const place = await createPlace(t);
  // Their ages are told in days, and none of them turns within the test.
  const created = Date.now() - 2.4 * DAY_MS;
  const ended = {state: 'done', created, startedRunning: created + 1000, stoppedRunning: created + 60_000};
  for (const name of ['align reads', 'call variants']) await place.control.addJob({...ended, name});
  const id = await place.control.addJob({name: 'merge lanes', state: 'runnable', created: created + DAY_MS});
  const program = await place.start({columns: 120, rows: 40});
  await seeSelected(program, 'merge lanes');
  await see(program, /2 done +.*live$/m);
  await waitForSilence(place, program, 3);
  // The screen was not dead.
  place.control.update(id, {state: 'running', startedRunning: Date.now()});
  await see(program, /^>● running +merge lanes.* 0:0\d:(?!00)\d\d/m);
  t.is(await quit(program), 0);
});
