import {randomBytes} from 'node:crypto';
import {syncBuiltinESMExports} from 'node:module';
import v8 from 'node:v8';
import test from 'ava';
import type {ExecutionContext} from 'ava';
import {lendTerminal} from '../../../source/services/terminal/lend-terminal.ts';
import type {ChannelEnd, RemoteTerminal} from '../../../source/services/terminal/lend-terminal.ts';
import {restoreSequence} from '../../../source/services/terminal/restore-terminal.ts';
import {Terminal} from '../../../source/services/terminal/terminal.ts';
import type {TerminalSize} from '../../../source/services/terminal/terminal.ts';
import {openTestTerminal} from './pseudo-terminal.ts';

/** A worker's shell that does what a test says. */
const createRemote = () => {
  const {promise: ended, resolve: end} = Promise.withResolvers<ChannelEnd>();
  const waiting = new Set<() => void>();
  const sent: Buffer[] = [];
  let listener: ((bytes: Buffer) => void) | undefined;
  const remote = {
    sent: () => Buffer.concat(sent),
    sizes: [] as TerminalSize[],
    /** How often the whole screen was asked for, by one row less. */
    get redraws() {
      return this.sizes.filter(({rows}) => rows === 23).length;
    },
    pauses: 0,
    resumes: 0,
    silence: 0,
    isFull: false,
    end,
    print: (bytes: string | Buffer) => listener?.(Buffer.from(bytes)),
    hasListener: () => listener !== undefined,
    /** Resolves when this many bytes have been typed into the shell. */
    waitForBytes: (count: number) =>
      new Promise<void>((resolve) => {
        const check = (): void => {
          if (Buffer.concat(sent).length < count) return;
          waiting.delete(check);
          resolve();
        };
        waiting.add(check);
        check();
      }),
    onDrain: () => undefined,
    ended,
  };
  const terminal: RemoteTerminal = Object.assign(remote, {
    write: (bytes: Uint8Array) => {
      sent.push(Buffer.from(bytes));
      for (const check of waiting) check();
      return !remote.isFull;
    },
    receive: (newListener: ((bytes: Buffer) => void) | undefined) => {
      listener = newListener;
    },
    pause: () => {
      remote.pauses += 1;
    },
    resume: () => {
      remote.resumes += 1;
    },
    resize: (size: TerminalSize) => {
      remote.sizes.push(size);
    },
    silenceMs: () => remote.silence,
  });
  return Object.assign(remote, {terminal});
};

const setUp = (t: ExecutionContext, {needsRedraw = false, hasSessions = false, now = Date.now} = {}) => {
  const user = openTestTerminal(t);
  const remote = createRemote();
  user.terminal.input.start();
  const lent = lendTerminal({
    terminal: user.terminal,
    remote: remote.terminal,
    escapeCharacter: '~',
    needsRedraw,
    hasSessions,
    now,
  });
  t.teardown(async () => {
    remote.end({kind: 'lost', reason: 'the test is over'});
    await lent;
  });
  return {user, remote, lent};
};

test.serial('while it is lent no marking of the garbage begins, and afterwards it may again', async (t) => {
  const {setFlagsFromString} = v8;
  const flags: string[] = [];
  v8.setFlagsFromString = (flag) => {
    flags.push(flag);
  };
  syncBuiltinESMExports();
  t.teardown(() => {
    v8.setFlagsFromString = setFlagsFromString;
    syncBuiltinESMExports();
  });
  const {remote, lent} = setUp(t);
  t.deepEqual(flags, ['--no-incremental-marking']);
  remote.end({kind: 'exited', status: 0, signal: undefined});
  await lent;
  t.deepEqual(flags, ['--no-incremental-marking', '--incremental-marking']);
});

test('25,600 random typed bytes arrive unchanged', async (t) => {
  const {user, remote} = setUp(t);
  const bytes = randomBytes(25_600);
  for (const [index, byte] of bytes.entries()) if (byte === 0x7e) bytes[index] = 0x7f;
  user.type(bytes);
  await remote.waitForBytes(bytes.length);
  t.true(remote.sent().equals(bytes));
});

test('what the worker prints arrives unchanged, newlines and all', async (t) => {
  const {user, remote} = setUp(t);
  // The screen behind the terminal is spared what random bytes may say to it.
  const bytes = Buffer.from('one\ntwo\r\nthree\n\t\x08\xff'.repeat(500), 'latin1');
  remote.print(bytes);
  t.true((await user.waitForBytes(bytes.length)).equals(bytes));
});

test('the size goes out at once, and at each change', (t) => {
  const {user, remote} = setUp(t);
  t.deepEqual(remote.sizes, [{columns: 80, rows: 24}]);
  user.resize(100, 40);
  t.deepEqual(remote.sizes.at(-1), {columns: 100, rows: 40});
  t.is(remote.redraws, 0);
});

test('after a stall the worker is asked to draw again, at the size that the window has by then', async (t) => {
  const {user, remote} = setUp(t, {needsRedraw: true});
  t.is(remote.redraws, 1);
  user.resize(100, 40);
  while (remote.sizes.length < 3) await new Promise(setImmediate);
  t.deepEqual(remote.sizes.slice(1), [
    {columns: 100, rows: 40},
    {columns: 100, rows: 40},
  ]);
});

const escapes = [
  ['~d', 'detach'],
  ['~.', 'drop'],
  ['~s', 'sessions'],
  ['~r', 'reconnect'],
] as const;
for (const [keys, kind] of escapes) {
  test(`${keys} ends it: ${kind}, and the keys before it are sent`, async (t) => {
    const {user, remote, lent} = setUp(t, {hasSessions: true});
    user.type(`ls\r${keys}rm -rf /\r`);
    t.deepEqual(await lent, {kind});
    t.is(remote.sent().toString(), 'ls\r');
    t.false(remote.hasListener());
  });
}

test('where there is no screen of the sessions ~s says so, sends nothing, and the session goes on', async (t) => {
  const {user, remote, lent} = setUp(t);
  user.type('~s');
  await user.screen.waitForText('~s  to the sessions: not here, only from the dashboard');
  user.type('ls\r~d');
  t.deepEqual(await lent, {kind: 'detach'});
  t.is(remote.sent().toString(), 'ls\r');
});

test('~? prints the help here, sends nothing, and the session goes on', async (t) => {
  const {user, remote, lent} = setUp(t);
  remote.print(Buffer.from(`${'#'.repeat(80)}\r\n`.repeat(9) + '\x1b[H'));
  await user.screen.waitForText('####');
  user.type('~?');
  await user.screen.waitForText(/^ ~d {2}detach to the dashboard; the session lives on$/m);
  t.is(remote.redraws, 0);
  user.type('ls\r');
  await remote.waitForBytes(3);
  t.is(remote.sent().toString(), 'ls\r');
  t.is(remote.redraws, 1);
  user.type('pwd\r');
  await remote.waitForBytes(7);
  t.is(remote.redraws, 1);
  user.type('~d');
  t.deepEqual(await lent, {kind: 'detach'});
});

const ends: readonly ChannelEnd[] = [
  {kind: 'exited', status: 3, signal: undefined},
  {kind: 'exited', status: undefined, signal: 'HUP'},
  {kind: 'lost', reason: 'the connection was reset'},
];
for (const end of ends) {
  test(`the channel’s end is the answer: ${JSON.stringify(end)}`, async (t) => {
    const {remote, lent} = setUp(t);
    remote.end(end);
    t.deepEqual(await lent, end);
  });
}

test('keys that are typed after the end go nowhere, not even to the dashboard at once', async (t) => {
  const {user, remote, lent} = setUp(t);
  const pressed: Buffer[] = [];
  user.terminal.input.dashboard.on('data', (bytes: Buffer) => pressed.push(bytes));
  remote.end({kind: 'lost', reason: 'x'});
  user.type('qqq');
  await lent;
  user.type('\x1b[?62;22c');
  await new Promise(setImmediate);
  t.is(remote.sent().length, 0);
  t.is(pressed.length, 0);
});

test('silence is a stall in time for a notice at three seconds, and not before', async (t) => {
  const {remote, lent} = setUp(t);
  remote.silence = 2600;
  let isOver = false;
  void lent.then(() => (isOver = true));
  await new Promise((resolve) => setTimeout(resolve, 600));
  t.false(isOver);
  remote.silence = 2700;
  t.deepEqual(await lent, {kind: 'stalled', silenceMs: 2700, hasSlept: false});
});

test('a full channel stops the keys until it drains, and none is lost', async (t) => {
  const {user, remote} = setUp(t);
  remote.isFull = true;
  user.type('a');
  await remote.waitForBytes(1);
  t.true(user.device.isPaused());
  user.type('bc');
  remote.isFull = false;
  remote.onDrain();
  await remote.waitForBytes(3);
  t.is(remote.sent().toString(), 'abc');
});

test('a terminal that does not read holds the worker back, and nothing is lost', async (t) => {
  const {user, remote} = setUp(t);
  user.pause();
  const bytes = Buffer.alloc(1_500_000, '0123456789abcdef');
  for (let offset = 0; offset < bytes.length; offset += 30_000)
    remote.print(bytes.subarray(offset, offset + 30_000));
  t.true(remote.pauses > 0);
  const before = remote.resumes;
  user.resume();
  t.true((await user.waitForBytes(bytes.length)).equals(bytes));
  // The last byte may be read here before the program knows that it was written.
  while (remote.resumes === before) await new Promise((resolve) => setTimeout(resolve, 5));
  t.true(remote.resumes > before);
});

test('afterwards the terminal has its usual modes, and newlines are translated again', async (t) => {
  const {user, remote, lent} = setUp(t);
  remote.print('\x1b[?1049h\x1b[?1003;1006h\x1b[?25l\x1b[31m\x1b[5;10rvim\x1b]0;never ended');
  remote.end({kind: 'exited', status: 0, signal: undefined});
  await lent;
  user.device.write('\r\none\ntwo');
  await user.screen.waitForScreen((screen) => screen.lines().some((line) => line === 'two'));
  t.like(user.screen.modes(), {isAlternateScreen: false, privateModes: [], isPlainStyle: true});
  t.is(user.screen.modes().scrollRegion, undefined);
  t.false(user.terminal.isLent);
});

test('a window that was closed ends it', async (t) => {
  const {user, remote, lent} = setUp(t);
  await user.hangUp();
  remote.print('hello');
  t.deepEqual(await lent, {kind: 'terminal-gone'});
});

test('without a terminal it ends before it begins', async (t) => {
  const user = openTestTerminal(t);
  const remote = createRemote();
  const terminal = new Terminal(user.device, user.terminal.output, '/dev/there-is-no-such-terminal');
  t.deepEqual(
    await lendTerminal({
      terminal,
      remote: remote.terminal,
      escapeCharacter: '~',
      needsRedraw: false,
      now: Date.now,
    }),
    {kind: 'terminal-gone'},
  );
});

test('continued after a stop, the worker is asked to draw again', (t) => {
  const {user, remote} = setUp(t);
  user.terminal.pause();
  user.terminal.resume();
  user.terminal.onContinue();
  t.is(remote.redraws, 1);
});

const RESET = restoreSequence({isAlternateScreen: false});

test('the badge goes into the title between two sequences of the worker, and the title comes back', async (t) => {
  const {user, remote, lent} = setUp(t);
  remote.print('\u001B[1;3');
  user.terminal.badge.add('failed');
  user.terminal.badge.add('failed');
  remote.print('1mred \u001B]0;the wor');
  remote.print('ker\u0007');
  const kept = '\u001B[22;2t';
  const shown = `\u001B[1;31mred \u001B]0;the worker\u0007${kept}\u001B]2;dxtop: 2 failed\u001B\\`;
  t.is((await user.waitForBytes(shown.length)).toString(), shown);
  user.terminal.badge.add('held');
  const again = `${shown}\u001B]2;dxtop: 2 failed, 1 held\u001B\\`;
  t.is((await user.waitForBytes(again.length)).toString(), again);
  remote.end({kind: 'exited', status: 0, signal: undefined});
  await lent;
  // What happens afterwards is the dashboard's affair.
  t.is(user.terminal.badge.end(), '');
  const all = `${again}${RESET}\u001B[23;2t`;
  t.is((await user.waitForBytes(all.length)).toString(), all);
});

test('without a badge the title is left alone', async (t) => {
  const {user, remote, lent} = setUp(t);
  remote.print('hello');
  await user.waitForBytes(5);
  remote.end({kind: 'exited', status: 0, signal: undefined});
  await lent;
  const all = `hello${RESET}`;
  t.is((await user.waitForBytes(all.length)).toString(), all);
});

test('after a sleep of the computer a link that says nothing is a stall sooner', async (t) => {
  let sleptMs = 0;
  const {remote, lent} = setUp(t, {now: () => Date.now() + sleptMs});
  sleptMs = 3_600_000;
  const wokeMs = performance.now();
  // The clock of silence has not counted the sleep.
  remote.terminal.silenceMs = () => performance.now() - wokeMs + 900;
  t.like(await lent, {kind: 'stalled', hasSlept: true});
  t.true(performance.now() - wokeMs >= 1500, 'it was given the time to say that it lives');
});

test('after a sleep of the computer a link that speaks goes on as if nothing had been', async (t) => {
  let sleptMs = 0;
  const {user, remote, lent} = setUp(t, {now: () => Date.now() + sleptMs});
  sleptMs = 3_600_000;
  let looks = 0;
  await new Promise<void>((resolve) => {
    // Longer than it may be silent, by the ticks in which it is looked at.
    remote.terminal.silenceMs = () => {
      looks += 1;
      if (looks > 12) resolve();
      return 100;
    };
  });
  remote.print('still here');
  await user.screen.waitForText('still here');
  remote.end({kind: 'exited', status: 0, signal: undefined});
  t.like(await lent, {kind: 'exited'});
});
