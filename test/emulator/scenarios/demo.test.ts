import test from 'ava';
import {createWorld} from '../../../source/emulator/create-world.ts';
import {scenarios} from '../../../source/emulator/scenarios/scenarios.ts';
import {describeFully} from '../../../source/emulator/describe-execution.ts';
import {startEmulator, type AnyDescribe} from '../start-emulator.ts';

const startMs = 1_790_000_000_000;
const hour = 3_600_000;

const describeAll = ({state, timeline}: ReturnType<typeof createWorld>) =>
  [...state.executions.newestFirst()].map((record) => describeFully(state, record, timeline.currentMs));

test('the demo starts with a lab in all states', (t) => {
  const all = describeAll(createWorld({scenario: 'demo', startMs}));
  t.true(all.length >= 40 && all.length <= 80, String(all.length));
  const seen = new Set(all.map(({state}) => state));
  const wanted = ['running', 'debug_hold', 'failed', 'done', 'runnable', 'waiting_on_input', 'in_progress'];
  for (const state of [...wanted, 'partially_failed', 'restarted']) t.true(seen.has(state), state);
});

test('jobs of the demo show what went in, and it is what their executables take', (t) => {
  const {state} = createWorld({scenario: 'demo', startMs});
  let count = 0;
  for (const {wire} of state.executions.newestFirst()) {
    const {inputSpec} = state.executables.get(wire.executable ?? '') ?? {};
    if (!inputSpec || wire.runInput === undefined) continue;
    count++;
    const known = inputSpec.map(({name}) => name);
    for (const [name, value] of Object.entries(wire.runInput)) {
      t.true(known.includes(name), `${wire.name}: ${name}`);
      const choices = inputSpec.find((parameter) => parameter.name === name)?.choices;
      if (choices) t.true(choices.includes(value), `${wire.name}: ${JSON.stringify(value)}`);
    }
  }

  t.true(count >= 12, String(count));
});

test('two runs of every scenario agree in every field', (t) => {
  for (const {name: scenario} of scenarios) {
    const build = () => describeAll(createWorld({scenario, startMs, executions: 2000}));
    const first = build();
    t.deepEqual(build(), first, scenario);
    if (scenario === 'huge') t.is(first.length, 2000);
  }
});

test('looking often or once makes no difference to what happens', (t) => {
  const often = createWorld({scenario: 'demo', startMs});
  for (let second = 1; second <= 1200; second++) often.timeline.advance(startMs + second * 1000);
  const once = createWorld({scenario: 'demo', startMs});
  once.timeline.advance(startMs + 1_200_000);
  t.deepEqual(describeAll(often), describeAll(once));
});

test('the demo changes every minute for a day without growing beyond its bound', (t) => {
  const {state, timeline} = createWorld({scenario: 'demo', startMs});
  const workstation = [...state.executions.newestFirst()].find(({wire}) => wire.name === 'Cloud workstation');
  const toStates = () =>
    JSON.stringify([...state.executions.newestFirst()].map(({id, wire}) => [id, wire.state]));
  let before = toStates();
  let changeCount = 0;
  let maximum = 0;
  for (let minute = 1; minute <= 24 * 60; minute++) {
    timeline.advance(startMs + minute * 60_000);
    const after = toStates();
    if (after !== before) changeCount += 1;
    before = after;
    maximum = Math.max(maximum, [...state.executions.newestFirst()].length);
  }
  t.is(changeCount, 24 * 60);
  t.true(maximum <= 400, String(maximum));
  t.is(workstation?.wire.state, 'running');
});

test('the demo’s running jobs say where to log in, a cluster for each of its nodes', async (t) => {
  const emulator = await startEmulator(t, {useTmux: false});
  const {results} = await emulator.find({state: ['running', 'debug_hold'], describe: true});
  const jobs = results.map(({describe}) => describe as AnyDescribe);
  const withHost = jobs.filter(({host}) => host === '127.0.0.1');
  t.true(withHost.length >= 10, String(withHost.length));
  const {id} = await emulator.get('system/whoami');
  t.true(jobs.some(({launchedBy}) => launchedBy !== id));
  const cluster = await emulator.get(`${emulator.control.findJob('Hail GWAS, LDL cholesterol')}/describe`);
  const nodes = cluster.clusterSlaves ?? [];
  t.is(nodes.length, 2);
  t.is(new Set([cluster, ...nodes].map(({sshPort}) => sshPort)).size, 3);
});

test('an hour of simulated platform life takes far less than ten seconds', (t) => {
  const {timeline} = createWorld({scenario: 'demo', startMs});
  const beganMs = performance.now();
  timeline.advance(startMs + hour);
  t.true(performance.now() - beganMs < 10_000);
});
