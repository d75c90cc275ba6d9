import {createHash} from 'node:crypto';
import test from 'ava';
import type {Job} from '../../../source/model/execution.ts';
import {toExecution} from '../../../source/services/platform/to-execution.ts';

/** Plain text, for comparing with a plain text. */
const plain = (text: string | undefined): string | undefined => text;

const ID = 'job-J0fK9Zj0Y7PqkVx4b2G5gQ1z';
const ANALYSIS_ID = 'analysis-J0fJ4Xj0kQ6ZvG2p9y7K1bFV';

/** The described job of the documentation's example, as JSON brings it. */
const described = {
  id: ID,
  try: 0,
  class: 'job',
  name: 'Cloud Workstation',
  tags: ['night', 'lab'],
  executableName: 'cloud_workstation',
  function: 'main',
  created: 1_760_000_000_000,
  modified: 1_760_000_090_000,
  startedRunning: 1_760_000_035_000,
  timeout: 2_592_000_000,
  billTo: 'org-lab',
  costLimit: 12.5,
  project: 'project-GZ0k3Vj0xPq8K7Y2bF5gJ4vX',
  launchedBy: 'user-alice',
  parentJob: null,
  originJob: ID,
  rootExecution: ANALYSIS_ID,
  parentAnalysis: ANALYSIS_ID,
  state: 'running',
  stateTransitions: [
    {newState: 'runnable', setAt: 1_760_000_003_556},
    {newState: 'running', setAt: 1_760_000_087_845},
  ],
  instanceType: 'mem1_ssd1_v2_x2',
  debug: {debugOn: ['AppError']},
  currency: {
    dxCode: 0,
    code: 'USD',
    symbol: '$',
    symbolPosition: 'left',
    decimalSymbol: '.',
    groupingSymbol: ',',
  },
  totalPrice: 0.0563,
  allowSSH: ['203.0.113.7'],
  host: 'ec2-13-40-196-232.eu-west-2.compute.amazonaws.com',
  sshPort: 22,
  sshHostKey: 'ssh-rsa AAAA root@ip-10-0-200-1\n',
};

const toJob = (changes: object, isLocalAllowed = false): Job => {
  const execution = toExecution(ID, {...described, ...changes}, isLocalAllowed);
  if (execution?.class !== 'job') throw new Error('not a job');
  return execution;
};

test('a described job becomes a job', (t) => {
  t.deepEqual(toJob({}) as unknown, {
    class: 'job',
    id: ID,
    state: 'running',
    name: 'Cloud Workstation',
    executableName: 'cloud_workstation',
    createdMs: 1_760_000_000_000,
    modifiedMs: 1_760_000_090_000,
    launchedBy: 'user-alice',
    project: 'project-GZ0k3Vj0xPq8K7Y2bF5gJ4vX',
    rootExecution: ANALYSIS_ID,
    parentJob: undefined,
    parentAnalysis: ANALYSIS_ID,
    stateTransitions: [
      {state: 'runnable', atMs: 1_760_000_003_556},
      {state: 'running', atMs: 1_760_000_087_845},
    ],
    failure: undefined,
    tags: ['night', 'lab'],
    price: {amount: 0.0563, symbol: '$', isSymbolLeft: true},
    originJob: ID,
    function: 'main',
    tryNumber: 0,
    instanceType: 'mem1_ssd1_v2_x2',
    startedRunningMs: 1_760_000_035_000,
    stoppedRunningMs: undefined,
    timeoutMs: 2_592_000_000,
    billTo: 'org-lab',
    costLimit: 12.5,
    allowSSH: ['203.0.113.7'],
    worker: {
      host: 'ec2-13-40-196-232.eu-west-2.compute.amazonaws.com',
      sshPort: 22,
      sshHostKey: 'ssh-rsa AAAA root@ip-10-0-200-1\n',
      fingerprint: `SHA256:${createHash('sha256').update(Buffer.alloc(3)).digest('base64').replace('=', '')}`,
    },
    clusterWorkers: [],
    debugOn: ['AppError'],
    properties: [],
    reusedFrom: undefined,
  });
});

test('an analysis has none of what only jobs have', (t) => {
  const analysis = toExecution(
    ANALYSIS_ID,
    {id: ANALYSIS_ID, state: 'in_progress', host: 'a', try: 3},
    false,
  );
  t.like(analysis, {class: 'analysis', id: ANALYSIS_ID, state: 'in_progress'});
  t.false(Object.hasOwn(analysis ?? {}, 'worker'));
});

for (const id of [
  undefined,
  null,
  7,
  '',
  'job-1',
  `${ID}x`,
  `${ID}\n`,
  'file-J0fK9Zj0Y7PqkVx4b2G5gQ1z',
  {},
  [ID],
]) {
  test(`without a usable ID there is no execution: ${JSON.stringify(id)}`, (t) => {
    t.is(toExecution(id, described, false), undefined);
  });
}

for (const value of [undefined, null, 'text', 7, [], [[]], true]) {
  test(`a description that is none leaves a row of unknowns: ${JSON.stringify(value)}`, (t) => {
    t.like(toExecution(ID, value, false), {
      id: ID,
      state: 'unknown',
      name: undefined,
      tags: [],
      worker: undefined,
    });
  });
}

const wrongValues: readonly unknown[] = [
  null,
  '',
  'text',
  -1,
  1.5,
  1e300,
  Number.NaN,
  true,
  {},
  [],
  [null],
  {a: {}},
  [[]],
];

for (const field of Object.keys(described).filter((name) => name !== 'id')) {
  test(`a ${field} of any other shape leaves the other fields alone`, (t) => {
    const others = toJob({[field]: undefined});
    for (const value of wrongValues) {
      const job = toJob({[field]: value});
      t.is(job.id, ID);
      // Nothing else than what is read from this field may differ.
      const differing = Object.keys(job).filter(
        (key) => JSON.stringify(job[key as keyof Job]) !== JSON.stringify(others[key as keyof Job]),
      );
      t.true(differing.length <= 1, `${JSON.stringify(value)} changed ${differing.join(', ')}`);
      if (field !== 'state') t.is(plain(job.state), 'running');
    }
  });
}

test('a state that nobody knows is shown as it came, cleaned', (t) => {
  t.is(plain(toJob({state: 'frozen'}).state), 'frozen');
  t.is(plain(toJob({state: '\u001B[31mred'}).state), '␛[31mred');
  t.is(plain(toJob({state: 7}).state), 'unknown');
});

test('every text is cleaned', (t) => {
  const nasty = 'a\u001B]0;x\u0007\u202Eb';
  const job = toJob({
    name: nasty,
    executableName: nasty,
    function: nasty,
    launchedBy: nasty,
    project: nasty,
    instanceType: nasty,
    tags: [nasty],
    allowSSH: [nasty],
    failureReason: nasty,
    failureMessage: nasty,
    failureFrom: {id: ANALYSIS_ID, name: nasty, executableName: nasty},
    stateTransitions: [{newState: nasty, setAt: 1}],
    currency: {symbol: nasty},
    debug: {debugOn: [nasty]},
  });
  t.false(/[\u0000-\u001F\u007F-\u009F\u202E]/.test(JSON.stringify({...job, worker: undefined})));
  t.is(plain(job.name), 'a␛]0;x␇�b');
});

test('a held job tells its failure from debug, an ended one from its own fields', (t) => {
  const debug = {failureReason: 'AppError', failureMessage: 'held'};
  const own = {failureReason: 'JobTreeFailure', failureMessage: 'ended'};
  const failure = (changes: object) => toJob(changes).failure as unknown;
  t.deepEqual(failure({state: 'debug_hold', debug}), {reason: 'AppError', message: 'held', from: undefined});
  t.like(failure({state: 'debug_hold', debug, ...own}), {message: 'held'});
  t.like(failure({state: 'failed', debug, ...own}), {message: 'ended'});
  t.like(failure({state: 'terminated', debug}), {message: 'held'});
  t.is(failure({debug: {}}), undefined);
});

test('who failed first is named only when it is somebody else', (t) => {
  const from = {id: ANALYSIS_ID, name: 'align', executableName: 'bwa'};
  t.deepEqual(toJob({failureFrom: from}).failure?.from as unknown, from);
  t.is(toJob({failureFrom: {...from, id: ID}}).failure, undefined);
});

test('a long failure message is kept in full', (t) => {
  t.is(toJob({failureMessage: 'x'.repeat(10_000)}).failure?.message?.length, 10_000);
});

const hosts: ReadonlyArray<
  readonly [changes: object, expected: readonly [host: string, port: number] | undefined]
> = [
  [{host: 'a.example', sshPort: undefined}, ['a.example', 22]],
  [{host: 'a.example', sshPort: null}, ['a.example', 22]],
  [{host: 'a.example', sshPort: '2222'}, ['a.example', 2222]],
  [{host: '13.40.196.232', sshPort: 65_535}, ['13.40.196.232', 65_535]],
  [{host: '2001:db8::7', sshPort: 22}, ['2001:db8::7', 22]],
  [{host: 'a.example', sshPort: 0}, undefined],
  [{host: 'a.example', sshPort: 65_536}, undefined],
  [{host: 'a.example', sshPort: 22.5}, undefined],
  [{host: 'a.example', sshPort: '22 -oProxyCommand=x'}, undefined],
  [{host: 'a.example', sshPort: ['22']}, undefined],
  [{host: null}, undefined],
  [{host: ''}, undefined],
  [{host: '-oProxyCommand=x'}, undefined],
  [{host: 'a b'}, undefined],
  [{host: 'a\n'}, undefined],
  [{host: 'a$(x)'}, undefined],
  [{host: 'exämple'}, undefined],
  [{host: 'a'.repeat(254)}, undefined],
  ...[
    'localhost',
    'LOCALHOST.',
    'a.localhost',
    'ip6-localhost',
    '127.0.0.1',
    '127.1',
    '0',
    '0.0.0.0',
    '2130706433',
    '0x7f.1',
    '0x7f000001',
    '017700000001',
    '1.2.3.4.',
    '::1',
    '::',
    '0:0:0:0:0:0:0:1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
  ].map((host) => [{host}, undefined] as const),
];

for (const [changes, expected] of hosts) {
  test(`where a worker is: ${JSON.stringify(changes)}`, (t) => {
    const {worker} = toJob(changes);
    t.deepEqual(worker && [worker.host as string, worker.sshPort], expected && [...expected]);
  });
}

test('a worker on this computer is believed when the API server is here too', (t) => {
  t.is(toJob({host: '127.0.0.1', sshPort: 40_022}, true).worker?.sshPort, 40_022);
});

test('the further workers of a cluster are read with the same care, each at its place', (t) => {
  const {clusterWorkers} = toJob({
    clusterSlaves: [{host: 'w1.example', sshPort: 22}, {host: '-x'}, null, {host: 'w2.example'}],
  });
  t.deepEqual(
    clusterWorkers.map((worker) => worker?.host as string | undefined),
    ['w1.example', undefined, undefined, 'w2.example'],
  );
});

test('a field called __proto__ changes nobody', (t) => {
  const value: unknown = JSON.parse(
    `{"__proto__": {"state": "done", "polluted": 1}, "constructor": {"prototype": {"polluted": 1}}}`,
  );
  t.like(toExecution(ID, value, false), {state: 'unknown'});
  t.false('polluted' in {});
});

test('what is unknown to us is not carried along', (t) => {
  t.false(JSON.stringify(toJob({somethingNew: 'canary'})).includes('canary'));
});

for (const [name, value] of [
  ['null', null],
  ['nothing', undefined],
  ['a text', '12'],
  ['zero', 0],
  ['a negative number', -1],
  ['no number', Number.NaN],
] as const) {
  test(`a time or cost limit of ${name} is none`, (t) => {
    const job = toJob({timeout: value, costLimit: value});
    t.is(job.timeoutMs, undefined);
    t.is(job.costLimit, undefined);
  });
}

test('a text that many have in common is one text, cut where it has to be shorter', (t) => {
  const [name, other] = ['a-program-of-many', 'a-program-of-many'].map((text) =>
    Buffer.from(text).toString(),
  );
  const read = (executableName: unknown) =>
    toExecution(
      ID,
      {executableName, project: executableName, totalPrice: 1, currency: {symbol: executableName}},
      false,
    );
  t.like(read(name), {executableName: name, project: name, price: {symbol: 'a-progr…'}});
  t.like(read(other), {executableName: name, project: name, price: {symbol: 'a-progr…'}});
});
