import {type Command, Option} from 'commander';
import {ConfigError} from '../model/errors.ts';
import {clean} from '../model/safe-text.ts';
import type {SettingsOverrides} from '../services/settings/override-settings.ts';
import {
  type CommandContext,
  EXIT_USAGE,
  fail,
  print,
  requireTerminal,
  toAmount,
  toPort,
} from './command-context.ts';
import {addDisplayOptions} from './display-options.ts';

const SCENARIOS = ['demo', 'empty', 'failures', 'hostile', 'cluster', 'workstation', 'huge'];
const ENDING_SIGNALS = [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const;

/** What `dxtop emulator` takes, as the command line names it. */
interface EmulatorFlags {
  scenario: string;
  port?: number;
  timeScale?: number;
  executions?: number;
  holdHours?: number;
  jobReuse?: boolean;
  latency?: number;
  rateLimit?: number;
  fault?: string[];
  control?: boolean | number;
  listAssumed?: boolean;
}

const scenarioOption = () =>
  new Option('--scenario <name>', 'what is there').choices(SCENARIOS).default('demo');

/** `dxtop demo` and `dxtop emulator`. */
export const addEmulatorCommands = (program: Command, context: CommandContext): void => {
  addDisplayOptions(program.command('demo'))
    .description('show the dashboard on an emulated platform with real workers on this machine')
    .addOption(scenarioOption())
    .action((_flags: unknown, command: Command) => runDemo(context, command.optsWithGlobals()));

  program
    .command('emulator')
    .description('run the emulated platform alone, and print the variables that lead dxtop and dx to it')
    .addOption(scenarioOption())
    .option('--port <number>', 'the port of its API on 127.0.0.1; a free one if left out', toPort)
    .option('--time-scale <factor>', 'how many times faster than real time jobs live', toAmount)
    .option(
      '--executions <count>',
      'the size of the scenario huge, or how many more jobs hostile has',
      toAmount,
    )
    .option('--hold-hours <hours>', 'how long jobs in debug hold are kept; 48 if left out', toAmount)
    .option('--job-reuse', 'let runs take the output of equal jobs that are done')
    .option('--latency <ms>', 'how long every reply waits', toAmount)
    .option('--rate-limit <calls>', 'refuse more calls per second; the platform allows 200', toAmount)
    .option('--fault <order...>', 'calls that fail, as in job/describe=hang or system/findExecutions=503x3')
    .option('--control [port]', 'open the control interface, on this port or a free one', toPort)
    .option('--list-assumed', 'list the behaviours that nobody has seen on the platform, and end')
    .action(runEmulator);
};

const runDemo = async (
  context: CommandContext,
  {scenario, ...overrides}: SettingsOverrides & {readonly scenario: string},
): Promise<never> => {
  requireTerminal(context);
  const {createEmulator} = await import('../emulator/emulator.ts');
  const {findTerminalObstacle} = await import('../emulator/workers/pseudo-terminal.ts');
  const emulator = await createEmulator({scenario}).catch(failToEmulate);
  const {runDashboard} = await import('../run-dashboard.tsx');
  try {
    process.exitCode = await runDashboard({
      ...context,
      environment: {...context.environment, ...emulator.environment},
      overrides,
      isPlatformOurs: true,
      attachObstacle: findTerminalObstacle(),
      source: `demo: ${scenario}`,
      stateDirectory: emulator.environment['DX_USER_CONF_DIR'],
    });
  } finally {
    await emulator.close();
  }

  process.exit();
};

const runEmulator = async ({listAssumed = false, ...options}: EmulatorFlags): Promise<void> => {
  if (listAssumed) {
    const {findAssumed, formatAssumed} = await import('../emulator/assumed.ts');
    print(formatAssumed(findAssumed()));
    return;
  }

  const {runEmulatorCommand} = await import('../emulator/command.ts');
  const {findTerminalObstacle} = await import('../emulator/workers/pseudo-terminal.ts');
  const obstacle = findTerminalObstacle();
  if (obstacle) process.stderr.write(`dxtop: ${obstacle.summary} ${obstacle.remedy}\n`);
  const emulator = await runEmulatorCommand(options).catch(failToEmulate);
  for (const [signal, code] of ENDING_SIGNALS) {
    process.once(signal, () => {
      void emulator.close().finally(() => process.exit(code));
    });
  }

  // Last of all: whoever reads that it is ready may end it in the same moment.
  print(emulator.announcement);
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
