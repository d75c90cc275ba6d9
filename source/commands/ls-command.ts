import type {Command} from 'commander';
import {createServices} from '../create-services.ts';
import {formatExecutionsTable, toJsonExecution} from '../format/executions-table.ts';
import {ConfigError} from '../model/errors.ts';
import type {Filter} from '../model/filter/filter.ts';
import {toMilliseconds} from '../model/filter/filter-fields.ts';
import {parseFilter} from '../model/filter/parse-filter.ts';
import {clean} from '../model/safe-text.ts';
import {findMatching} from '../services/platform/find-matching.ts';
import {type CommandContext, toAmount} from './command-context.ts';
import {printJson, printLines, runPlain} from './plain-command.ts';

interface LsOptions {
  readonly json?: true;
  readonly allUsers?: true;
  readonly project?: string;
  readonly since: string;
  readonly limit: string;
}

/** `dxtop ls [FILTER]`. */
export const addLsCommand = (program: Command, context: CommandContext): void => {
  program
    .command('ls')
    .argument(
      '[filter...]',
      'as in the dashboard: words, state:failed, age<2d, cost>5, name:/x/, -tag:ci, or',
    )
    .description('list executions, newest first')
    // A term that begins with a minus is no option.
    .allowUnknownOption()
    .option('--json', 'as JSON')
    .option('--all-users', 'not only your own')
    .option('--project <id>', 'of this project only')
    .option('--since <age>', 'how old those that have ended may be, such as 7d; or all', '1d')
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
  const filter = readFilter(words.join(' '));
  const maxAgeMs = options.since === 'all' ? undefined : toMilliseconds(options.since);
  if (maxAgeMs === undefined && options.since !== 'all')
    throw new ConfigError(
      `${clean(options.since).slice(0, 20)} is no age.`,
      'Write it as 90s, 15m, 2h, 3d or 1w, or all.',
    );
  const services = await createServices(context);
  try {
    const nowMs = Date.now();
    const {executions, isWhole} = await findMatching(services.platform, {
      filter,
      launchedBy: options.allUsers ? undefined : 'self',
      project: options.project,
      maxAgeMs,
      limit: toAmount(options.limit),
      nowMs,
    });
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
const readFilter = (text: string): Filter => {
  const {filter, problems} = parseFilter(text);
  const [problem] = problems;
  if (!problem) return filter;
  throw new ConfigError(
    `"${clean(text.slice(problem.start, problem.end), 60)}" in the filter means nothing.`,
    problem.message,
  );
};
