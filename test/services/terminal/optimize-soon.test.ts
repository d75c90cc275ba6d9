import {execFileSync, spawnSync} from 'node:child_process';
import test from 'ava';
import {CALLS, KNOWN_V8} from '../../../source/services/terminal/optimize-soon.ts';

const MODULE = new URL('../../../source/services/terminal/optimize-soon.ts', import.meta.url).href;

test('the V8 of this Node is one whose flags are known, and waits longer by itself', (t) => {
  t.true(process.versions.v8.startsWith(KNOWN_V8), process.versions.v8);
  const options = execFileSync(process.execPath, ['--v8-options'], {encoding: 'utf8'});
  for (const [flag, calls] of Object.entries(CALLS)) {
    const [, usual] = new RegExp(`default: --${flag}=(\\d+)$`, 'm').exec(options) ?? [];
    t.true(Number(usual) > calls, flag);
  }
});

/** Whether V8 has optimised a function that was called less often than V8 waits for by itself. */
const isOptimised = (first: string): string => {
  const program = `
    import {setTimeout as wait} from 'node:timers/promises';
    import {KEYS, noteKey} from ${JSON.stringify(MODULE)};
    ${first}
    const add = (one, other) => one + other;
    %PrepareFunctionForOptimization(add);
    // The compiler is a thread of its own, and needs its time.
    for (let call = 0; call < 350; call++) { add(call, 1); await wait(2); }
    const MAGLEVVED = 1 << 5;
    console.log((%GetOptimizationStatus(add) & MAGLEVVED) !== 0);`;
  const {stdout, stderr} = spawnSync(
    process.execPath,
    ['--import=tsx', '--allow-natives-syntax', '--input-type=module', '--eval', program],
    {encoding: 'utf8', timeout: 60_000},
  );
  return stdout + stderr;
};

test('once somebody types V8 optimises sooner, and takes it without a word', (t) => {
  t.is(isOptimised('for (let key = 1; key < KEYS; key++) noteKey();'), 'false\n');
  t.is(isOptimised('for (let key = 0; key < KEYS; key++) noteKey();'), 'true\n');
});
