import {Command, CommanderError} from 'commander';
import {type CommandContext, EXIT_USAGE} from './command-context.ts';
import {addCompletionCommand} from './completion-command.ts';
import {addDashboardCommands} from './dashboard-command.ts';
import {addDescribeCommand} from './describe-command.ts';
import {addDoctorCommand} from './doctor-command.ts';
import {addEmulatorCommands} from './emulator-commands.ts';
import {addLogCommand} from './log-command.ts';
import {addLoginCommands} from './login-command.ts';
import {addLsCommand} from './ls-command.ts';
import {addProxyCommands} from './proxy-command.ts';
import {addPuttyCommand} from './putty-command.ts';
import {addResetCommand} from './reset-command.ts';
import {addRunCommand} from './run-executable-command.ts';
import {addSetupCommand} from './setup-command.ts';
import {addTerminateCommand} from './terminate-command.ts';
import {addSettingsCommand} from './settings-command.ts';
import {addSshCommand} from './ssh-command.ts';
import {addWaitCommand} from './wait-command.ts';
import {addWhyCommand} from './why-command.ts';

/** From package.json; the build puts it in. */
declare const DXTOP_VERSION: string | undefined;

/** Builds the command line with all that it understands; it runs nothing. */
export const createProgram = (context: CommandContext): Command => {
  const program = new Command('dxtop')
    .description('Watch DNAnexus executions, and step into their workers over SSH')
    .version(typeof DXTOP_VERSION === 'undefined' ? 'from source' : DXTOP_VERSION)
    .showHelpAfterError()
    .enablePositionalOptions()
    .exitOverride();
  addDashboardCommands(program, context);
  addSshCommand(program, context);
  addProxyCommands(program, context);
  addDoctorCommand(program, context);
  addEmulatorCommands(program, context);
  addSetupCommand(program, context);
  addPuttyCommand(program, context);
  addLoginCommands(program, context);
  addResetCommand(program, context);
  addLsCommand(program, context);
  addDescribeCommand(program, context);
  addWhyCommand(program, context);
  addLogCommand(program, context);
  addWaitCommand(program, context);
  addRunCommand(program, context);
  addTerminateCommand(program, context);
  addSettingsCommand(program, context);
  addCompletionCommand(program, context);
  // The dashboard's own; a command that is added after this would inherit it.
  return program.allowExcessArguments();
};

/** Reads the command line, and does what it says. Ends the program on wrong usage. */
export const runCommand = async (context: CommandContext): Promise<void> => {
  try {
    await createProgram(context).parseAsync();
  } catch (error) {
    if (error instanceof CommanderError) process.exit(error.exitCode === 0 ? 0 : EXIT_USAGE);
    throw error;
  }
};
