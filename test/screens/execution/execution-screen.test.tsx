import test from 'ava';
import {clean} from '../../../source/model/safe-text.ts';
import {ExecutionScreen} from '../../../source/screens/execution/execution-screen.tsx';
import {createHostileExecutions, createJob, NOW_MS} from '../../helpers/executions.ts';
import {PLAIN_THEME, renderFrame, renderLines, testFrames} from '../../helpers/render-frame.tsx';

const ignore = () => undefined;
const common = {nowMs: NOW_MS, isActive: true, onAttach: ignore, onBack: ignore};
const hostile = createHostileExecutions(60);
const job = createJob();

testFrames('execution', (size, situation) => (
  <ExecutionScreen
    {...common}
    {...size}
    execution={hostile[situation % 60] ?? job}
    note={situation % 2 === 0 ? '' : 'The platform is busy (503 ServiceUnavailable). '.repeat(situation % 9)}
  />
));

test('an execution that cannot be attached says why in the footer', (t) => {
  const size = {columns: 80, rows: 24};
  const done = createJob({state: clean('done')});
  const draw = (execution: typeof job) =>
    renderLines(<ExecutionScreen {...common} {...size} execution={execution} note="" />, 80).at(-1);
  t.is(draw(job), 'Enter attach  Esc back');
  t.is(draw(done), 'Enter no SSH: job is done  Esc back');
});

test('an execution that is longer than the screen says how far it is scrolled', (t) => {
  const size = {columns: 60, rows: 10};
  const lines = renderLines(<ExecutionScreen {...common} {...size} execution={job} note="" />, 60);
  t.regex(lines.at(-1) ?? '', /Esc back {2}j\/k scroll \(1\/\d+\)$/);
});

test('a note about old data stands above the execution', (t) => {
  const size = {columns: 60, rows: 20};
  const lines = renderLines(<ExecutionScreen {...common} {...size} execution={job} note="No network." />, 60);
  t.is(lines[0], ' No network.');
  t.regex(lines[2] ?? '', /^ name +align reads$/);
});

test('without UTF-8 the execution draws itself with ASCII', (t) => {
  const screen = <ExecutionScreen {...common} columns={80} rows={40} execution={job} note="" />;
  t.regex(renderFrame(screen, 80, PLAIN_THEME), /^[\x1b\n -~]*$/);
});
