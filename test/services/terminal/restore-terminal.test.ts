import {readFileSync} from 'node:fs';
import xterm from '@xterm/headless';
import test from 'ava';
import {createModeTracker, restoreSequence} from '../../../source/services/terminal/restore-terminal.ts';
import {findRestoreFaults} from '../../helpers/restore-check.ts';
import {writeNow} from '../../helpers/terminal-memento.ts';

const subject = {restoreSequence, createModeTracker};

const readSession = (name: string): Buffer =>
  readFileSync(new URL(`../../fixtures/sessions/${name}.bin`, import.meta.url));

for (const name of ['tmux', 'vim', 'htop', 'less']) {
  test.serial(`the terminal is as new wherever a session of ${name} is cut`, async (t) => {
    t.timeout(600_000);
    const session = readSession(name);
    t.true(session.length >= 20_000);
    t.deepEqual((await findRestoreFaults(session, subject)).slice(0, 3), []);
  });
}

/** Everything that a program can leave behind, on the main screen and on the other one. */
const EVERYTHING = [
  'plain \x1b[31mred \x1b[1;4mstrong \x1b[38;2;1;2;3mrgb Größe 試料 🧬\r\n',
  ...[
    1, 5, 9, 12, 45, 66, 69, 1000, 1001, 1002, 1003, 1004, 1005, 1006, 1015, 1016, 2004, 2026, 2031, 2048,
    7727, 9001,
  ].map((mode) => `\x1b[?${mode}h`),
  '\x1b[?7;8;25l\x1b[4h\x1b[20h\x1b[2h\x1b[12l\x1b=\x1b[>4;2m\x1b[5 q\x1b[1"q',
  '\x1b[>1u\x1b[>5u\x1b[=7u\x1b]8;;https://example.org\x1b\\link ',
  '\x1b(0lqk\x1b)0\x0elqk\x1b*0\x1b+0\x1bn',
  '\x1b]0;a title\x07\x1bP+q544e\x1b\\\x1b_payload\x1b\\\x1b^message\x1b\\',
  '\x1b[5;9r\x1b[?6h\x1b[3;7Htext',
  '\x1b[?1049h\x1b[2J\x1b[>1u\x1b[3;20r\x1b[?6h\x1b[7;30Hon the other screen\x1b[7m',
  '\x1b[?1049l back \x1b[?47h other \x1b[?47l\x1b[?1047h other \x1b[?1047;25l \x1b[?1049;1000h again',
].join('');

test('the terminal is as new after everything that a program can leave behind', async (t) => {
  t.deepEqual((await findRestoreFaults(Buffer.from(EVERYTHING), subject)).slice(0, 3), []);
});

test('it is so without the soft reset, which not every terminal knows', async (t) => {
  const faults = await findRestoreFaults(Buffer.from(EVERYTHING), subject, {isSoftResetKnown: false});
  t.deepEqual(faults.slice(0, 3), []);
});

const naive: ReadonlyArray<readonly [title: string, sequence: string]> = [
  ['nothing', ''],
  ['showing the cursor and the main screen', '\x1b[?1049l\x1b[?25h\x1b[0m'],
  ['a soft reset', '\x18\x1b[?1049l\x1b[!p'],
  ['everything without giving up what was begun', restoreSequence({isAlternateScreen: false}).slice(1 + 2)],
  ['everything, leaving the other screen twice', restoreSequence({isAlternateScreen: true})],
];
for (const [title, sequence] of naive) {
  test(`the check finds that this is not enough: ${title}`, async (t) => {
    const tooLittle = {createModeTracker, restoreSequence: () => sequence};
    t.not((await findRestoreFaults(Buffer.from(EVERYTHING), tooLittle)).length, 0);
    if (sequence.length > 50) return;
    t.not((await findRestoreFaults(readSession('vim'), tooLittle, {stride: 97})).length, 0);
  });
}

/** One control, sequence or string. */
const PART = /\x18|\x0f|\x1b\[[^a-zA-Z]*[a-zA-Z]|\x1b\][^\x1b]*\x1b\\|\x1b[()*+]?./g;
/** The parts whose absence another part makes up for, in the terminal that the check is made with. */
const SPARE = [
  '\x18',
  '\x1b[0"q',
  '\x1b\\',
  '\x1b<',
  '\x1b[4i',
  '\x1b[?1047l',
  '\x1b[!p',
  '\x1b7',
  '\x1b8',
  '\x1b[=0u',
  "\x1b[0'z",
  '\x1b(B',
  '\x0f',
];

test('no part of the sequence can be spared', async (t) => {
  t.timeout(600_000);
  const whole = restoreSequence({isAlternateScreen: false});
  const parts = whole.match(PART) ?? [];
  t.is(parts.join(''), whole);
  const idle: string[] = [];
  for (const [index, part] of parts.entries()) {
    const shorter = parts.toSpliced(index, 1).join('');
    const tooLittle = {
      createModeTracker,
      restoreSequence: (state: {readonly isAlternateScreen: boolean}) =>
        state.isAlternateScreen ? restoreSequence(state) : shorter,
    };
    const options = {isSoftResetKnown: false, stride: 7};
    if ((await findRestoreFaults(Buffer.from(EVERYTHING), tooLittle, options)).length === 0) idle.push(part);
  }
  t.deepEqual(
    idle.filter((part) => !SPARE.includes(part)),
    [],
  );
});

const streams: ReadonlyArray<readonly [bytes: string, isAlternateScreen: boolean]> = [
  ['', false],
  ['\x1b[?1049h', true],
  ['\x1b[?1049htext\x1b[?1049l', false],
  ['\x1b[?47h', true],
  ['\x1b[?1047h', true],
  ['\x1b[?1000;1049h', true],
  ['\x1b[?1049;1000h', true],
  ['\x1b[?1000;47;1006h\x1b[?25l', true],
  ['\x1b[?1049h\x1b[?1000l', true],
  ['\x1b[?1049h\x1bc', false],
  ['\x1b[?1049h\x1bc\x1b[?47h', true],
  ['\u009b?1049h', true],
  ['\x1b[?10\n49h', true],
  ['\x1b[?1049\x18h', false],
  ['\x1b[?1049\x1b[?25h', false],
  ['\x1b[?10490h', false],
  ['\x1b[?1048h', false],
  ['\x1b[?1049$p', false],
  ['\x1b[?1049?h', false],
  ['\x1b[1049h ?1049h [?1049h', false],
  ['\x1b[?1049', false],
];
for (const [bytes, isAlternateScreen] of streams) {
  test(`the tracker reads ${JSON.stringify(bytes)} in one piece and in any two`, (t) => {
    const buffer = Buffer.from(bytes);
    for (let cut = 0; cut <= buffer.length; cut++) {
      const tracker = createModeTracker();
      tracker.push(buffer.subarray(0, cut));
      tracker.push(buffer.subarray(cut));
      t.is(tracker.isAlternateScreen, isAlternateScreen);
    }
  });
}

test('the tracker agrees with a terminal on 20,000 random pieces in random chunks', (t) => {
  let seed = 42;
  const random = (limit: number): number => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((seed / 2 ** 32) * limit);
  };
  const pieces = [
    '\x1b',
    '[',
    '?',
    '\x1b[?',
    '1049',
    '47',
    '1047',
    '1000',
    ';',
    'h',
    'l',
    '\x18',
    '\x1bc',
    'text?',
    'é',
    '\u009b',
    '\n',
  ];
  pieces.push(
    '\x1b[?1049h',
    '\x1b[?1049l',
    '\x1b[?25;47h',
    '\x1b[?1047l',
    '\x1b]0;title\x07',
    '\x1b[31m',
    '漢?',
  );
  const terminal = new xterm.Terminal({
    cols: 80,
    rows: 24,
    scrollback: 0,
    allowProposedApi: true,
    logLevel: 'off',
  });
  const tracker = createModeTracker();
  let turns = 0;
  for (let run = 0; run < 5000; run++) {
    const bytes = Buffer.from(Array.from({length: 4}, () => pieces[random(pieces.length)]).join(''));
    const cut = random(bytes.length + 1);
    for (const chunk of [bytes.subarray(0, cut), bytes.subarray(cut)]) {
      const wasAlternateScreen = tracker.isAlternateScreen;
      writeNow(terminal, chunk);
      tracker.push(chunk);
      if (tracker.isAlternateScreen !== wasAlternateScreen) turns++;
      if (tracker.isAlternateScreen !== (terminal.buffer.active.type === 'alternate')) {
        t.fail(`run ${run}: ${JSON.stringify(bytes.toString())}`);
        return;
      }
    }
  }
  t.true(turns > 500);
});
