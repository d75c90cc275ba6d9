import test from 'ava';
import {createWorld} from '../../../source/emulator/create-world.ts';
import type {ExecutionRecord} from '../../../source/emulator/execution-record.ts';

const buildFailures = () => {
  const {state} = createWorld({scenario: 'failures', startMs: 1_790_000_000_000});
  const all = [...state.executions.newestFirst()];
  const find = (name: string): ExecutionRecord => {
    const record = all.find(({wire}) => wire.name === name);
    if (record === undefined) throw new Error(`there is no ${name}`);
    return record;
  };
  return {all, find, childrenOf: (record: ExecutionRecord) => state.executions.children(record.id)};
};

/** Footing: documented, the reasons that the platform gives. */
const reasons = [
  ...['AppError', 'AppInternalError', 'AppInsufficientResourceError', 'AuthError', 'CostLimitExceeded'],
  ...['DependencyUnsatisfiable', 'ExecutionError', 'IncompleteUploads', 'InputError', 'JMInternalError'],
  ...['JobTimeoutExceeded', 'JobTreeFailure', 'OrgExpired', 'OutputError', 'SpendingLimitExceeded'],
  ...['SpotInstanceInterruption', 'UnresponsiveWorker'],
];

test('every documented reason has failed a job', (t) => {
  const {all} = buildFailures();
  const seen = new Set(all.filter(({wire}) => wire.state === 'failed').map(({wire}) => wire.failureReason));
  t.deepEqual([...seen].map(String).sort(), reasons.sort());
});

test('one subjob takes a whole analysis down, and everything says that it was this one', (t) => {
  const {find, childrenOf} = buildFailures();
  const [analysis, culprit] = [find('GLIMPSE2 imputation, cohort 9'), find('phase:chr21')];
  t.like(analysis.wire, {state: 'failed', failureReason: 'AppInsufficientResourceError'});
  t.is(analysis.wire.failureFrom?.id, culprit.id);
  const stages = childrenOf(analysis).map(({wire}) => [wire.name, wire.failureReason, wire.failureFrom?.id]);
  t.deepEqual(stages, [
    ['Split reference', undefined, undefined],
    ['Phase', 'AppInsufficientResourceError', culprit.id],
    ['Ligate', 'JobTreeFailure', culprit.id],
    ['Ancestry PCA', 'JobTreeFailure', culprit.id],
  ]);
  t.is(find('phase:chr20').wire.state, 'terminated');
});

test('what a lab overlooks is there: vain waiting, a hold that ends soon, lost spot tries, an idle workstation', (t) => {
  const {all, find} = buildFailures();
  t.is(find('bcl-convert run 0412').wire.state, 'waiting_on_input');
  t.is(find('AlphaFold-Multimer screen, plate 3').wire.state, 'runnable');
  t.is(find('Seurat integrate, donors 1 to 12').wire.state, 'debug_hold');
  t.is(find('Cloud workstation, IGV review').wire.state, 'running');
  const tries = all.filter(({wire}) => wire.name === 'DeepVariant HG03486, third try');
  t.deepEqual(
    tries.map(({wire, try: tryNumber}) => [tryNumber, wire.state, wire.failureReason]),
    [
      [2, 'running', undefined],
      [1, 'restarted', 'SpotInstanceInterruption'],
      [0, 'restarted', 'SpotInstanceInterruption'],
    ],
  );
  t.is(tries[0]?.wire.finalPriority, 'high');
});
