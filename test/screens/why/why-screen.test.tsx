import test from 'ava';
import {findFirstCause} from '../../../source/model/first-cause.ts';
import {ConfigError} from '../../../source/model/errors.ts';
import {WhyScreen} from '../../../source/screens/why/why-screen.tsx';
import {createHostileExecutions, createJob} from '../../helpers/executions.ts';
import {PLAIN_THEME, renderFrame, renderLines, testFrames} from '../../helpers/render-frame.tsx';

const ignore = () => undefined;
const common = {note: '', isActive: true, onCommand: ignore, onOpen: ignore, onLog: ignore, onBack: ignore};
const hostile = createHostileExecutions(60);
const job = createJob();
const explain = (asked: typeof job | (typeof hostile)[number]) => ({
  explanation: {asked, cause: findFirstCause(asked, hostile), treeSize: 60, isTreeWhole: false},
  error: undefined,
  log: undefined,
});

testFrames('why', (size, situation) => {
  const execution = hostile[situation % 60] ?? job;
  return <WhyScreen {...common} {...size} execution={execution} state={explain(execution)} />;
});

const draw = (state: Parameters<typeof WhyScreen>[0]['state']) =>
  renderLines(<WhyScreen {...common} columns={80} rows={24} execution={job} state={state} />, 80);

test('until something is found it says that it is looking, and the cause cannot be opened', (t) => {
  const lines = draw({explanation: undefined, error: undefined, log: undefined});
  t.is(lines[2], ' Looking for what failed first');
  t.is(lines.at(-1), 'Enter open the cause: nothing found yet  Esc back  y copy  T tags  ? help');
});

test('what came of the last key stands below the title', (t) => {
  const lines = renderLines(
    <WhyScreen {...common} columns={80} rows={24} execution={job} state={explain(job)} note="Not done." />,
    80,
  );
  t.is(lines[1], ' Not done.');
});

test('what went wrong is told with its remedy', (t) => {
  const error = new ConfigError('The tree is hidden.', 'Ask for access.');
  t.is(draw({explanation: undefined, error, log: undefined})[2], ' The tree is hidden. Ask for access.');
});

test('without UTF-8 it draws itself with ASCII', (t) => {
  const screen = <WhyScreen {...common} columns={80} rows={24} execution={job} state={explain(job)} />;
  const ownLines = renderFrame(screen, 80, PLAIN_THEME).split('\n').at(-1) ?? '';
  t.regex(ownLines, /^[\x1b\n -~]*$/);
});
