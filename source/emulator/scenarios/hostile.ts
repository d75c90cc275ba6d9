import type {ExecutionRecord, StoredFields} from '../execution-record.ts';
import {minute} from './job-specs.ts';
import {addLab, colleagueId, toExecutable} from './lab.ts';
import {nastyStrings} from './nasty-strings.ts';
import type {Scenario, World} from './scenario.ts';

const states = ['running', 'failed', 'done', 'debug_hold', 'waiting_on_input', 'terminated'] as const;

/** One job with a nasty string in every text field. */
const addNastyJob = (world: World, text: string, index: number): void => {
  const {life, timeline, startMs} = world;
  const state = states[index % states.length] ?? 'running';
  const createdMs = startMs - (index + 1) * minute;
  const isAlive = state === 'running' || state === 'debug_hold';
  const wire: StoredFields = {
    state,
    name: text,
    executable: toExecutable(world, 'hostile_applet', 'applet'),
    executableName: text,
    instanceType: text,
    function: text,
    folder: `/${text}`,
    tags: [text, 'hostile'],
    properties: {[text === '__proto__' ? 'proto' : text]: text},
    details: {[`key ${text}`]: text},
    runInput: {text},
    failureReason: text,
    failureMessage: text,
    failureFrom: {
      id: 'job-J00000000000000000000000',
      name: text,
      executable: text,
      executableName: text,
      function: text,
    },
    stateTransitions: [
      {newState: 'runnable', setAt: createdMs},
      {newState: state, setAt: createdMs + 1},
    ],
    ...(state !== 'waiting_on_input' && {startedRunning: createdMs}),
    ...(!isAlive && state !== 'waiting_on_input' && {stoppedRunning: createdMs + 30_000}),
    debug: {debugOn: ['AppError'], failureReason: text, failureMessage: text},
    allowSSH: [text],
  };
  const distort = {
    region: text,
    billTo: text,
    priority: text,
    currency: {dxCode: 0, code: text, symbol: text},
  };
  const record = life.place('job', wire, {created: createdMs, distort: {...distort, launchedBy: text}});
  // Three of them can be logged into, so that the texts reach the way to a worker as well.
  if (isAlive && index < 9 && timeline.currentMs <= startMs) record.wantsWorker = true;
};

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

/** Every nasty string in every text field, and describes with missing, wrong-typed and unknown values. */
export const hostile: Scenario = {
  name: 'hostile',
  description: 'every nasty string in every text field, and describes that break their types',
  historyMs: 60 * minute,
  build: (world) => {
    const lab = addLab(world);
    const {life, state, startMs} = world;
    const project = state.projects.get(lab.mainProject);
    if (project) project.wire.name = nastyStrings.doubledHyperlink ?? '';
    const colleague = state.users.get(colleagueId);
    if (colleague) colleague.first = nastyStrings.clipboard ?? '';
    // Oldest first, because that is how lists are built fastest.
    const texts = Object.values(nastyStrings);
    for (const [index, oddity] of oddities.entries()) {
      const created = startMs - (60 - index) * minute;
      const wire: StoredFields = {name: `oddity ${index}`, state: 'done', executableName: 'hostile_applet'};
      life.place('job', wire, {...oddity, created});
    }
    for (let index = texts.length - 1; index >= 0; index--) addNastyJob(world, texts[index] ?? '', index);
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
