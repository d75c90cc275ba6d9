import type {Command} from 'commander';
import {clean} from '../model/safe-text.ts';
import {type CommandContext, print} from './command-context.ts';

/** `dxtop settings`. */
export const addSettingsCommand = (program: Command, context: CommandContext): void => {
  program
    .command('settings')
    .description('print where the settings are, and all of them as a commented example')
    .action(async () => {
      const [{toSettingsPath}, {formatSettingsExample}] = await Promise.all([
        import('../services/settings/state-directory.ts'),
        import('../services/settings/settings-example.ts'),
      ]);
      const path = toSettingsPath({...context, platform: process.platform});
      print(`# ${clean(path)}\n\n${formatSettingsExample()}`);
    });
};
