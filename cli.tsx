import {homedir} from 'node:os';
import process from 'node:process';
import {ConfigError, toSentence} from './source/model/errors.ts';
import {clean} from './source/model/safe-text.ts';
import {isJobId, type JobId} from './source/model/ids.ts';
import type {DashboardOptions} from './source/run-dashboard.tsx';

// SIGUSR1 would open a debugger port, to anybody on this machine.
process.on('SIGUSR1', () => undefined);

/** Exit codes: usage and settings 2, a crash 70 (sysexits.h), no connection 255 as with ssh. */
const EXIT_USAGE = 2;
const EXIT_SOFTWARE = 70;
const SCENARIOS = ['demo', 'empty', 'failures', 'hostile', 'cluster', 'workstation', 'huge'];

/** What `dxtop emulator` takes, as the command line names it. */
type EmulatorFlags = {
  scenario: string;
  port?: number;
  timeScale?: number;
  executions?: number;
  latency?: number;
  rateLimit?: number;
  fault?: string[];
  control?: boolean | number;
  listAssumed?: boolean;
};

const print = (text: string) => {
  process.stdout.write(text);
};

const fail = (error: unknown, code: number): never => {
  process.stderr.write(`dxtop: ${clean(toSentence(error))}\n`);
  process.exit(code);
};

const requireTerminal = () => {
  if (!process.stdin.isTTY || !process.stdout.isTTY) {
    fail(
      new ConfigError(
        'This needs a terminal, on standard input and on standard output.',
        'Run it in one, without pipes.',
      ),
      EXIT_USAGE,
    );
  }

  if (process.env['TERM'] === 'dumb') {
    fail(
      new ConfigError(
        'The terminal cannot draw a screen (TERM is dumb).',
        'Set TERM to what your terminal is, such as xterm-256color.',
      ),
      EXIT_USAGE,
    );
  }
};

const toJobId = (text: string): JobId => {
  if (isJobId(text)) return text;
  return fail(
    new ConfigError(
      `${clean(text).slice(0, 60)} does not look like a job ID.`,
      'It is job- and 24 letters and digits, as `dx find jobs` shows it.',
    ),
    EXIT_USAGE,
  );
};

const runDashboard = async (options: Omit<DashboardOptions, 'environment' | 'homeDirectory'>) => {
  requireTerminal();
  const {runDashboard: run} = await import('./source/run-dashboard.tsx');
  process.exitCode = await run({...options, environment: process.env, homeDirectory: homedir()});
  // Sockets that are still closing must not keep the prompt waiting.
  process.exit();
};

/** Reads the command line, and does what it says. */
const runCommand = async (): Promise<void> => {
  const {Command, CommanderError, Option} = await import('commander');
  const scenarioOption = () =>
    new Option('--scenario <name>', 'what is there').choices(SCENARIOS).default('demo');
  const program = new Command('dxtop')
    .description('Watch DNAnexus executions, and step into their workers over SSH')
    .version(process.env['DXTOP_VERSION'] ?? '0.1.0')
    .showHelpAfterError()
    .exitOverride()
    .action(() => runDashboard({}));

  program
    .command('attach [job]')
    .description('go back into the last session, or into that of a job')
    .action((job: string | undefined) => runDashboard({attach: job === undefined ? 'last' : toJobId(job)}));

  program
    .command('ssh <job>')
    .description("open a shell on a job's worker")
    .action((job: string) => runDashboard({attach: toJobId(job)}));

  program
    .command('demo')
    .description('show the dashboard on an emulated platform with real workers on this machine')
    .addOption(scenarioOption())
    .action(async ({scenario}: {scenario: string}) => {
      requireTerminal();
      const {createEmulator} = await import('./source/emulator/emulator.ts');
      const emulator = await createEmulator({scenario}).catch(failToEmulate);
      const {runDashboard: run} = await import('./source/run-dashboard.tsx');
      try {
        process.exitCode = await run({
          environment: {...process.env, ...emulator.environment},
          homeDirectory: homedir(),
          source: `demo: ${scenario}`,
          stateDirectory: emulator.environment['DX_USER_CONF_DIR'],
        });
      } finally {
        await emulator.close();
      }

      process.exit();
    });

  program
    .command('emulator')
    .description('run the emulated platform alone, and print the variables that lead dxtop and dx to it')
    .addOption(scenarioOption())
    .option('--port <number>', 'the port of its API on 127.0.0.1; a free one if left out', toPort)
    .option('--time-scale <factor>', 'how many times faster than real time jobs live', toAmount)
    .option('--executions <count>', 'the size of the scenario huge', toAmount)
    .option('--latency <ms>', 'how long every reply waits', toAmount)
    .option('--rate-limit <calls>', 'refuse more calls per second; the platform allows 200', toAmount)
    .option('--fault <order...>', 'calls that fail, as in job/describe=hang or system/findExecutions=503x3')
    .option('--control [port]', 'open the control interface, on this port or a free one', toPort)
    .option('--list-assumed', 'list the behaviours that nobody has seen on the platform, and end')
    .action(async ({listAssumed = false, ...options}: EmulatorFlags) => {
      if (listAssumed) {
        const {findAssumed, formatAssumed} = await import('./source/emulator/assumed.ts');
        print(formatAssumed(findAssumed()));
        return;
      }

      const {runEmulatorCommand} = await import('./source/emulator/command.ts');
      const emulator = await runEmulatorCommand({...options, write: print}).catch(failToEmulate);
      for (const [signal, code] of [
        ['SIGINT', 130],
        ['SIGTERM', 143],
        ['SIGHUP', 129],
      ] as const) {
        process.once(signal, () => {
          void emulator.close().finally(() => process.exit(code));
        });
      }
    });

  program
    .command('reset')
    .description('repair a terminal that a killed program has left in disorder')
    .action(async () => {
      requireTerminal();
      const {resetTerminal} = await import('./source/services/terminal/reset-terminal.ts');
      resetTerminal(process.stdin, process.stdout);
    });

  try {
    await program.parseAsync();
  } catch (error) {
    if (error instanceof CommanderError) process.exit(error.exitCode === 0 ? 0 : EXIT_USAGE);
    throw error;
  }
};

/** A port that is taken, a fault that nobody knows: what the user typed, not a crash. */
const failToEmulate = (error: unknown): never =>
  fail(
    new ConfigError(
      `The emulator cannot start: ${error instanceof Error ? clean(error.message) : 'unknown error'}`,
      'See `dxtop emulator --help`.',
    ),
    EXIT_USAGE,
  );

function toAmount(text: string): number {
  const amount = Number(text);
  if (text.trim() !== '' && Number.isFinite(amount) && amount > 0) return amount;
  return fail(
    new ConfigError(`${clean(text).slice(0, 20)} is no amount.`, 'Give a number above zero.'),
    EXIT_USAGE,
  );
}

function toPort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  return fail(
    new ConfigError(`${clean(text).slice(0, 20)} is no port.`, 'Give a number from 0 to 65535.'),
    EXIT_USAGE,
  );
}

try {
  // Nearly always there is nothing to read, and the reader takes a tenth of the way to the first frame.
  if (process.argv.length === 2) await runDashboard({});
  else await runCommand();
} catch (error) {
  fail(error, error instanceof ConfigError ? EXIT_USAGE : EXIT_SOFTWARE);
}
