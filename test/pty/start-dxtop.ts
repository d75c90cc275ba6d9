import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {readdirSync} from 'node:fs';
import path from 'node:path';
import {text} from 'node:stream/consumers';
import {fileURLToPath} from 'node:url';
import test from 'ava';
import type {ExecutionContext, ImplementationFn} from 'ava';
import {createEmulator, type Emulator, type EmulatorOptions} from '../../source/emulator/emulator.ts';
import {findTmux} from '../../source/emulator/workers/multiplexer.ts';
import {type Program, startProgram} from '../helpers/program.ts';
import type {Screen} from '../helpers/screen.ts';
import {createTemporaryHome, type TemporaryHome} from '../helpers/temporary-home.ts';

/** The bundled program; `npm run build` makes it. */
export const BUNDLE = fileURLToPath(new URL('../../dist/dxtop.js', import.meta.url));
/** How long to wait for a fact. Nothing takes that long; a computer that is busy with other tests may. */
export const FACT_MS = 30_000;
/** The prompt of a worker's shell, alone at the end of its line. */
export const PROMPT = /dnanexus@job-\w{24}:~\$$/m;

type MoreVariables = Readonly<Record<string, string | undefined>>;

/** How to start the program. */
export interface DxtopOptions {
  readonly args?: readonly string[];
  /** Besides the user's own; what is `undefined` is taken out of it. */
  readonly env?: MoreVariables;
  readonly columns?: number;
  readonly rows?: number;
  /** Gets all that it writes, from the first byte on: what is asked for later may come after the first frame. */
  readonly onOutput?: (bytes: Buffer) => void;
}

/** A platform, and a user with a home to whom it belongs. */
export interface Place {
  readonly emulator: Emulator;
  readonly control: Emulator['control'];
  readonly home: TemporaryHome;
  /** The user's environment: the way to the platform, and the home. */
  readonly env: Readonly<Record<string, string>>;
  /** Starts the bundled program on a terminal of its own, 100x30 if nothing else is said. */
  start(options?: DxtopOptions): Promise<Program>;
  /** Runs it without a terminal, to its end. */
  run(args: readonly string[], options?: {input?: string; env?: MoreVariables}): Promise<CommandEnd>;
}

/** How a command without a terminal ended. */
export interface CommandEnd {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Makes a platform without executions, or what `options` say, and a user of it; all of it ends with the test. */
export const createPlace = async (
  t: ExecutionContext,
  options: EmulatorOptions = {scenario: 'empty'},
): Promise<Place> => {
  // Between its connection and its first request a program still loads half of itself.
  const emulator = await createEmulator({tokenDeadlineMs: FACT_MS, ...options});
  const home = createTemporaryHome();
  const programs: Program[] = [];
  t.teardown(async () => {
    await Promise.all(programs.map((program) => program.close()));
    await emulator.close();
    home.remove();
  });
  const env = {...home.env, ...emulator.environment};
  const toEnvironment = (more: MoreVariables): Record<string, string> =>
    Object.fromEntries(
      Object.entries({...env, ...more}).flatMap(([name, value]) =>
        value === undefined ? [] : [[name, value] as const],
      ),
    );
  return {
    emulator,
    control: emulator.control,
    home,
    env,
    start: async ({args = [], env: more = {}, columns = 100, rows = 30, ...rest} = {}) => {
      const program = await startProgram({
        file: process.execPath,
        args: [BUNDLE, ...args],
        env: toEnvironment(more),
        cwd: home.path,
        columns,
        rows,
        ...rest,
      });
      programs.push(program);
      return program;
    },
    run: async (args, {input = '', env: more = {}} = {}) => {
      const child = spawn(process.execPath, [BUNDLE, ...args], {
        env: toEnvironment(more),
        cwd: home.path,
        timeout: FACT_MS,
      });
      // It may end without having read all of it.
      child.stdin.on('error', () => undefined).end(input);
      const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      return {code: child.exitCode, stdout, stderr};
    },
  };
};

/** Waits for a text on the screen. */
export const see = (program: Program, text: string | RegExp): Promise<void> =>
  program.screen.waitForText(text, {timeoutMs: FACT_MS});

/** Waits until the screen is as it should be. */
export const seeThat = (
  program: Program,
  what: string,
  predicate: (screen: Screen) => boolean,
): Promise<void> => program.screen.waitForScreen(predicate, {timeoutMs: FACT_MS, what});

/** The row of the list that has the cursor; empty when none has. */
export const selectedRow = (screen: Screen): string =>
  screen.lines().find((line) => line.startsWith('>')) ?? '';

/** Waits until the cursor of the list is on the execution of that name. */
export const seeSelected = (program: Program, name: string): Promise<void> =>
  seeThat(program, `the cursor on ${name}`, (screen) => selectedRow(screen).includes(name));

/** Presses Enter on the selected job and waits for the worker's prompt. */
export const attach = async (program: Program): Promise<void> => {
  program.press('enter');
  await see(program, PROMPT);
};

/**
 * Detaches with `~d`, or with `~s`, and waits until the dashboard takes keys again; `screen` is the one that it leads
 * back to.
 */
export const detach = async (program: Program, screen?: RegExp, keys: '~d' | '~s' = '~d'): Promise<void> => {
  program.type(`\r${keys}`);
  await dismiss(program, /^Detached from /m, screen);
};

/**
 * Waits for a notice in the dashboard, and takes it off with `r`. After an attach the dashboard throws away what is
 * typed until there was silence, so `r` is pressed until it works: from then on, every key does.
 */
export const dismiss = async (program: Program, notice: RegExp, screen?: RegExp): Promise<void> => {
  await see(program, notice);
  await (screen ? see(program, screen) : seeList(program));
  await pressUntil(program, 'r', `${notice} to be taken off`, (screen) => !notice.test(screen.text()));
};

/**
 * Presses a key again and again until the screen is as it should be: for a moment after a session the dashboard throws
 * away what is typed, and there is nothing to be seen of that.
 */
export const pressUntil = async (
  program: Program,
  key: string,
  what: string,
  predicate: (screen: Screen) => boolean,
): Promise<void> => {
  const timer = setInterval(() => {
    program.press(key);
  }, 250);
  try {
    await seeThat(program, what, predicate);
  } finally {
    clearInterval(timer);
  }
};

/** The heading of the sessions. */
export const SESSIONS = /^ NAME +JOB +SESSION/m;

const QUESTION = /^ Forget .*\?/m;

/** Opens the sessions, and waits until their keys count: only there does `F` ask something, on one that has not ended. */
export const openSessions = async (program: Program): Promise<void> => {
  program.press('S');
  await see(program, SESSIONS);
  await pressUntil(program, 'F', 'the question', (screen) => QUESTION.test(screen.text()));
  await pressUntil(program, 'r', 'the question to be gone', (screen) => !QUESTION.test(screen.text()));
};

/** Waits for the list of executions. */
export const seeList = (program: Program): Promise<void> => see(program, /^ ?STATE +NAME/m);

/** Types a line into the worker's shell. */
export const enter = (program: Program, line: string): void => {
  program.type(`${line}\r`);
};

/** Waits until dxtop has ended, and answers its exit code; a signal's name if one ended it. */
export const exitOf = async (program: Program): Promise<number | string | undefined> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`it did not end within ${FACT_MS} ms; the last screen:\n${program.screen.text()}`));
    }, FACT_MS);
  });
  try {
    const {code, signal} = await Promise.race([program.exit, late]);
    return code ?? signal;
  } finally {
    clearTimeout(timer);
  }
};

/** Leaves the list with `q`, pressed until it works as in `pressUntil`, and answers the exit code. */
export const quit = async (program: Program): Promise<number | string | undefined> => {
  program.press('q');
  const timer = setInterval(() => {
    program.press('q');
  }, 500);
  try {
    return await exitOf(program);
  } finally {
    clearInterval(timer);
  }
};

/** The line settings of a terminal that nobody has touched, as `stty -g` prints them. */
export const readFreshStty = async (): Promise<string> => {
  const program = await startProgram({
    file: 'stty',
    args: ['-g'],
    env: {PATH: process.env['PATH'] ?? ''},
    columns: 200,
  });
  await program.exit;
  const settings = program.screen.text().trim();
  await program.close();
  return settings;
};

/** The home folder of the only worker that has the file. */
export const findWorkerHome = ({emulator}: Place, file: string): string | undefined => {
  const run = path.dirname(emulator.environment['DX_USER_CONF_DIR'] ?? '');
  return readdirSync(run)
    .filter((name) => name.startsWith('w-'))
    .map((name) => path.join(run, name, 'home'))
    .find((home) => readdirSync(home).includes(file));
};

const hasTmux = (await findTmux()) !== undefined;

/** Declares a test that needs tmux on the worker; without it, the test counts as left out. */
export const tmuxTest = (title: string, run: ImplementationFn<[]>): void => {
  if (hasTmux) test.serial(title, run);
  else test.serial.skip(`left out: tmux is not installed — ${title}`, run);
};

/** Leaves tmux for the plain shell below it, through which all bytes pass as they are. Needs tmux on the worker. */
export const leaveTmux = async (program: Program): Promise<void> => {
  enter(program, 'tmux kill-server');
  await see(program, /\[(server )?exited\][^]*\n.*dnanexus@job-\w{24}:~\$$/m);
};
