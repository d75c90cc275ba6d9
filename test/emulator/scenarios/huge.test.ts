import test from 'ava';
import {startEmulator} from '../start-emulator.ts';

test('100,000 executions answer a first page fast and fit in memory', async (t) => {
  const emulator = await startEmulator(t, {scenario: 'huge', useTmux: false});
  const fields = {
    name: true,
    state: true,
    created: true,
    totalPrice: true,
    stages: true,
    host: true,
    sshHostKey: true,
  };
  const times: number[] = [];
  for (let time = 0; time < 7; time++) {
    const beganMs = performance.now();
    const {results} = await emulator.find({limit: 200, describe: {fields}});
    times.push(performance.now() - beganMs);
    t.is(results.length, 200);
  }
  // The best of seven: a neighbour's work is not what is measured.
  t.true(Math.min(...times) < 50, times.join());
  // What is active is found among all; in time of the processor, which others do not disturb.
  const state = ['running', 'debug_hold', 'in_progress', 'runnable', 'idle', 'waiting_on_input'];
  const activeTimes: number[] = [];
  for (let time = 0; time < 7; time++) {
    const began = process.cpuUsage();
    t.is((await emulator.find({limit: 1000, state, describe: {fields}})).results.length, 1000);
    activeTimes.push(process.cpuUsage(began).user / 1000);
  }
  t.true(Math.min(...activeTimes) < 50, activeTimes.join());
  // The heap of this test alone; the whole process also holds whatever runs beside it.
  t.true(process.memoryUsage().heapTotal < 400 * 1024 * 1024, String(process.memoryUsage().heapTotal));
  const countAll = async (request: Readonly<Record<string, unknown>>): Promise<number> => {
    let count = 0;
    let next: unknown;
    do {
      const page = await emulator.find({
        ...request,
        limit: 1000,
        ...(next !== undefined && {starting: next}),
      });
      count += page.results.length;
      next = page.next;
    } while (next !== null);
    return count;
  };
  t.is(await countAll({state}), 2000);
  t.is(await countAll({}), 100_000);
});
