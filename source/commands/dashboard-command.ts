import type {Command} from 'commander';
import type {DashboardOptions} from '../run-dashboard.tsx';
import type {SettingsOverrides} from '../services/settings/override-settings.ts';
import {addDisplayOptions} from './display-options.ts';
import {type CommandContext, requireTerminal, toJobId} from './command-context.ts';

/** What the commands take that connect to a worker. */
interface ConnectFlags {
  readonly sshProxy?: string;
}

/** The same for every command that connects to a worker; its name is the official client's. */
export const SSH_PROXY_OPTION = [
  '--ssh-proxy <host:port>',
  'go to the worker through this HTTP proxy, or through socks5://host:port',
] as const;

/** Runs the dashboard, or one attach, and ends the program with its status. */
export const runDashboardCommand = async (
  context: CommandContext,
  options: Omit<DashboardOptions, keyof CommandContext> = {},
): Promise<never> => {
  requireTerminal(context);
  const {runDashboard} = await import('../run-dashboard.tsx');
  process.exitCode = await runDashboard({...options, ...context});
  // Sockets that are still closing must not keep the prompt waiting.
  process.exit();
};

/** `dxtop`, `dxtop attach [JOB]`. */
export const addDashboardCommands = (program: Command, context: CommandContext): void => {
  addDisplayOptions(program).action((overrides: SettingsOverrides) =>
    runDashboardCommand(context, {overrides}),
  );

  addDisplayOptions(program.command('attach [job]'))
    .description('go back into the last session, or into that of a job')
    .option(...SSH_PROXY_OPTION)
    .action((job: string | undefined, _flags: unknown, command: Command) =>
      runDashboardCommand(context, {
        attach: job === undefined ? 'last' : {jobId: toJobId(job), workerNumber: 0},
        ...readFlags(command),
      }),
    );
};

/** What was typed after `dxtop` as well as after the command. */
const readFlags = (command: Command): Pick<DashboardOptions, 'overrides' | 'sshProxy'> => {
  const {sshProxy, ...overrides} = command.optsWithGlobals<ConnectFlags & SettingsOverrides>();
  return {overrides, sshProxy};
};
