import type {Command} from 'commander';
import {type CommandContext, requireTerminal} from './command-context.ts';

/** `dxtop reset`. */
export const addResetCommand = (program: Command, context: CommandContext): void => {
  program
    .command('reset')
    .description('repair a terminal that a killed program has left in disorder')
    .action(async () => {
      requireTerminal(context);
      const {resetTerminal} = await import('../services/terminal/reset-terminal.ts');
      resetTerminal(process.stdin, process.stdout);
    });
};
