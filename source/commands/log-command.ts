import {type Command, Option} from 'commander';
import type {BaseServices} from '../create-services.ts';
import {formatJsonLine} from '../format/json-output.ts';
import {formatPrintedLine} from '../format/log-line.ts';
import {toSentence} from '../model/errors.ts';
import type {JobId} from '../model/ids.ts';
import {LOG_LEVELS, type LogLine} from '../model/log-line.ts';
import {type CommandContext, toAmount, toJobId, watchOutput} from './command-context.ts';
import {openServices} from './open-services.ts';
import {runPlain, say} from './plain-command.ts';
import {toPrintStyle} from './print-style.ts';

/** What `dxtop log` takes; those who know `dx watch` find its names. */
interface LogFlags {
  readonly json?: boolean;
  readonly follow: boolean;
  readonly wait: boolean;
  readonly levels?: readonly string[];
  readonly getStdout?: boolean;
  readonly getStderr?: boolean;
  readonly getStreams?: boolean;
  readonly tree?: boolean;
  readonly try?: number;
  readonly numRecentMessages?: number;
  readonly timestamps: boolean;
  readonly jobIds?: boolean;
}

/** `dxtop log JOB`. */
export const addLogCommand = (program: Command, context: CommandContext): void => {
  program
    .command('log <job>')
    .description("print a job's log, and follow it to its end")
    .option('--json', 'one JSON object a line')
    // Of a pair of options, the first alone would be off unless it is given.
    .option('-f, --follow', 'stay for lines to come', true)
    .option('--no-follow', 'print what is there, and end')
    .addOption(new Option('--no-wait', 'the same, as `dx watch` calls it').hideHelp())
    .addOption(new Option('-l, --levels <level...>', 'only these levels').choices([...LOG_LEVELS]))
    .option('--get-stdout', 'only standard output, as it is')
    .option('--get-stderr', 'only standard error, as it is')
    .option('--get-streams', 'only these two, as they are')
    .addOption(new Option('--tree', 'the jobs below it as well').conflicts('try'))
    .option('--try <number>', 'an older try; the first is 0', toTry)
    .option('-n, --num-recent-messages <count>', 'how many past lines; all by default', toAmount)
    .option('--no-timestamps', 'without times')
    .option('--job-ids', 'jobs by their ID instead of their name')
    .action((job: string, flags: LogFlags) => runPlain(() => printLog(context, toJobId(job), flags)));
};

const toTry = (text: string): number => (text.trim() === '0' ? 0 : Math.floor(toAmount(text)));

const toLevels = (flags: LogFlags): readonly string[] | undefined => {
  if (flags.getStreams) return ['STDOUT', 'STDERR'];
  if (flags.getStdout) return ['STDOUT'];
  return flags.getStderr ? ['STDERR'] : flags.levels;
};

/** A job that took over the output of another one never ran; the other one has the log. */
const findLoggedJob = async ({platform}: BaseServices, jobId: JobId): Promise<JobId> => {
  const execution = await platform.describeExecution(jobId, {});
  if (execution.class !== 'job' || execution.reusedFrom === undefined) return jobId;
  say(`The output was reused from ${execution.reusedFrom}, whose log this is.`);
  return execution.reusedFrom;
};

/** The names of jobs, asked for once each; until one is known its ID stands for it. */
const createJobNames = ({platform}: BaseServices): ((jobId: JobId) => string) => {
  const names = new Map<JobId, string>();
  return (jobId) => {
    const known = names.get(jobId);
    if (known !== undefined) return known;
    names.set(jobId, jobId);
    platform.describeExecution(jobId, {}).then(
      ({name}) => names.set(jobId, name ?? jobId),
      // The ID is as good a name.
      () => undefined,
    );
    return jobId;
  };
};

const toJson = ({jobId, jobTry, number, atMs, source, level, text}: LogLine): string =>
  formatJsonLine({timestamp: atMs, job: jobId, jobTry, line: number, source, level, msg: text});

const printLog = async (context: CommandContext, asked: JobId, flags: LogFlags): Promise<number> => {
  watchOutput();
  const services = await openServices(context);
  try {
    const jobId = await findLoggedJob(services, asked);
    const nameOf = createJobNames(services);
    const {palette} = toPrintStyle(context);
    const isRaw = Boolean(flags.getStdout ?? flags.getStderr ?? flags.getStreams);
    const format = (line: LogLine): string => {
      if (flags.json) return toJson(line);
      if (isRaw) return `${line.text}\n`;
      const jobName = flags.jobIds ? line.jobId : flags.tree ? nameOf(line.jobId) : undefined;
      return `${formatPrintedLine(line, {hasTime: flags.timestamps, jobName, palette})}\n`;
    };
    const {missingCount, unreadableCount} = await services.logs.follow(
      {
        jobId,
        recentCount: flags.numRecentMessages ?? Number.MAX_SAFE_INTEGER,
        isTree: flags.tree,
        jobTry: flags.try,
        levels: toLevels(flags),
      },
      {
        isFollowing: flags.follow && flags.wait,
        onLine: (line) => process.stdout.write(format(line)),
        whenReady: () => new Promise((resolve) => process.stdout.once('drain', resolve)),
        onLoss: (error) => say(`${toSentence(error)} Trying again.`),
      },
    );
    if (missingCount > 0) say(`${missingCount} lines were lost with a connection.`);
    if (unreadableCount > 0) say(`${unreadableCount} messages could not be read.`);
    return 0;
  } finally {
    services.close();
  }
};
