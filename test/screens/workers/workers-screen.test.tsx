import test from 'ava';
import type {WorkerFacts} from '../../../source/hooks/use-workers.ts';
import {toListedSession} from '../../../source/model/listed-session.ts';
import {clean} from '../../../source/model/safe-text.ts';
import {WorkersScreen} from '../../../source/screens/workers/workers-screen.tsx';
import {createHostileExecutions, createJob, NOW_MS} from '../../helpers/executions.ts';
import {PLAIN_THEME, renderFrame, renderLines, testFrames} from '../../helpers/render-frame.tsx';
import {toRecord} from '../../services/storage/state-folder.ts';

const ignore = () => undefined;
const common = {
  isActive: true,
  nowMs: NOW_MS,
  selectedNumber: 0,
  onSelect: ignore,
  onAttach: ignore,
  onRefresh: ignore,
  onBack: ignore,
};
const hostile = createHostileExecutions(60);

const toWorker = (number: number, change: Partial<WorkerFacts> = {}): WorkerFacts => ({
  number,
  worker: {host: clean(`ec2-${number}.example`), sshPort: 22, sshHostKey: 'ssh-ed25519 AAAA'},
  reach: {kind: 'answers'},
  session: undefined,
  ...change,
});

const WORKERS = [
  toWorker(0, {
    session: toListedSession(toRecord(1, {lastSeenMs: NOW_MS - 180_000}), createJob()),
  }),
  toWorker(1, {reach: {kind: 'silent', reason: 'ec2-1.example port 22 refused the connection.'}}),
  toWorker(2, {worker: undefined, reach: undefined}),
  toWorker(3, {
    worker: {host: clean('ec2-3.example'), sshPort: 2222, sshHostKey: undefined},
    reach: undefined,
  }),
  toWorker(4, {reach: undefined}),
];

testFrames('workers', (size, situation) => {
  const execution = hostile[situation % 60] ?? createJob();
  const workers = Array.from({length: situation % 90}, (_, number) => ({
    ...WORKERS[number % WORKERS.length],
    ...toWorker(number),
  }));
  return <WorkersScreen {...common} {...size} execution={execution} workers={workers} />;
});

test('each machine has its state, its session and its host', (t) => {
  const job = createJob({name: clean('spark')});
  const screen = <WorkersScreen {...common} columns={80} rows={24} execution={job} workers={WORKERS} />;
  t.deepEqual(renderLines(screen, 80).slice(0, 9), [
    ' Workers of spark',
    ` ${job.id}, running`,
    '',
    ' WORKER      STATE          SESSION            HOST',
    '>driver      ● answers      alive, 3m ago      ec2-0.example:22',
    ' worker 1    ✗ no answer    -                  ec2-1.example:22',
    ' worker 2    ○ no host yet  -',
    ' worker 3    ✗ no host key  -                  ec2-3.example:2222',
    ' worker 4    ○ looking      -                  ec2-4.example:22',
  ]);
});

for (const [workers, state, footer] of [
  [[], 'running', 'Enter attach: nothing is selected'],
  [[toWorker(0, {worker: undefined})], 'running', 'Enter attach: its host is not known'],
  [
    [toWorker(0, {worker: {host: clean('h'), sshPort: 22, sshHostKey: undefined}})],
    'running',
    'Enter attach: no host key is published for it',
  ],
  [[toWorker(0)], 'done', 'Enter attach: job is done'],
  [[toWorker(0)], 'running', 'Enter attach  r'],
] as const) {
  test(`the footer says of ${workers.length} workers of a ${state} job: ${footer}`, (t) => {
    const job = createJob({state: clean(state)});
    const screen = <WorkersScreen {...common} columns={100} rows={15} execution={job} workers={workers} />;
    t.true(renderLines(screen, 100).at(-1)?.startsWith(footer));
  });
}

test('without UTF-8 it draws itself with ASCII', (t) => {
  const screen = (
    <WorkersScreen {...common} columns={80} rows={24} execution={createJob()} workers={WORKERS} />
  );
  t.regex(renderFrame(screen, 80, PLAIN_THEME), /^[\x1b\n -~]*$/);
});
