import test from 'ava';
import {startEmulator} from '../start-emulator.ts';

const toMs = ({user, system}: NodeJS.CpuUsage): number => (user + system) / 1000;

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
    const began = process.threadCpuUsage();
    const {results} = await emulator.find({limit: 200, describe: {fields}});
    times.push(toMs(process.threadCpuUsage(began)));
    t.is(results.length, 200);
  }
  // The best of seven, in time of the processor that this thread took: a neighbour's work is not what is measured.
  t.true(Math.min(...times) < 50, times.join());
  // What is active is found among all.
  const state = ['running', 'debug_hold', 'in_progress', 'runnable', 'idle', 'waiting_on_input'];
  const activeTimes: number[] = [];
  for (let time = 0; time < 7; time++) {
    const began = process.threadCpuUsage();
    t.is((await emulator.find({limit: 1000, state, describe: {fields}})).results.length, 1000);
    activeTimes.push(toMs(process.threadCpuUsage(began)));
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
