import {Argument, type Command} from 'commander';
import {createServices} from '../create-services.ts';
import {toPlainName} from '../model/happening.ts';
import {OWN_EVERYWHERE} from '../model/list-scope.ts';
import {type CommandContext, print} from './command-context.ts';
import {formatBashCompletion} from './completion/bash-completion.ts';
import {type CompletionTree, toCompletionTree} from './completion/completion-tree.ts';
import {formatFishCompletion} from './completion/fish-completion.ts';
import {formatZshCompletion} from './completion/zsh-completion.ts';
import {runPlain} from './plain-command.ts';

const SHELLS: Readonly<Record<string, (tree: CompletionTree) => string>> = {
  bash: formatBashCompletion,
  zsh: formatZshCompletion,
  fish: formatFishCompletion,
};

/** `dxtop completion SHELL`, and `stored-ids`, which its scripts run. */
export const addCompletionCommand = (program: Command, context: CommandContext): void => {
  program
    .command('completion')
    .addArgument(new Argument('<shell>', 'which').choices(Object.keys(SHELLS)))
    .description('print a script that completes commands, options and IDs in your shell')
    .action((shell: string) => {
      print(SHELLS[shell]?.(toCompletionTree(program)) ?? '');
    });

  program
    .command('stored-ids', {hidden: true})
    .addArgument(new Argument('<kind>', 'which').choices(['job', 'execution']))
    .action((kind: 'job' | 'execution') => runPlain(() => printStoredIds(context, kind)));
};

/** Prints the IDs and names that the list had when it was last stored, the newest first; no network is asked. */
const printStoredIds = async (context: CommandContext, kind: 'job' | 'execution'): Promise<number> => {
  const services = await createServices(context);
  try {
    const stored = services.openSnapshots(OWN_EVERYWHERE).load();
    const all = stored ? [...stored.executions, ...[...stored.more()].flat()] : [];
    const lines = all
      .filter((execution) => kind === 'execution' || execution.class === 'job')
      .map(({id, name}) => `${id}\t${toPlainName(name ?? '')}\n`);
    print([...new Set(lines)].join(''));
    return 0;
  } finally {
    services.close();
  }
};
