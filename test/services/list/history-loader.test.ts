import test from 'ava';
import {NetworkError} from '../../../source/model/errors.ts';
import {createHistoryLoader} from '../../../source/services/list/history-loader.ts';
import type {HistoryEnd, HistoryOptions} from '../../../source/services/platform/executions-feed.ts';

const DAY_MS = 86_400_000;
const NOW_MS = 100 * DAY_MS;

/** A loader on a feed whose loads the test ends; with the states that were told. */
const createLoader = () => {
  const loads: {sinceMs: number; options: HistoryOptions; end: PromiseWithResolvers<HistoryEnd>}[] = [];
  const clock = {nowMs: NOW_MS};
  const reach = {count: 0, completeSinceMs: undefined as number | undefined};
  const loader = createHistoryLoader(
    {
      loadHistory: (sinceMs, options = {}) => {
        const end = Promise.withResolvers<HistoryEnd>();
        loads.push({sinceMs, options, end});
        return end.promise;
      },
      getReach: () => ({...reach}),
    },
    () => clock.nowMs,
  );
  const told: string[] = [];
  loader.subscribe(() => told.push(loader.getState().phase));
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return {loader, loads, clock, reach, told, settle};
};

test('it begins with 24 hours, once', async (t) => {
  const {loader, loads, settle} = createLoader();
  t.is(loader.getState().phase, 'waiting');
  loader.begin();
  loader.begin();
  t.deepEqual(
    loads.map(({sinceMs}) => sinceMs),
    [NOW_MS - DAY_MS],
  );
  loads[0]?.end.resolve('whole');
  await settle();
  t.like(loader.getState(), {phase: 'whole', isAsked: false, span: DAY_MS});
});

test('further back ends the load that goes on, and less far asks for no less', (t) => {
  const {loader, loads} = createLoader();
  loader.begin();
  loader.extend(7 * DAY_MS);
  t.true(loads[0]?.options.signal?.aborted);
  loader.extend(DAY_MS);
  t.deepEqual(
    loads.map(({sinceMs}) => sinceMs),
    [NOW_MS - DAY_MS, NOW_MS - 7 * DAY_MS, NOW_MS - 7 * DAY_MS],
  );
  loader.extend('all');
  t.is(loads.at(-1)?.sinceMs, 0);
  t.like(loader.getState(), {phase: 'loading', isAsked: true, span: 'all'});
});

test('while pages come it tells at most twice a second', (t) => {
  const {loader, loads, clock, reach, told} = createLoader();
  loader.begin();
  told.length = 0;
  for (let page = 1; page <= 20; page++) {
    reach.count += 1000;
    clock.nowMs += 100;
    loads[0]?.options.onPage?.();
  }
  t.is(told.length, 4);
  t.is(loader.getState().count, 20_000);
});

test('what is stopped stays so until it is resumed, whatever the load says afterwards', async (t) => {
  const {loader, loads, settle} = createLoader();
  loader.begin();
  loader.stop();
  t.true(loads[0]?.options.signal?.aborted);
  loads[0]?.end.reject(new NetworkError('refused', 'host', 'late', ''));
  await settle();
  t.is(loader.getState().phase, 'stopped');
  loader.noteAnswer();
  t.is(loads.length, 1);
  loader.resume();
  t.is(loads.length, 2);
  t.is(loader.getState().phase, 'loading');
});

test('after a failure it says why, and goes on by itself when the platform answers again', async (t) => {
  const {loader, loads, clock, settle} = createLoader();
  loader.begin();
  const error = new NetworkError('refused', 'host', 'refused', '');
  loads[0]?.end.reject(error);
  await settle();
  t.like(loader.getState(), {phase: 'failed', error});
  loader.noteAnswer();
  t.is(loads.length, 1);
  clock.nowMs += 60_000;
  loader.noteAnswer();
  t.is(loads.length, 2);
  loads[1]?.end.resolve('full');
  await settle();
  t.like(loader.getState(), {phase: 'full', error: undefined});
});
