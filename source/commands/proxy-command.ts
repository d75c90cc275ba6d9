import type {Command} from 'commander';
import {ConfigError} from '../model/errors.ts';
import {clean} from '../model/safe-text.ts';
import {parseWorkerName} from '../model/worker-name.ts';
import {type CommandContext, EXIT_USAGE, fail} from './command-context.ts';
import type {WayWishes} from '../services/ssh/worker-way.ts';
import {addConnectOptions} from './connect-options.ts';
import {runPlain} from './plain-command.ts';

/** `dxtop proxy NAME`, for ssh to run; and `dxtop ssh-config`, which tells ssh so. */
export const addProxyCommands = (program: Command, context: CommandContext): void => {
  addConnectOptions(program.command('proxy <name>'))
    .description("carry standard input and output to a job's worker, as ssh's ProxyCommand")
    .action(async (name: string, wishes: WayWishes) => {
      const target = parseWorkerName(name);
      if (!target) {
        fail(
          new ConfigError(
            `${clean(name).slice(0, 80)} does not name a job's worker.`,
            'Say job-xxxx, or job-xxxx.worker-2 for the second worker of a cluster.',
          ),
          EXIT_USAGE,
        );
        return;
      }

      await runPlain(async () =>
        (await import('./run-proxy.ts')).runProxy(context, {name, target, ...wishes}),
      );
    });

  program
    .command('wire <socket>', {hidden: true})
    .description("carry standard input and output to another dxtop's SSH proxy; dxtop writes it for your ssh")
    .action((path: string) => runPlain(async () => (await import('./run-wire.ts')).runWire(path)));

  program
    .command('ssh-config')
    .description("let ssh, scp, sftp, rsync and VS Code reach workers by their job's ID")
    .option('--print', 'print the lines, and write no file')
    .action((flags: {print?: boolean}) =>
      runPlain(async () => (await import('./write-ssh-config.ts')).writeSshConfig(context, flags)),
    );
};
