import {Argument, type Command} from 'commander';
import {type BaseServices, createServices} from '../create-services.ts';
import {formatView} from '../format/named-view.ts';
import {toPlainName} from '../model/happening.ts';
import {OWN_EVERYWHERE} from '../model/list-scope.ts';
import {toNamedViews} from '../model/named-view.ts';
import {type CommandContext, print} from './command-context.ts';
import {formatBashCompletion} from './completion/bash-completion.ts';
import {
  type CompletionTree,
  STORED_KINDS,
  type StoredKind,
  toCompletionTree,
} from './completion/completion-tree.ts';
import {formatFishCompletion} from './completion/fish-completion.ts';
import {formatZshCompletion} from './completion/zsh-completion.ts';
import {runPlain} from './plain-command.ts';

const SHELLS: Readonly<Record<string, (tree: CompletionTree) => string>> = {
  bash: formatBashCompletion,
  zsh: formatZshCompletion,
  fish: formatFishCompletion,
};

/** `dxtop completion SHELL`, and `stored`, which its scripts run. */
export const addCompletionCommand = (program: Command, context: CommandContext): void => {
  program
    .command('completion')
    .addArgument(new Argument('<shell>', 'which').choices(Object.keys(SHELLS)))
    .description('print a script that completes commands, options and IDs in your shell')
    .action((shell: string) => {
      print(SHELLS[shell]?.(toCompletionTree(program)) ?? '');
    });

  program
    .command('stored', {hidden: true})
    .addArgument(new Argument('<kind>', 'which').choices(STORED_KINDS))
    .action((kind: StoredKind) => runPlain(() => printStored(context, kind)));
};

/** Prints what is stored of a kind, each with what says more of it behind a tab; no network is asked. */
const printStored = async (context: CommandContext, kind: StoredKind): Promise<number> => {
  const services = await createServices(context);
  try {
    const lines = kind === 'view' ? listViews(services) : listExecutions(services, kind);
    print([...new Set(lines.map((line) => `${line}\n`))].join(''));
    return 0;
  } finally {
    services.close();
  }
};

/** The executions that the list had when it was last stored, the newest first. */
const listExecutions = (
  {openSnapshots}: Pick<BaseServices, 'openSnapshots'>,
  kind: 'job' | 'execution',
): readonly string[] => {
  const stored = openSnapshots(OWN_EVERYWHERE).load();
  const all = stored ? [...stored.executions, ...[...stored.more()].flat()] : [];
  return all
    .filter((execution) => kind === 'execution' || execution.class === 'job')
    .map(({id, name}) => `${id}\t${toPlainName(name ?? '')}`);
};

/** All views that have a name, in the order of their keys. */
const listViews = ({
  userSettings,
  namedViews,
}: Pick<BaseServices, 'userSettings' | 'namedViews'>): readonly string[] =>
  toNamedViews(userSettings.views, namedViews.list()).map((view) => `${view.name}\t${formatView(view)}`);
