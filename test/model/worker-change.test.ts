import test from 'ava';
import {clean} from '../../source/model/safe-text.ts';
import {findWorkerChange, type WorkerChange} from '../../source/model/worker-change.ts';
import {createJob} from '../helpers/executions.ts';

const toWorker = (fingerprint: string | undefined) => ({
  host: clean('192.0.2.1'),
  sshPort: 22,
  sshHostKey: 'ssh-ed25519 AAAA',
  fingerprint,
});
const session = {tryNumber: 1, fingerprint: 'SHA256:one', workerNumber: 0};
const job = createJob({
  tryNumber: 1,
  worker: toWorker('SHA256:one'),
  clusterWorkers: [toWorker('SHA256:two'), undefined],
});
const OTHER = {kind: 'other-worker'} as const;

for (const [title, change, jobChange, expected] of [
  ['the same try and host key are the same worker', {}, {}, undefined],
  ['a later try is another worker', {}, {tryNumber: 3}, {kind: 'restarted', tryNumber: 3}],
  [
    'a later try is another worker although its host is not known yet',
    {},
    {tryNumber: 2, worker: undefined},
    {kind: 'restarted', tryNumber: 2},
  ],
  ['an earlier try is an old answer', {}, {tryNumber: 0}, undefined],
  ['another host key is another worker', {}, {worker: toWorker('SHA256:new')}, OTHER],
  [
    'another host key tells it where tries have no numbers',
    {tryNumber: undefined},
    {tryNumber: undefined, worker: toWorker('SHA256:new')},
    OTHER,
  ],
  ['a session of which no host key was written down may be there', {fingerprint: undefined}, {}, undefined],
  [
    'a session of which nothing was written down may be there',
    {tryNumber: undefined, fingerprint: undefined},
    {tryNumber: 4},
    undefined,
  ],
  ['a host key that is not known tells nothing', {}, {worker: toWorker(undefined)}, undefined],
  ['a further worker has its own host key', {workerNumber: 1, fingerprint: 'SHA256:two'}, {}, undefined],
  ['a further worker is not told by the key of the driver', {workerNumber: 1}, {}, OTHER],
  ['a further worker that is not known tells nothing', {workerNumber: 2}, {}, undefined],
] as const satisfies ReadonlyArray<
  readonly [string, Partial<typeof session> | object, object, WorkerChange | undefined]
>) {
  test(title, (t) => {
    t.deepEqual(findWorkerChange({...session, ...change}, {...job, ...jobChange}), expected);
  });
}
