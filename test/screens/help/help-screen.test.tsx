import test from 'ava';
import {HelpScreen} from '../../../source/screens/help/help-screen.tsx';
import {KEY_TABLES} from '../../../source/screens/key-tables.ts';
import {PLAIN_THEME, renderFrame, renderLines, testFrames} from '../../helpers/render-frame.tsx';

/** Taller than all keys together. */
const TALL = 1000;
const common = {keymap: new Map(), escapeCharacter: '~', isActive: true, onClose: () => undefined};

testFrames('help', (size) => <HelpScreen {...common} {...size} />);

test('the help shows every key of every table, and the escapes of an attached session', (t) => {
  const lines = renderLines(<HelpScreen {...common} columns={100} rows={TALL} />, 100);
  for (const {shown, label} of KEY_TABLES.flatMap(({bindings}) => bindings)) {
    t.true(
      lines.some((line) => line.startsWith(`  ${shown} `) && line.endsWith(` ${label}`)),
      `${shown} ${label}`,
    );
  }
  for (const shown of ['~d', '~.', '~s', '~r', '~?', '~~'])
    t.true(lines.some((line) => line.startsWith(`  ${shown} `)));
});

test('the help begins with the screen that one comes from', (t) => {
  const draw = (from: string) =>
    renderLines(<HelpScreen {...common} from={from} columns={80} rows={24} />, 80)[0];
  t.is(draw('executions'), 'In the list');
  t.is(draw('execution'), 'In an execution');
});

test('the help shows the user’s own keys and escape character', (t) => {
  const keymap = new Map([['executions', new Map([['attach', ['ctrl-a', 'A']]])]]);
  const screen = <HelpScreen {...common} keymap={keymap} escapeCharacter="^" columns={80} rows={TALL} />;
  const lines = renderLines(screen, 80);
  t.true(lines.some((line) => line.startsWith('  Ctrl-a, A      attach over SSH')));
  t.true(lines.some((line) => line.startsWith('  ^d ')));
  t.true(lines.some((line) => line.startsWith('  ^^ ')));
});

test('a help that is longer than the screen can be scrolled, and says so', (t) => {
  t.regex(
    renderLines(<HelpScreen {...common} columns={60} rows={12} />, 60).at(-1) ?? '',
    /^Esc back {2}\/ find {2}j\/k scroll \(1\/\d+\)$/,
  );
  t.is(renderLines(<HelpScreen {...common} columns={60} rows={TALL} />, 60).at(-1), 'Esc back  / find');
});

test('without UTF-8 the help draws itself with ASCII', (t) => {
  const screen = <HelpScreen {...common} columns={80} rows={40} />;
  t.regex(renderFrame(screen, 80, PLAIN_THEME), /^[\x1b\n -~]*$/);
});
