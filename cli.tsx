import {homedir} from 'node:os';
import process from 'node:process';
import {EXIT_SOFTWARE, EXIT_USAGE, fail} from './source/commands/command-context.ts';
import {runDashboardCommand} from './source/commands/run-dashboard-command.ts';
import {ConfigError} from './source/model/errors.ts';

// SIGUSR1 would open a debugger port, to anybody on this machine.
process.on('SIGUSR1', () => undefined);

try {
  const program = [process.execPath, process.argv[1] ?? ''];
  const context = {environment: process.env, homeDirectory: homedir(), program};
  // Nearly always there is nothing to read, and the reader takes a tenth of the way to the first frame.
  if (process.argv.length === 2) await runDashboardCommand(context);
  else await (await import('./source/commands/run-command.ts')).runCommand(context);
} catch (error) {
  fail(error, error instanceof ConfigError ? EXIT_USAGE : EXIT_SOFTWARE);
}
