import test from 'ava';
import type {Execution} from '../../../source/model/execution.ts';
import {clean} from '../../../source/model/safe-text.ts';
import {toDescribed} from '../../../source/services/platform/to-described.ts';
import {toExecution} from '../../../source/services/platform/to-execution.ts';
import {createJob, NOW_MS, toTestJobId} from '../../helpers/executions.ts';

/** Without what is unknown. */
const toKnown = (execution: Execution | undefined): unknown => JSON.parse(JSON.stringify(execution));

/** As a file gives it back. */
const readAgain = (execution: Execution): Execution | undefined =>
  toExecution(execution.id, JSON.parse(JSON.stringify(toDescribed(execution))), true);

const ANALYSIS_ID = 'analysis-J0fJ4Xj0kQ6ZvG2p9y7K1bFV';

const full = createJob({
  rootExecution: ANALYSIS_ID,
  parentJob: toTestJobId(2),
  parentAnalysis: ANALYSIS_ID,
  originJob: toTestJobId(3),
  failure: {
    reason: clean('AppError'),
    message: clean('no space left'),
    from: {id: toTestJobId(4), name: clean('sort'), executableName: undefined},
  },
  tags: [clean('night')],
  price: {amount: 2, symbol: clean('€'), isSymbolLeft: false},
  billTo: clean('org-lab'),
  costLimit: 9,
  tryNumber: 2,
  stoppedRunningMs: NOW_MS,
  timeoutMs: 5000,
  debugOn: [clean('AppError')],
});

test('a job that was written is read again as it was', (t) => {
  t.deepEqual(toKnown(readAgain(full)), toKnown(full));
});

test('so is one of which little is known, and a held one', (t) => {
  const bare = createJob({name: undefined, price: undefined, tryNumber: undefined, stateTransitions: []});
  t.deepEqual(toKnown(readAgain(bare)), toKnown(bare));
  const held = {...full, state: clean('debug_hold')};
  t.deepEqual(toKnown(readAgain(held)), toKnown(held));
});

test('where a worker is, and its host key, are not written', (t) => {
  const worker = {host: clean('ec2-1.amazonaws.com'), sshPort: 22, sshHostKey: 'ssh-rsa AAAA'};
  const written = JSON.stringify(
    toDescribed(createJob({worker, clusterWorkers: [worker], allowSSH: [clean('203.0.113.7')]})),
  );
  t.notRegex(written, /ec2-1|ssh-rsa|203\.0/);
});
