import type {Command} from 'commander';
import {isJobId} from '../model/ids.ts';
import {clean} from '../model/safe-text.ts';
import type {DashboardOptions} from '../run-dashboard.tsx';
import type {SettingsOverrides} from '../services/settings/override-settings.ts';
import type {WayWishes} from '../services/ssh/worker-way.ts';
import {addConnectOptions, toTransportOption} from './connect-options.ts';
import {addDisplayOptions} from './display-options.ts';
import {addListOptions, type ListFlags, toFlaggedScope, toHistorySpan} from './list-options.ts';
import type {Transport} from '../services/ssh/choose-transport.ts';
import {type CommandContext, toJobId} from './command-context.ts';
import {runDashboardCommand} from './run-dashboard-command.ts';

/** What the commands take that attach to a worker. */
interface ConnectFlags extends WayWishes {
  readonly transport?: Transport | 'auto';
}

/** `dxtop`, `dxtop attach [JOB]`. */
export const addDashboardCommands = (program: Command, context: CommandContext): void => {
  addListOptions(addDisplayOptions(program)).action(
    (
      {allUsers, project, since, view, ...overrides}: SettingsOverrides & ListFlags,
      {args: [word]}: Command,
    ) => {
      if (word !== undefined) refuseUnknown(program, word);
      return runDashboardCommand(context, {
        overrides,
        scope: toFlaggedScope({allUsers, project}),
        firstSpan: since === undefined ? undefined : toHistorySpan(since),
        view,
      });
    },
  );

  addConnectOptions(addDisplayOptions(program.command('attach [job]')))
    .description('go back into the last session, or into that of a job')
    .addOption(toTransportOption())
    .action((job: string | undefined, _flags: unknown, command: Command) =>
      runDashboardCommand(context, {
        attach: job === undefined ? 'last' : {jobId: toJobId(job), workerNumber: 0},
        ...readFlags(command),
      }),
    );
};

/** Ends the program: commander would speak of too many arguments, because the dashboard is a command that takes none. */
const refuseUnknown = (program: Command, word: string): never => {
  const shown = clean(word).slice(0, 60);
  const hint = isJobId(word) ? ` dxtop ssh ${shown} goes to its worker.` : '';
  return program.error(`error: unknown command '${shown}'.${hint}`);
};

/** What was typed after `dxtop` as well as after the command. */
const readFlags = (command: Command): Pick<DashboardOptions, 'overrides' | 'transport' | keyof WayWishes> => {
  const {sshProxy, allowSsh, firewallUpdate, transport, ...overrides} = command.optsWithGlobals<
    ConnectFlags & SettingsOverrides
  >();
  return {overrides, sshProxy, allowSsh, firewallUpdate, transport};
};
