import {spawn as spawnProcess} from 'node:child_process';
import {closeSync, constants, openSync} from 'node:fs';
import {text} from 'node:stream/consumers';
import {setImmediate as nextTurn, setTimeout as delay} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import {spawn} from 'node-pty';
import {toKeyBytes} from './keys.ts';
import {createScreen} from './screen.ts';
import type {Screen} from './screen.ts';
import {listenToLeader} from './session-leader.ts';
import type {ProgramExit} from './session-leader.ts';

export type {ProgramExit} from './session-leader.ts';

/** What to run, and on what terminal. */
export interface ProgramOptions {
  readonly file: string;
  readonly args?: readonly string[];
  /** The whole environment; nothing is added but `TERM` and `PWD`. */
  readonly env: Readonly<Record<string, string>>;
  readonly columns?: number;
  readonly rows?: number;
  readonly cwd?: string;
  /** As the method of the same name, from the first byte on. */
  readonly onOutput?: (bytes: Buffer) => void;
}

/** A program on a terminal of its own. */
export interface Program {
  /** What the terminal shows; queries that the program sends are answered. */
  readonly screen: Screen;
  readonly pid: number;
  /** Resolves when the program has ended and all that it printed is on the screen. */
  readonly exit: Promise<ProgramExit>;
  /** Types, or pastes without brackets. */
  type(bytes: string | Uint8Array): void;
  /** Presses one key, by its name; see `toKeyBytes`. */
  press(key: string): void;
  resize(columns: number, rows: number): void;
  /** Sends a signal to the program itself. */
  kill(signal: NodeJS.Signals): void;
  /** The terminal's line settings as `stty -g` prints them; also after the program's end. */
  stty(): Promise<string>;
  /** Calls `listener` with what the program prints, as it comes. */
  onOutput(listener: (bytes: Buffer) => void): void;
  /** Stops reading what the program prints, as a stalled terminal does, until `resumeOutput`. */
  pauseOutput(): void;
  resumeOutput(): void;
  /** Ends the program (TERM, then KILL after 2 s) and its terminal. Safe to call twice. */
  readonly close: () => Promise<void>;
}

const LEADER = fileURLToPath(new URL('../fixtures/session-leader.js', import.meta.url));
/** Without output for so long, a program that has ended has nothing more to come (microsoft/node-pty#72, #726). */
const QUIET_MS = 40;
/** Turns of the event loop; each reads what is there. */
const READING_TURNS = 5;
const TERM_GRACE_MS = 2000;
/** xterm throws away what waits beyond 50 MB. */
const PENDING_BYTES_MAX = 4 * 1024 * 1024;

/**
 * Runs a program on a new terminal, and waits until it has been started; throws when it cannot be. Whoever starts it
 * closes it.
 *
 * The program is not the session's leader, so the terminal outlives it. It has no shell above it either: what needs job
 * control (`SIGTSTP` by its default action) starts `bash -i` and types there.
 */
export const startProgram = async (options: ProgramOptions): Promise<Program> => {
  const {file, args = [], env, columns = 80, rows = 24, cwd = '/'} = options;
  const reports = await listenToLeader();
  const screen = createScreen({columns, rows});
  const terminal = spawn(process.execPath, [LEADER, reports.socketPath, file, ...args], {
    name: env['TERM'] ?? 'xterm-256color',
    cols: columns,
    rows,
    cwd,
    env,
    encoding: null,
  });
  const {ptsName} = terminal as unknown as {readonly ptsName: string};
  const terminalEnd = new Promise<void>((resolve) => terminal.onExit(() => resolve()));
  const listeners = options.onOutput ? [options.onOutput] : [];
  let lastOutputMs = 0;
  let pendingBytes = 0;
  let isPaused = false;
  let isClosed = false;

  terminal.onData((data) => {
    // With `encoding: null` these are bytes, whatever the types say.
    const bytes = data as unknown as Buffer;
    lastOutputMs = performance.now();
    pendingBytes += bytes.length;
    if (pendingBytes > PENDING_BYTES_MAX) terminal.pause();
    for (const listener of listeners) listener(bytes);
    void screen.write(bytes).then(() => {
      pendingBytes -= bytes.length;
      if (!isPaused && pendingBytes <= PENDING_BYTES_MAX) terminal.resume();
    });
  });
  const write = (bytes: string | Uint8Array): void => {
    if (!isClosed) terminal.write(typeof bytes === 'string' ? bytes : Buffer.from(bytes));
  };
  screen.onReply(write);

  const drain = async (): Promise<void> => {
    let seenMs = -1;
    while (seenMs !== lastOutputMs && !isClosed) {
      seenMs = lastOutputMs;
      await delay(QUIET_MS);
      // On a busy computer the time is over before anything was read: what has come is read in these turns.
      for (let turn = 0; turn < READING_TURNS; turn += 1) await nextTurn();
    }
    await screen.write('');
  };
  const exit = reports.exit.then(async (result) => {
    await drain();
    return result;
  });
  exit.catch(() => undefined);

  const close = async (): Promise<void> => {
    if (isClosed) return terminalEnd;
    isClosed = true;
    terminal.resume();
    try {
      process.kill(await reports.pid, 'SIGTERM');
      await Promise.race([
        reports.exit,
        new Promise((resolve) => setTimeout(resolve, TERM_GRACE_MS).unref()),
      ]);
    } catch {
      // It has ended already, or was never started.
    }
    reports.close();
    await terminalEnd;
    screen.close();
  };

  let pid: number;
  try {
    pid = await reports.pid;
  } catch (error) {
    await close();
    throw error;
  }

  return {
    screen,
    pid,
    exit,
    type: write,
    press: (key) => write(toKeyBytes(key, screen.modes().privateModes.includes('?1h'))),
    resize: (newColumns, newRows) => {
      screen.resize(newColumns, newRows);
      terminal.resize(newColumns, newRows);
    },
    kill: (signal) => {
      process.kill(pid, signal);
    },
    stty: async () => {
      const slave = openSync(ptsName, constants.O_RDWR | constants.O_NOCTTY);
      try {
        const child = spawnProcess('stty', ['-g'], {stdio: [slave, 'pipe', 'inherit']});
        return child.stdout ? (await text(child.stdout)).trim() : '';
      } finally {
        closeSync(slave);
      }
    },
    onOutput: (listener) => {
      listeners.push(listener);
    },
    pauseOutput: () => {
      isPaused = true;
      terminal.pause();
    },
    resumeOutput: () => {
      isPaused = false;
      terminal.resume();
    },
    close,
  };
};
