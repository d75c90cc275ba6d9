import {execFile} from 'node:child_process';
import {promisify} from 'node:util';
import test from 'ava';

/** Fills the memory until the collector has done something, and prints what it did in each of three stretches. */
const PROGRAM = `
import {constants, PerformanceObserver} from 'node:perf_hooks';
import {deferMarking} from './source/services/process/defer-marking.ts';
const NAMES = {[constants.NODE_PERFORMANCE_GC_INCREMENTAL]: 'marking', [constants.NODE_PERFORMANCE_GC_MAJOR]: 'whole'};
let seen = [];
new PerformanceObserver((list) => {
  for (const {detail} of list.getEntries()) if (detail.kind in NAMES) seen.push(NAMES[detail.kind]);
}).observe({entryTypes: ['gc']});
const kept = [];
const fillUntil = async (name, times) => {
  seen = [];
  while (seen.filter((one) => one === name).length < times) {
    for (let index = 0; index < 20_000; index++) kept.push({index, next: kept.at(-1)});
    await new Promise(setImmediate);
  }
  return seen;
};
const before = await fillUntil('marking', 1);
const markAgain = deferMarking();
// The first ends the marking that was begun before.
const meanwhile = await fillUntil('whole', 2);
markAgain();
const after = await fillUntil('marking', 1);
console.log(JSON.stringify({before, meanwhile, after}));
`;

test('no marking is begun until it may be again', async (t) => {
  const {stdout} = await promisify(execFile)(process.execPath, [
    '--import=tsx',
    '--input-type=module',
    '--eval',
    PROGRAM,
  ]);
  const {before, meanwhile, after} = JSON.parse(stdout) as Record<string, readonly string[]>;
  t.true(before?.includes('marking'));
  t.deepEqual(new Set(meanwhile), new Set(['whole']));
  t.true(after?.includes('marking'));
});
