import test from 'ava';
import {createScreen} from './screen.ts';
import {DEFAULT_MODES} from './screen-modes.ts';

test('a screen shows lines and cells', async (t) => {
  const screen = createScreen({columns: 20, rows: 3});
  t.teardown(screen.close);
  await screen.write('a\x1b[1;31mb\x1b[0m\r\n日本  \x1b[7mx');
  t.deepEqual(screen.lines(), ['ab', '日本  x', '']);
  t.like(screen.cell(0, 0), {text: 'a', width: 1, isBold: false, foreground: undefined});
  t.like(screen.cell(1, 0), {text: 'b', isBold: true, foreground: 1});
  t.like(screen.cell(0, 1), {text: '日', width: 2});
  t.like(screen.cell(1, 1), {text: '', width: 0});
  t.like(screen.cell(6, 1), {text: 'x', isInverse: true});
  t.deepEqual(screen.cursor(), {x: 7, y: 1});
  t.throws(() => screen.cell(0, 3), {instanceOf: RangeError});
});

test('waiting ends when the text comes', async (t) => {
  const screen = createScreen();
  t.teardown(screen.close);
  const wait = screen.waitForText(/re+ady/);
  await screen.write('re');
  await screen.write('eeady');
  await t.notThrowsAsync(wait);
});

test('the middle of a frame is not looked at', async (t) => {
  const screen = createScreen();
  t.teardown(screen.close);
  await screen.write('old');
  let looks = 0;
  const wait = screen.waitForScreen(() => {
    looks += 1;
    return !screen.text().includes('old');
  });
  await screen.write('\x1b[?2026h\x1b[2J');
  t.is(looks, 1);
  await screen.write('\x1b[Hnew\x1b[?2026l');
  await wait;
  t.is(looks, 2);
});

test('waiting in vain fails with the last screen', async (t) => {
  const screen = createScreen({columns: 30, rows: 2});
  t.teardown(screen.close);
  await screen.write('something else');
  const error = await t.throwsAsync(screen.waitForText('done', {timeoutMs: 10}));
  t.true(error.message.includes('10 ms passed waiting for "done"'));
  t.true(error.message.includes('|something else'));
});

test('waiting ends when the screen is closed', async (t) => {
  const screen = createScreen();
  const wait = screen.waitForText('done');
  screen.close();
  await t.throwsAsync(wait, {message: /was closed/});
});

test('queries are answered, and what a terminal is told is recorded', async (t) => {
  const screen = createScreen();
  t.teardown(screen.close);
  const replies: string[] = [];
  screen.onReply((bytes) => replies.push(bytes.toString()));
  await screen.write(
    '\x1b[6n\x1b]0;title\x07\x1b]52;c;aGk=\x07\x1b]8;;http://x\x07l\x1b]8;;\x07\x07\x1b]9;hey\x07',
  );
  t.deepEqual(replies, ['\x1b[1;1R']);
  t.deepEqual(screen.events, [
    {kind: 'reply', text: '\x1b[1;1R'},
    {kind: 'title', text: 'title'},
    {kind: 'clipboard', text: 'c;aGk='},
    {kind: 'link', text: ';http://x'},
    {kind: 'bell', text: ''},
    {kind: 'notification', text: 'hey'},
  ]);
  t.is(screen.title, 'title');
});

const changes: ReadonlyArray<readonly [bytes: string, change: object]> = [
  ['\x1b[?1049h', {isAlternateScreen: true}],
  ['\x1b[?1000;1006h', {privateModes: ['?1000h', '?1006h']}],
  ['\x1b[?25l\x1b[?7l', {privateModes: ['?7l', '?25l']}],
  ['\x1b[4h', {ansiModes: ['4h']}],
  ['\x1b[12l', {ansiModes: ['12l']}],
  ['\x1b[3;9r', {scrollRegion: [2, 8]}],
  ['\x1b(0', {isPlainCharset: false}],
  ['\x1b)0', {isPlainCharset: false}],
  ['\x1b)0\x0e', {isPlainCharset: false}],
  ['\x0e', {isPlainCharset: false}],
  ['\x1b=', {isApplicationKeypad: true}],
  ['\x1b[31m', {isPlainStyle: false}],
  ['\x1b[1m', {isPlainStyle: false}],
  ['\x1b[3m', {isPlainStyle: false}],
  ['\x1b[1"q', {isPlainStyle: false}],
  ['\x1b]8;;http://x\x1b\\', {isLinkOpen: true, isPlainStyle: false}],
  ['\x1b[5 q', {cursorStyle: 5}],
  ['\x1b[>1u\x1b[>5u', {kittyFlags: [1, 5]}],
  ['\x1b[>1u\x1b[>5u\x1b[<u', {kittyFlags: [1]}],
  ['\x1b[=3u', {kittyFlags: [3]}],
  ['\x1b[>4;2m', {modifyOtherKeys: 2}],
  ['\x1b[?1000h\x1b[?1000l\x1b[4h\x1b[4l', {}],
  ['\x1b[?1000h\x1b[4h\x1b[>1u\x1b[5 q\x1b[?1049h\x1bc', {}],
];
for (const [bytes, change] of changes) {
  test(`modes are told after ${JSON.stringify(bytes)}`, async (t) => {
    const screen = createScreen();
    t.teardown(screen.close);
    await screen.write(bytes);
    t.deepEqual(screen.modes(), {...DEFAULT_MODES, ...change});
  });
}
