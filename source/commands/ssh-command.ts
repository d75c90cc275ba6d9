import {Command} from 'commander';
import {ConfigError} from '../model/errors.ts';
import type {JobId} from '../model/ids.ts';
import type {Transport} from '../services/ssh/choose-transport.ts';
import {type CommandContext, toJobId} from './command-context.ts';
import type {WayWishes} from '../services/ssh/worker-way.ts';
import {addConnectOptions, toTransportOption, toWorkerOption} from './connect-options.ts';
import {runDashboardCommand} from './run-dashboard-command.ts';
import {runPlain} from './plain-command.ts';

/** What `dxtop ssh` takes, as the command line names it. */
export interface SshFlags extends WayWishes {
  readonly terminal?: boolean;
  readonly forwardOnly?: boolean;
  readonly localForward?: readonly string[];
  readonly worker?: number;
  readonly allWorkers?: boolean;
  readonly transport?: Transport | 'auto';
}

/** Those who know `dx ssh` and `ssh` find the options that they know. */
const addSshOptions = (command: Command): Command =>
  addConnectOptions(command)
    .argument('[command...]', 'what to run there, as with ssh; a shell if left out')
    .option('-t, --terminal', 'give the command a terminal')
    .option('-L, --local-forward <port:host:hostport>', 'lead a port of this computer there', collect)
    .option('-N, --forward-only', 'run nothing, only forward ports')
    .addOption(toWorkerOption())
    .option('--all-workers', 'run the command on the driver and on every worker of a cluster')
    .addOption(toTransportOption())
    .passThroughOptions();

/** `dxtop ssh JOB [COMMAND…]`. */
export const addSshCommand = (program: Command, context: CommandContext): void => {
  addSshOptions(program.command('ssh').argument('<job>'))
    .description("open a shell on a job's worker, or run a command there")
    .action(async (job: string, words: string[], flags: SshFlags) => {
      const request = readWords(words, flags);
      if (request.flags.allWorkers) return runAll(context, toJobId(job), request);
      const target = {jobId: toJobId(job), workerNumber: request.flags.worker ?? 0};
      const isPlain =
        request.words.length > 0 ||
        [request.flags.forwardOnly, request.flags.terminal, request.flags.localForward?.length].some(
          Boolean,
        ) ||
        !process.stdin.isTTY ||
        !process.stdout.isTTY;
      if (!isPlain)
        return runDashboardCommand(context, {
          attach: target,
          sshProxy: request.flags.sshProxy,
          allowSsh: request.flags.allowSsh,
          firewallUpdate: request.flags.firewallUpdate,
          transport: request.flags.transport,
          overrides: program.opts(),
        });
      return runPlain(async () => {
        const {runPlainSsh} = await import('./run-plain-ssh.ts');
        const command = request.words.length === 0 ? undefined : request.words.join(' ');
        return runPlainSsh(context, {target, command, ...request.flags});
      });
    });
};

/** What is about one machine and its one connection, and was typed. */
const findOfOneMachine = (flags: SshFlags): string | undefined => {
  if (flags.terminal) return '-t';
  if (flags.forwardOnly) return '-N';
  if (flags.localForward?.length) return '-L';
  if (flags.worker !== undefined) return '--worker';
  return flags.transport === 'openssh' ? '--transport openssh' : undefined;
};

const runAll = (
  context: CommandContext,
  jobId: JobId,
  {words, flags}: {words: readonly string[]; flags: SshFlags},
): Promise<never> =>
  runPlain(async () => {
    const ofOne = findOfOneMachine(flags);
    if (ofOne !== undefined) {
      throw new ConfigError(
        `${ofOne} does not go together with --all-workers.`,
        'Leave one of them out; --worker NUMBER reaches one machine.',
      );
    }

    if (words.length === 0) {
      throw new ConfigError('There is no command to run on all workers.', 'Write it behind the job.');
    }

    const {runOnAllWorkers} = await import('./run-on-all-workers.ts');
    return runOnAllWorkers(context, {...flags, jobId, command: words.join(' ')});
  });

/** The options that follow the job count too, as in `dx ssh JOB -L 8888:localhost:8888`, up to the first plain word. */
const readWords = (
  words: readonly string[],
  flags: SshFlags,
): {words: readonly string[]; flags: SshFlags} => {
  if (!words[0]?.startsWith('-')) return {words, flags};
  const rest = addSshOptions(new Command('dxtop ssh')).showHelpAfterError().exitOverride();
  rest.parse([...words], {from: 'user'});
  const more: SshFlags = rest.opts();
  const localForward = [...(flags.localForward ?? []), ...(more.localForward ?? [])];
  // Said once, whether before the job or after it, is said.
  const firewallUpdate = flags.firewallUpdate !== false && more.firewallUpdate !== false;
  return {words: rest.args, flags: {...flags, ...more, localForward, firewallUpdate}};
};

const collect = (value: string, former: readonly string[] = []): readonly string[] => [...former, value];
