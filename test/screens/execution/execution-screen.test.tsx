import test from 'ava';
import type {Execution} from '../../../source/model/execution.ts';
import {clean} from '../../../source/model/safe-text.ts';
import {ExecutionScreen} from '../../../source/screens/execution/execution-screen.tsx';
import {createHostileExecutions, createJob, NOW_MS} from '../../helpers/executions.ts';
import {PLAIN_THEME, renderFrame, renderLines, testFrames} from '../../helpers/render-frame.tsx';

const ignore = () => undefined;
const common = {
  nowMs: NOW_MS,
  isActive: true,
  onAttach: ignore,
  onCommand: ignore,
  onSetup: ignore,
  onBack: ignore,
};
const hostile = createHostileExecutions(60);
const job = createJob();

testFrames('execution', (size, situation) => (
  <ExecutionScreen
    {...common}
    {...size}
    execution={hostile[situation % 60] ?? job}
    initialTab={(['overview', 'workers', 'timeline'] as const)[situation % 3] ?? 'overview'}
    note={situation % 2 === 0 ? '' : 'The platform is busy (503 ServiceUnavailable). '.repeat(situation % 9)}
  />
));

test('an execution that cannot be attached says why in the footer', (t) => {
  const size = {columns: 80, rows: 24};
  const done = createJob({state: clean('done')});
  const draw = (execution: typeof job) =>
    renderLines(<ExecutionScreen {...common} {...size} execution={execution} note="" />, 80).at(-1);
  t.is(draw(job), 'Enter attach  left/right pages  Esc back  y copy  T tags  X terminate  ? help');
  t.is(draw(done), 'Enter no SSH: job is done  left/right pages  Esc back  y copy  T tags  ? help');
});

test('the pages are named above, and those that it cannot have are left out', (t) => {
  const draw = (execution: Execution) =>
    renderLines(<ExecutionScreen {...common} columns={90} rows={24} execution={execution} note="" />, 90);
  t.is(draw(job)[0], ' ● align reads  running');
  t.is(
    draw(job)[1],
    '  overview  failure  log  metrics  inputs/outputs  tree  workers  timeline  SSH  JSON ',
  );
  const analysis = {...job, class: 'analysis', id: 'analysis-000000000000000000000001'} as const;
  t.is(draw(analysis)[1], '  overview  failure  log  inputs/outputs  tree  timeline  JSON ');
});

test('each page can be shown at first', (t) => {
  const lines = renderLines(
    <ExecutionScreen {...common} columns={90} rows={24} execution={job} note="" initialTab="timeline" />,
    90,
  );
  t.regex(lines[3] ?? '', /^ ● running +20\d\d-/);
});

test('an execution that is longer than the screen says how far it is scrolled', (t) => {
  const size = {columns: 60, rows: 10};
  const lines = renderLines(<ExecutionScreen {...common} {...size} execution={job} note="" />, 60);
  t.regex(lines.at(-2) ?? '', /^ j\/k scroll \(1\/\d+\)$/);
});

test('a note about old data stands above the execution', (t) => {
  const size = {columns: 60, rows: 20};
  const lines = renderLines(<ExecutionScreen {...common} {...size} execution={job} note="No network." />, 60);
  t.is(lines[2], ' No network.');
  t.regex(lines[3] ?? '', /^ name +align reads$/);
});

test('without UTF-8 the execution draws itself with ASCII', (t) => {
  const screen = <ExecutionScreen {...common} columns={80} rows={40} execution={job} note="" />;
  t.regex(renderFrame(screen, 80, PLAIN_THEME), /^[\x1b\n -~]*$/);
});
