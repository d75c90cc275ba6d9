import test from 'ava';
import {nastyStrings} from '../../../source/emulator/scenarios/nasty-strings.ts';
import {CHECK_NAMES, type CheckReport} from '../../../source/model/check.ts';
import {clean} from '../../../source/model/safe-text.ts';
import {SshPage} from '../../../source/screens/execution/ssh-tab.tsx';
import {renderLines, testFrames} from '../../helpers/render-frame.tsx';

const STATES = ['running', 'passed', 'noted', 'failed', 'skipped'] as const;
const TEXTS = Object.values(nastyStrings);
const common = {isActive: true, onAgain: () => undefined, onSetup: () => undefined};

const createReports = (situation: number): CheckReport[] =>
  CHECK_NAMES.map((name, index) => ({
    name,
    workerNumber: index > 9 ? situation % 3 : undefined,
    state: STATES[(index + situation) % 5] ?? 'passed',
    found: clean(TEXTS[(index + situation) % TEXTS.length] ?? ''),
    remedy: clean(TEXTS[(index * 7 + situation) % TEXTS.length] ?? ''),
    action: situation % 2 === 0 ? 'set-up' : undefined,
    tookMs: 3,
  }));

testFrames('SSH page', (size, situation) => (
  <SshPage {...common} {...size} reports={createReports(situation)} />
));

test('the SSH page says the cause first, and the key that does something about it last', (t) => {
  const lines = renderLines(
    <SshPage
      {...common}
      columns={80}
      rows={12}
      reports={[
        {
          name: 'key',
          workerNumber: undefined,
          state: 'failed',
          found: clean('There is no SSH key on this computer.'),
          remedy: clean('Run `dxtop setup`.'),
          action: 'set-up',
          tookMs: 1,
        },
      ]}
    />,
    80,
  );
  t.is(lines[0], ' The way to its worker');
  t.is(lines[2], ' There is no SSH key on this computer.');
  t.is(lines[3], ' Run `dxtop setup`. K does it here.');
  t.is(lines.at(-1), ' r look again  K set up the key');
});
