import type {Command} from 'commander';
import {ConfigError} from '../model/errors.ts';
import {type CommandContext, toJobId} from './command-context.ts';
import {addConnectOptions, toWorkerOption} from './connect-options.ts';
import {runPlain} from './plain-command.ts';
import type {DoctorFlags} from './run-doctor.ts';

/** `dxtop doctor [JOB]`. */
export const addDoctorCommand = (program: Command, context: CommandContext): void => {
  addConnectOptions(program.command('doctor [job]'))
    .description("check everything between you and a job's worker; without a job, account and network")
    .addOption(toWorkerOption())
    .option('--json', 'print the result as JSON')
    .option('--close', 'instead, take the addresses back that dxtop has let through firewalls')
    .action((job: string | undefined, flags: DoctorFlags) =>
      runPlain(async () => {
        const jobId = job === undefined ? undefined : toJobId(job);
        if (jobId === undefined && flags.worker !== undefined) {
          throw new ConfigError(
            'There is no job whose worker to check.',
            'Name the job: dxtop doctor job-xxxx.',
          );
        }

        if (flags.close) return (await import('./run-close.ts')).runClose(context, jobId, flags);
        return (await import('./run-doctor.ts')).runDoctor(context, jobId, flags);
      }),
    );
};
