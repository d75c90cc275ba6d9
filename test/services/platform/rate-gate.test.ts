import test from 'ava';
import {CancelError} from '../../../source/model/errors.ts';
import {createRateGate} from '../../../source/services/platform/rate-gate.ts';
import {createManualClock, settle} from './manual-clock.ts';

test('ten calls go at once, then two each second, in the order they came', async (t) => {
  const clock = createManualClock();
  const gate = createRateGate({clock});
  const startMs = clock.now();
  const passed: Array<readonly [call: number, afterMs: number]> = [];
  for (let call = 0; call < 14; call++) {
    void gate.enter().then(() => passed.push([call, clock.now() - startMs]));
  }
  await settle();
  t.is(passed.length, 10);
  t.deepEqual(gate.getState(), {waitsUntilMs: startMs + 500, reason: 'budget'});
  await clock.advance(10_000);
  t.deepEqual(passed.slice(10), [
    [10, 500],
    [11, 1000],
    [12, 1500],
    [13, 2000],
  ]);
  t.deepEqual(gate.getState(), {waitsUntilMs: undefined, reason: undefined});
  t.is(clock.timerCount(), 0);
});

test('over an hour of asking as fast as possible, the budget holds', async (t) => {
  const clock = createManualClock();
  const gate = createRateGate({clock});
  let passed = 0;
  const asking = (async () => {
    for (let call = 0; call < 7210; call++) {
      await gate.enter();
      passed++;
    }
  })();
  await clock.advance(3_600_000);
  await asking;
  t.is(passed, 7210);
});

test('a pause that the platform asked for keeps everybody back, and can be counted down', async (t) => {
  const clock = createManualClock();
  const gate = createRateGate({clock});
  const states: Array<string | undefined> = [];
  const unsubscribe = gate.subscribe(() => states.push(gate.getState().reason));
  gate.pause(20_000);
  gate.pause(5000);
  t.deepEqual(gate.getState(), {waitsUntilMs: clock.now() + 20_000, reason: 'platform'});
  let hasPassed = false;
  void gate.enter().then(() => {
    hasPassed = true;
  });
  await clock.advance(19_999);
  t.false(hasPassed);
  await clock.advance(1);
  await settle();
  t.true(hasPassed);
  t.deepEqual(states, ['platform', undefined]);
  unsubscribe();
  gate.pause(1000);
  t.is(states.length, 2);
});

test('with nobody waiting or watching, a pause holds no timer', (t) => {
  const clock = createManualClock();
  const gate = createRateGate({clock});
  gate.pause(300_000);
  t.is(clock.timerCount(), 0);
  gate.subscribe(() => undefined);
  t.is(clock.timerCount(), 1);
});

test('whoever gives up leaves the queue at once, and costs nothing', async (t) => {
  const clock = createManualClock();
  const gate = createRateGate({clock, burst: 1, callsPerSecond: 1});
  await gate.enter();
  const controller = new AbortController();
  const first = gate.enter(controller.signal);
  let hasPassed = false;
  void gate.enter().then(() => {
    hasPassed = true;
  });
  controller.abort();
  await t.throwsAsync(first, {instanceOf: CancelError});
  await t.throwsAsync(gate.enter(controller.signal), {instanceOf: CancelError});
  await clock.advance(1000);
  await settle();
  t.true(hasPassed);
});

test('a clock that is set back does not close the gate', async (t) => {
  let nowMs = 1_000_000;
  const gate = createRateGate({clock: {now: () => nowMs, setTimer: () => () => undefined}});
  await gate.enter();
  nowMs = 0;
  await gate.enter();
  t.is(gate.getState().reason, undefined);
});

test('the figures tell what is left of the budget, who waits, and how much was used', async (t) => {
  const clock = createManualClock();
  const gate = createRateGate({clock});
  t.deepEqual(gate.getFigures(), {
    callsPerSecond: 2,
    burst: 10,
    available: 10,
    waitingCount: 0,
    lastMinuteCount: 0,
    totalCount: 0,
  });
  for (let call = 0; call < 12; call++) void gate.enter();
  await settle();
  t.like(gate.getFigures(), {available: 0, waitingCount: 2, lastMinuteCount: 10, totalCount: 10});
  await clock.advance(3000);
  t.like(gate.getFigures(), {available: 4, waitingCount: 0, lastMinuteCount: 12, totalCount: 12});
  await clock.advance(60_000);
  t.like(gate.getFigures(), {available: 10, lastMinuteCount: 0, totalCount: 12});
});
