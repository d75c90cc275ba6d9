import {type Command, Option} from 'commander';
import {DEBUG_REASONS, PRIORITIES} from '../model/run-plan.ts';
import type {SettingsOverrides} from '../services/settings/override-settings.ts';
import {type CommandContext, requireTerminal, toAmount} from './command-context.ts';
import type {RunFlags} from './make-run-plan.ts';
import {runPlain} from './plain-command.ts';

const collect = (value: string, former: readonly string[] = []): readonly string[] => [...former, value];

/** Given again for each reason, as with the official client: the executable may follow it. */
const toDebugOption = (): Option => {
  const option = new Option('--debug-on <reason>', 'hold the worker after such a failure; repeatable');
  const {parseArg: check} = option.choices([...DEBUG_REASONS, 'All']);
  return option.argParser((value, former?: readonly string[]) =>
    collect(String(check?.(value, undefined)), former),
  );
};

/** `dxtop run EXECUTABLE`; those who know `dx run` find its names. */
export const addRunCommand = (program: Command, context: CommandContext): void => {
  program
    .command('run [executable]')
    .description(
      'start an app, an applet or a workflow, or run something again; shows what, asks, prints the new ID',
    )
    .option('--clone <execution>', 'run this job or analysis again, as it was but for what is typed')
    .option(
      '-i, --input <name=value>',
      'one input, of a stage as stage.name; a list takes it again for each value',
      collect,
    )
    .option('-j, --input-json <json>', 'inputs as one JSON object, as the platform has them')
    .option('-f, --input-json-file <path>', 'the same in a file, - for standard input')
    .option('--name <name>', 'of the job')
    .option('--project <id>', 'where to run it; the selected project if left out')
    .option('--folder <path>', 'for what comes out')
    .option('--destination <place>', 'both in one: /path, or project-xxxx:/path')
    .option('--tag <tag>', 'repeatable', collect)
    .option('--property <name=value>', 'repeatable', collect)
    .option('--instance-type <type>', 'of its worker')
    .addOption(new Option('--priority <priority>', 'high with SSH').choices([...PRIORITIES]))
    .option('--cost-limit <amount>', 'what it may cost at most, with all below it', toAmount)
    .option('--ssh', 'attach as soon as its worker can be reached')
    .option(
      '--allow-ssh [address]',
      'let your address, or this one, or this range, log in; repeatable',
      (address: string, former: readonly string[] | true | undefined) =>
        collect(address, Array.isArray(former) ? (former as readonly string[]) : []),
    )
    .addOption(toDebugOption())
    .option('--delay-workspace-destruction', 'keep the workspace after the end')
    .option('--ignore-reuse', 'run it even where the output of an equal job could be reused')
    .addOption(new Option('--brief', 'print the ID alone, as always; `dx run` needs it for that').hideHelp())
    .option('-y, --yes', 'do not ask; needed where there is no terminal to ask on')
    .action((executable: string | undefined, {debugOn, ...flags}: RunFlags) => {
      if (flags.ssh) requireTerminal(context);
      const reasons = debugOn?.includes('All') ? DEBUG_REASONS : debugOn;
      return runPlain(async () => {
        const {runExecutable} = await import('./run-executable.ts');
        const overrides = program.opts<SettingsOverrides>();
        return runExecutable(context, executable, {...flags, debugOn: reasons, overrides});
      });
    });
};
