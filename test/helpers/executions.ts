import {nastyStrings} from '../../source/emulator/scenarios/nasty-strings.ts';
import {createRandom, type Random} from '../../source/emulator/random.ts';
import {ACTIVE_STATES, type Execution, type Job, TERMINAL_STATES} from '../../source/model/execution.ts';
import type {JobId} from '../../source/model/ids.ts';
import {clean, type SafeText} from '../../source/model/safe-text.ts';

/** When everything in these executions happens, in milliseconds since the Unix epoch. */
export const NOW_MS = Date.UTC(2026, 10, 23, 12);

/** A valid job ID that ends in a number. */
export const toTestJobId = (number: number): JobId => `job-${String(number).padStart(24, '0')}`;

/** A running job of an hour ago; `changes` say what is different. */
export const createJob = (changes: Partial<Job> = {}): Job => ({
  class: 'job',
  id: toTestJobId(1),
  state: clean('running'),
  name: clean('align reads'),
  executableName: clean('bwa_mem'),
  createdMs: NOW_MS - 3_600_000,
  modifiedMs: NOW_MS - 60_000,
  launchedBy: clean('user-ada'),
  project: clean('project-J00000000000000000000000'),
  rootExecution: undefined,
  parentJob: undefined,
  parentAnalysis: undefined,
  stateTransitions: [{state: clean('running'), atMs: NOW_MS - 3_000_000}],
  failure: undefined,
  tags: [],
  properties: [],
  price: {amount: 1.5, symbol: clean('$'), isSymbolLeft: true},
  originJob: undefined,
  function: clean('main'),
  tryNumber: 0,
  instanceType: clean('mem1_ssd1_v2_x4'),
  startedRunningMs: NOW_MS - 3_000_000,
  stoppedRunningMs: undefined,
  allowSSH: [],
  worker: undefined,
  clusterWorkers: [],
  debugOn: [],
  reusedFrom: undefined,
  ...changes,
});

const STRANGE_MS = [0, -1, 1e308, 4_102_444_800_000, NOW_MS + 1e9] as const;

const maybe = <Value>(random: Random, value: Value): Value | undefined =>
  random.chance(0.8) ? value : undefined;

/** One job with a nasty text, or none, in each field, and times that no clock shows. */
const createHostileJob = (random: Random, number: number): Job => {
  // The long ones are slow to measure, and a few of them are enough.
  const text = (): SafeText =>
    clean(random.pick(Object.values(nastyStrings)), random.chance(0.02) ? 4096 : 120);
  const time = () =>
    maybe(random, random.chance(0.7) ? NOW_MS - random.int(0, 1e9) : random.pick(STRANGE_MS));
  return createJob({
    id: toTestJobId(number),
    state: random.chance(0.2) ? text() : clean(random.pick([...ACTIVE_STATES, ...TERMINAL_STATES])),
    name: maybe(random, text()),
    executableName: maybe(random, text()),
    createdMs: time(),
    modifiedMs: time(),
    launchedBy: maybe(random, text()),
    project: maybe(random, text()),
    stateTransitions: Array.from({length: random.int(0, 4)}, () => ({state: text(), atMs: time() ?? 0})),
    failure: maybe(random, {
      reason: maybe(random, text()),
      message: maybe(random, text()),
      from: maybe(random, {id: undefined, name: maybe(random, text()), executableName: text()}),
    }),
    tags: [text(), text()],
    properties: [{name: text(), value: text()}],
    price: maybe(random, {
      amount: random.pick([0, -3, 1e21, 12.345]),
      symbol: text(),
      isSymbolLeft: random.chance(0.5),
    }),
    instanceType: maybe(random, text()),
    startedRunningMs: time(),
    stoppedRunningMs: time(),
    allowSSH: [text()],
    worker: maybe(random, {host: text(), sshPort: 22, sshHostKey: undefined}),
    clusterWorkers: random.chance(0.3) ? [{host: text(), sshPort: 1, sshHostKey: undefined}] : [],
    debugOn: [text()],
  });
};

/** Executions whose every text is as bad as the platform can send it, after `clean`; the same for the same seed. */
export const createHostileExecutions = (count: number, seed = 1): Execution[] => {
  const random = createRandom(seed);
  return Array.from({length: count}, (_, index) => createHostileJob(random, index + 1));
};
