import {execFileSync} from 'node:child_process';
import test from 'ava';
import {openTestTerminal} from './pseudo-terminal.ts';
import type {TestTerminal} from './pseudo-terminal.ts';

const readSettings = ({devicePath}: TestTerminal): string =>
  execFileSync('stty', ['-F', devicePath, '-g'], {encoding: 'utf8'}).trim();

const waitForEnd = async (fake: TestTerminal): Promise<void> => {
  fake.device.write('[end]');
  await fake.screen.waitForText('[end]');
};

const toDefaults = {isAlternateScreen: false, privateModes: [], isPlainStyle: true, ansiModes: []};

test('the size is the terminal’s, and changes are told until nobody wants to know', (t) => {
  const fake = openTestTerminal(t);
  t.deepEqual(fake.terminal.size, {columns: 80, rows: 24});
  let changes = 0;
  const stop = fake.terminal.onResize(() => (changes += 1));
  fake.resize(100, 30);
  t.deepEqual(fake.terminal.size, {columns: 100, rows: 30});
  stop();
  fake.resize(90, 20);
  t.is(changes, 1);
});

test('restoring leaves what Ink has entered, and the line settings are those from before', async (t) => {
  const fake = openTestTerminal(t);
  const before = readSettings(fake);
  fake.terminal.input.start();
  t.not(readSettings(fake), before);
  fake.terminal.output.write('\x1b[?1049h\x1b[?25l\x1b[?2004h\x1b[31mhello');
  fake.terminal.restore();
  fake.terminal.restore();
  await waitForEnd(fake);
  t.like(fake.screen.modes(), toDefaults);
  t.is(readSettings(fake), before);
});

test('after the end nothing is printed any more, and writers are told that it was', async (t) => {
  const fake = openTestTerminal(t);
  fake.terminal.restore();
  await new Promise<void>((resolve) => {
    t.true(fake.terminal.output.write('a last frame', () => resolve()));
  });
  await waitForEnd(fake);
  t.false(fake.screen.text().includes('a last frame'));
});

test('what a session turned on behind the output is known and reset', async (t) => {
  const fake = openTestTerminal(t);
  const bytes = Buffer.from('\x1b[?1049h\x1b[?1000;1006h\x1b[4h\x1b[1m');
  fake.device.write(bytes);
  fake.terminal.track(bytes);
  fake.terminal.reset();
  await waitForEnd(fake);
  t.like(fake.screen.modes(), toDefaults);
});

test('output processing goes off and on with the session, and is back after a stop', (t) => {
  const fake = openTestTerminal(t);
  const before = readSettings(fake);
  fake.terminal.input.start();
  const raw = readSettings(fake);
  fake.terminal.setPostProcessing(false);
  t.not(readSettings(fake), raw);
  fake.terminal.setPostProcessing(true);
  t.is(readSettings(fake), raw);
  fake.terminal.setPostProcessing(false);
  fake.terminal.pause();
  t.is(readSettings(fake), before);
  fake.terminal.resume();
  t.is(readSettings(fake), raw);
  fake.terminal.setPostProcessing(false);
  fake.terminal.restore();
  t.is(readSettings(fake), before);
});

test('a terminal that is gone is restored without a word', async (t) => {
  const fake = openTestTerminal(t);
  fake.terminal.input.start();
  const ended = new Promise<void>((resolve) => {
    fake.terminal.input.onEnd = resolve;
  });
  await fake.hangUp();
  await ended;
  t.notThrows(() => {
    fake.terminal.restore();
  });
});

test('the output has the stream’s other members, bound to it', (t) => {
  const {terminal, device} = openTestTerminal(t);
  t.is(terminal.output.columns, 80);
  t.true(terminal.output.isTTY);
  t.is(terminal.output.listenerCount('error'), device.listenerCount('error'));
});
