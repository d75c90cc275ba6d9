import type {Command} from 'commander';
import type {DashboardOptions} from '../run-dashboard.tsx';
import type {SettingsOverrides} from '../services/settings/override-settings.ts';
import {addDisplayOptions} from './display-options.ts';
import {type CommandContext, toJobId} from './command-context.ts';
import {runDashboardCommand} from './run-dashboard-command.ts';

/** What the commands take that connect to a worker. */
interface ConnectFlags {
  readonly sshProxy?: string;
}

/** The same for every command that connects to a worker; its name is the official client's. */
export const SSH_PROXY_OPTION = [
  '--ssh-proxy <host:port>',
  'go to the worker through this HTTP proxy, or through socks5://host:port',
] as const;

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
