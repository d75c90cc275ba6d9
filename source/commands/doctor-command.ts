import type {Command} from 'commander';
import {type CommandContext, toJobId} from './command-context.ts';
import {SSH_PROXY_OPTION} from './dashboard-command.ts';
import {runPlain} from './plain-command.ts';

/** What `dxtop doctor` takes, as the command line names it. */
export interface DoctorFlags {
  readonly json?: boolean;
  readonly sshProxy?: string;
}

/** `dxtop doctor [JOB]`. */
export const addDoctorCommand = (program: Command, context: CommandContext): void => {
  program
    .command('doctor [job]')
    .description("check everything between you and a job's worker; without a job, account and network")
    .option('--json', 'print the result as JSON')
    .option(...SSH_PROXY_OPTION)
    .action((job: string | undefined, flags: DoctorFlags) =>
      runPlain(async () => {
        const jobId = job === undefined ? undefined : toJobId(job);
        return (await import('./run-doctor.ts')).runDoctor(context, jobId, flags);
      }),
    );
};
