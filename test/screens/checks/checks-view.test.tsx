import test from 'ava';
import {CHECK_NAMES, type CheckReport} from '../../../source/model/check.ts';
import {clean} from '../../../source/model/safe-text.ts';
import {nastyStrings} from '../../../source/emulator/scenarios/nasty-strings.ts';
import {ChecksView} from '../../../source/screens/checks/checks-view.tsx';
import {PLAIN_THEME, renderFrame, renderLines, testFrames} from '../../helpers/render-frame.tsx';

const STATES = ['running', 'passed', 'noted', 'failed', 'skipped'] as const;
const TEXTS = Object.values(nastyStrings);
const ignore = () => undefined;
const common = {
  jobName: clean('align'),
  isActive: true,
  onAgain: ignore,
  onAttach: ignore,
  onSetup: ignore,
  onBack: ignore,
};

const createReport = (change: Partial<CheckReport>): CheckReport => ({
  name: 'network',
  workerNumber: undefined,
  state: 'passed',
  found: clean('up'),
  remedy: clean(''),
  action: undefined,
  tookMs: 3,
  ...change,
});

testFrames('checks', (size, situation) => (
  <ChecksView
    {...common}
    {...size}
    reports={CHECK_NAMES.map((name, index) =>
      createReport({
        name,
        state: STATES[(index + situation) % 5] ?? 'passed',
        found: clean(TEXTS[(index * 7 + situation) % TEXTS.length] ?? ''),
        remedy: clean(TEXTS[(index + situation) % TEXTS.length] ?? ''),
        action: situation % 2 === 0 ? 'set-up' : 'open-firewall',
      }),
    )}
  />
));

const draw = (reports: readonly CheckReport[], change: Partial<Parameters<typeof ChecksView>[0]> = {}) =>
  renderLines(<ChecksView {...common} columns={80} rows={24} reports={reports} {...change} />, 80);

const failedKey = createReport({
  name: 'account-key',
  state: 'failed',
  found: clean('Your account has no SSH key.'),
  remedy: clean('Run `dxtop setup`.'),
  action: 'set-up',
});

test('the root cause comes first, with what to do and the key that does it', (t) => {
  const login = createReport({name: 'login', state: 'failed', found: clean('refused')});
  const lines = draw([createReport({}), failedKey, login]);
  t.is(lines[0], ' The way to align');
  t.is(lines[2], ' Your account has no SSH key.');
  t.is(lines[3], ' Run `dxtop setup`. K does it here.');
  t.is(lines[5], ' ✓ ok      network          up');
  t.is(lines.at(-1), 'Enter attach  K set up the key  r look again  Esc back');
});

test('a check that is still running is shown as such, and nothing is called fine before the end', (t) => {
  const running = createReport({name: 'port', state: 'running', found: clean('')});
  const lines = draw([createReport({}), running]);
  t.is(lines[2], ' Looking …');
  t.true(lines.includes(' › looking port'));
  t.is(draw([createReport({})])[2], ' Everything is fine.');
});

test('a note is no failure, and is told', (t) => {
  const noted = createReport({name: 'multiplexer', state: 'noted', found: clean('There is no tmux.')});
  t.deepEqual(draw([createReport({}), noted]).slice(2, 4), [' Nothing is wrong.', ' There is no tmux.']);
});

test('without a job nothing offers to attach', (t) => {
  const lines = draw([createReport({})], {jobName: undefined});
  t.is(lines[0], ' Account and network');
  t.is(lines.at(-1), 'r look again  Esc back');
});

test('without UTF-8 it draws itself with ASCII', (t) => {
  const screen = <ChecksView {...common} columns={80} rows={24} reports={[createReport({}), failedKey]} />;
  t.regex(renderFrame(screen, 80, PLAIN_THEME), /^[\x1b\n -~]*$/);
});
