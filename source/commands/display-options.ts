import {type Command, Option} from 'commander';

/** The options of every command that draws a screen: each goes before the settings file. See `SettingsOverrides`. */
export const addDisplayOptions = (command: Command): Command =>
  command
    .option('--read-only', 'change nothing on the platform')
    .option('--ascii', 'draw with ASCII symbols and borders only')
    .option('--plain', 'linear text in words, for screen readers')
    .addOption(
      new Option('--theme <name>', 'the colours').choices(['auto', 'dark', 'light', 'colour-blind']),
    );
