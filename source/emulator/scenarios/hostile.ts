import type {ExecutionRecord, StoredFields} from '../execution-record.ts';
import {minute} from './job-specs.ts';
import {addLab, colleagueId, toExecutable} from './lab.ts';
import {makeNastyString, nastyStrings} from './nasty-strings.ts';
import type {Scenario, World} from './scenario.ts';

const states = ['running', 'failed', 'done', 'debug_hold', 'waiting_on_input', 'terminated'] as const;

/** One job with a nasty string in every text field: the one there is, or another one for each field. */
const addNastyJob = (
  world: World,
  toText: () => string,
  {index, createdMs}: {index: number; createdMs: number},
): void => {
  const {life, timeline, startMs} = world;
  const state = states[index % states.length] ?? 'running';
  const key = toText();
  const isAlive = state === 'running' || state === 'debug_hold';
  const wire: StoredFields = {
    state,
    name: toText(),
    executable: toExecutable(world, 'hostile_applet', 'applet'),
    executableName: toText(),
    instanceType: toText(),
    function: toText(),
    folder: `/${toText()}`,
    tags: [toText(), 'hostile'],
    properties: {[key === '__proto__' ? 'proto' : key]: toText()},
    details: {[`key ${key}`]: toText()},
    runInput: {text: toText(), [`key ${key}`]: [toText()]},
    output: {[`key ${key}`]: toText()},
    failureReason: toText(),
    failureMessage: toText(),
    failureFrom: {
      id: 'job-J00000000000000000000000',
      name: toText(),
      executable: toText(),
      executableName: toText(),
      function: toText(),
    },
    stateTransitions: [
      {newState: 'runnable', setAt: createdMs},
      {newState: state, setAt: createdMs + 1},
    ],
    ...(state !== 'waiting_on_input' && {startedRunning: createdMs}),
    ...(!isAlive && state !== 'waiting_on_input' && {stoppedRunning: createdMs + 30_000}),
    debug: {debugOn: ['AppError'], failureReason: toText(), failureMessage: toText()},
    allowSSH: [toText()],
  };
  const distort = {
    region: toText(),
    billTo: toText(),
    priority: toText(),
    currency: {dxCode: 0, code: toText(), symbol: toText()},
  };
  const record = life.place('job', wire, {created: createdMs, distort: {...distort, launchedBy: toText()}});
  // Three of them can be logged into, so that the texts reach the way to a worker as well.
  if (isAlive && index < 9 && timeline.currentMs <= startMs) record.wantsWorker = true;
};

/** Between two of the jobs that are there on request: 10,000 of them are of the last 24 hours. */
const moreStepMs = 7000;

/** Describes that break every promise about types, one oddity each. */
const oddities: readonly Pick<ExecutionRecord, 'omit' | 'distort'>[] = [
  {omit: ['name', 'executableName', 'state', 'created', 'class']},
  {
    omit: [
      'stateTransitions',
      'tags',
      'properties',
      'debug',
      'currency',
      'totalPrice',
      'launchedBy',
      'project',
    ],
  },
  {distort: {state: 'quantum_superposition'}},
  {
    distort: {
      state: 42,
      name: {text: 'not a string'},
      tags: 'not an array',
      properties: ['not', 'a', 'hash'],
    },
  },
  {distort: {created: 'yesterday', modified: null, startedRunning: -1, stoppedRunning: 1e308}},
  {distort: {created: 4_102_444_800_000, startedRunning: 4_102_444_800_000, modified: 4_102_444_800_000}},
  {distort: {totalPrice: '12.50', currency: 'USD', isFree: 'maybe'}},
  {distort: {totalPrice: 1e21, currency: null}},
  {distort: {stateTransitions: [{newState: 3}, null, 'running', {setAt: 'x'}], failureFrom: 'someone'}},
  {
    distort: {
      host: '-oProxyCommand=id',
      sshPort: 99_999,
      sshHostKey: 'no key\n* ssh-rsa AAAA',
      state: 'running',
    },
  },
  {distort: {host: 'evil.example.org', sshPort: '22', sshHostKey: null, state: 'running', allowSSH: null}},
  {distort: {host: '127.0.0.1', sshPort: 1, sshHostKey: 'ssh-ed25519 AAAA\nssh-rsa BBBB', state: 'running'}},
  {distort: {allowSSH: ['*', '0.0.0.0/0', 7, null], debug: 'yes', clusterSlaves: {host: 1}}},
  {distort: {try: -1, parentJob: 7, rootExecution: '', originJob: null, launchedBy: null}},
  {distort: {id: 'job-short', class: 'alien'}},
  {
    distort: {
      instanceType: null,
      priority: 9,
      details: [[[[[]]]]],
      output: 'text',
      failureMessage: ['a', 'b'],
    },
  },
];

/**
 * Every nasty string in every text field, and describes with missing, wrong-typed and unknown values; as many more jobs
 * as asked for, each field of which is made of pieces of them.
 */
export const hostile: Scenario = {
  name: 'hostile',
  description: 'every nasty string in every text field, and describes that break their types',
  historyMs: 24 * 60 * minute,
  build: (world) => {
    const lab = addLab(world);
    const {life, state, startMs} = world;
    const project = state.projects.get(lab.mainProject);
    const texts = Object.values(nastyStrings);
    if (project) project.wire.name = nastyStrings.doubledHyperlink ?? '';
    const colleague = state.users.get(colleagueId);
    if (colleague) colleague.first = nastyStrings.clipboard ?? '';
    // Oldest first, because that is how lists are built fastest.
    const {random, executions = 0} = world;
    for (let index = executions - 1; index >= 0; index--) {
      const createdMs = startMs - 70 * minute - index * moreStepMs;
      addNastyJob(world, () => makeNastyString(random), {index: texts.length + index, createdMs});
    }
    for (const [index, oddity] of oddities.entries()) {
      const created = startMs - (60 - index) * minute;
      const wire: StoredFields = {name: `oddity ${index}`, state: 'done', executableName: 'hostile_applet'};
      life.place('job', wire, {...oddity, created});
    }
    for (let index = texts.length - 1; index >= 0; index--) {
      const createdMs = startMs - (index + 1) * minute;
      addNastyJob(world, () => texts[index] ?? '', {index, createdMs});
    }
    const name = nastyStrings.bidi ?? '';
    const stage = life.place('job', {state: 'done', name}, {created: startMs - 30 * minute});
    const workflow = {id: 'workflow-J00000000000000000000000', name, stages: [{id: 'stage-1', name}]};
    life.place(
      'analysis',
      {state: 'partially_imagined', name, executableName: name, workflow},
      {
        created: startMs - 31 * minute,
        stages: [
          {id: 'stage-1', execution: stage.id},
          {id: 'stage-2', execution: 'job-J99999999999999999999999'},
        ],
        distort: {stages: [null, 7, {execution: 'gone'}, {id: 5, execution: {id: stage.id, state: 'done'}}]},
      },
    );
  },
};
