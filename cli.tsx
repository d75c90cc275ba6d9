import {homedir} from 'node:os';
import process from 'node:process';
import {showFirstFrame} from './source/commands/show-first-frame.ts';

// SIGUSR1 would open a debugger port, to anybody on this machine.
process.on('SIGUSR1', () => undefined);

const program = [process.execPath, process.argv[1] ?? ''];
const context = {environment: process.env, homeDirectory: homedir(), program};
// Nearly always there is nothing to read, and the reader takes a tenth of the way to the first frame.
const isPlainStart = process.argv.length === 2;
const firstFrame = isPlainStart ? await showFirstFrame(context) : undefined;

// Whatever is loaded from here on may take its time: there is something on the screen.
try {
  if (isPlainStart) {
    const {runDashboardCommand} = await import('./source/commands/run-dashboard-command.ts');
    await runDashboardCommand(context, {firstFrame});
  } else {
    const {runCommand} = await import('./source/commands/run-command.ts');
    await runCommand(context);
  }
} catch (error) {
  // What went wrong is told at the prompt.
  firstFrame?.shown?.terminal.restore();
  const {EXIT_SOFTWARE, EXIT_USAGE, fail} = await import('./source/commands/command-context.ts');
  const {ConfigError} = await import('./source/model/errors.ts');
  fail(error, error instanceof ConfigError ? EXIT_USAGE : EXIT_SOFTWARE);
}
