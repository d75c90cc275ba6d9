import type {Command} from 'commander';
import {formatExecutionsTable, toJsonExecution} from '../format/executions-table.ts';
import {ConfigError} from '../model/errors.ts';
import {type Filter, toBoth} from '../model/filter/filter.ts';
import {parseFilter} from '../model/filter/parse-filter.ts';
import {FIRST_SPAN} from '../model/history-span.ts';
import {sortExecutions} from '../model/list-order.ts';
import {requireView, toNamedViews} from '../model/named-view.ts';
import {clean} from '../model/safe-text.ts';
import {findMatching} from '../services/platform/find-matching.ts';
import {type CommandContext, toAmount} from './command-context.ts';
import {addListOptions, type ListFlags, toHistorySpan} from './list-options.ts';
import {openServices} from './open-services.ts';
import {printJson, printLines, runPlain} from './plain-command.ts';

interface LsOptions extends ListFlags {
  readonly json?: true;
  readonly limit: string;
}

/** `dxtop ls [FILTER]`. */
export const addLsCommand = (program: Command, context: CommandContext): void => {
  addListOptions(program.command('ls'))
    .argument(
      '[filter...]',
      'as in the dashboard: words, state:failed, age<2d, cost>5, name:/x/, -tag:ci, or',
    )
    .description('list executions, newest first')
    // A term that begins with a minus is no option.
    .allowUnknownOption()
    .option('--json', 'as JSON')
    .option('-n, --limit <count>', 'how many at most', '100')
    .action((words: readonly string[], options: LsOptions) => runPlain(() => list(context, words, options)));
};

const list = async (
  context: CommandContext,
  words: readonly string[],
  options: LsOptions,
): Promise<number> => {
  const unknown = words.find((word) => word.startsWith('--'));
  if (unknown !== undefined)
    throw new ConfigError(`There is no option ${clean(unknown, 30)}.`, '`dxtop ls --help` lists them.');
  const own = readFilter(words.join(' '), 'the filter');
  const services = await openServices(context);
  try {
    const nowMs = Date.now();
    const view =
      options.view === undefined
        ? undefined
        : requireView(toNamedViews(services.userSettings.views, services.namedViews.list()), options.view);
    const span = options.since === undefined ? (view?.span ?? FIRST_SPAN) : toHistorySpan(options.since);
    const filter = view
      ? toBoth(own, readFilter(view.chosen.filterText, `the filter of the view "${view.name}"`))
      : own;
    const {executions: found, isWhole} = await findMatching(services.platform, {
      filter,
      launchedBy: (options.allUsers ?? view?.scope?.isEveryone) ? undefined : 'self',
      project: options.project ?? view?.scope?.project?.id,
      maxAgeMs: span === 'all' ? undefined : span,
      limit: toAmount(options.limit),
      nowMs,
    });
    const executions = view?.chosen.sort ? sortExecutions(found, view.chosen.sort, nowMs) : found;
    const {isTTY, columns} = process.stdout;
    if (options.json) printJson(executions.map(toJsonExecution));
    else printLines(formatExecutionsTable(executions, nowMs, isTTY ? columns : undefined));
    if (!isWhole && !options.json) process.stderr.write('There are more; --limit shows them.\n');
    return 0;
  } finally {
    services.close();
  }
};

/** Throws `ConfigError` with the filter, and signs below what is wrong in it. */
const readFilter = (text: string, where: string): Filter => {
  const {filter, problems} = parseFilter(text);
  const [problem] = problems;
  if (!problem) return filter;
  throw new ConfigError(
    `"${clean(text.slice(problem.start, problem.end), 60)}" in ${where} means nothing.`,
    problem.message,
  );
};
