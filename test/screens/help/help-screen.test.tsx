import test from 'ava';
import {EXECUTION_KEYS} from '../../../source/screens/execution/execution-screen.tsx';
import {EXECUTIONS_KEYS} from '../../../source/screens/executions/executions-keys.ts';
import {HelpScreen} from '../../../source/screens/help/help-screen.tsx';
import {PLAIN_THEME, renderFrame, renderLines, testFrames} from '../../helpers/render-frame.tsx';

const ignore = () => undefined;

testFrames('help', (size) => <HelpScreen {...size} isActive onClose={ignore} />);

test('the help shows every key of every table, and the escapes of an attached session', (t) => {
  const lines = renderLines(<HelpScreen columns={100} rows={60} isActive onClose={ignore} />, 100);
  for (const {shown, label} of [...EXECUTIONS_KEYS, ...EXECUTION_KEYS]) {
    t.true(
      lines.some((line) => line.startsWith(`  ${shown} `) && line.endsWith(` ${label}`)),
      `${shown} ${label}`,
    );
  }
  for (const shown of ['~d', '~.', '~r', '~?', '~~'])
    t.true(lines.some((line) => line.startsWith(`  ${shown} `)));
});

test('a help that is longer than the screen can be scrolled, and says so', (t) => {
  t.is(
    renderLines(<HelpScreen columns={60} rows={12} isActive onClose={ignore} />, 60).at(-1),
    'Esc back  j/k scroll',
  );
  t.is(renderLines(<HelpScreen columns={60} rows={70} isActive onClose={ignore} />, 60).at(-1), 'Esc back');
});

test('without UTF-8 the help draws itself with ASCII', (t) => {
  const screen = <HelpScreen columns={80} rows={40} isActive onClose={ignore} />;
  t.regex(renderFrame(screen, 80, PLAIN_THEME), /^[\x1b\n -~]*$/);
});
