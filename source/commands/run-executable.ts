import type {BaseServices} from '../create-services.ts';
import {formatRunPlan} from '../format/run-plan.ts';
import {ConfigError} from '../model/errors.ts';
import {type ExecutionId, isJobId} from '../model/ids.ts';
import type {RunPlan} from '../model/run-plan.ts';
import {readOnlyError} from '../services/changes/guard-changes.ts';
import {isUncertain} from '../services/changes/run-starter.ts';
import type {SettingsOverrides} from '../services/settings/override-settings.ts';
import {type CommandContext, print} from './command-context.ts';
import {makeRunPlan, type RunFlags, toSubject} from './make-run-plan.ts';
import {openServices} from './open-services.ts';
import {EXIT_DECLINED, say} from './plain-command.ts';
import {toPrintStyle} from './print-style.ts';
import {askLine, canAsk, isYes} from './prompt.ts';
import {runDashboardCommand} from './run-dashboard-command.ts';

/** The flags, with what was typed before the command. */
export interface RunRequestFlags extends RunFlags {
  readonly yes?: true;
  readonly overrides: SettingsOverrides;
}

/**
 * Starts a job or an analysis after showing the plan, prints its ID, and attaches to a job with `ssh`; answers the exit
 * status.
 *
 * Throws `ConfigError` for what cannot be run like that, else what `PlatformClient` throws.
 */
export const runExecutable = async (
  context: CommandContext,
  text: string | undefined,
  {overrides, ...flags}: RunRequestFlags,
): Promise<number> => {
  const subject = toSubject(text, flags);
  if (!flags.yes && !canAsk())
    throw new ConfigError('There is no terminal to ask on, so nothing was sent.', 'Repeat it with --yes.');
  const services = await openServices({...context, overrides});
  let id: ExecutionId;
  try {
    if (services.userSettings.platform.readOnly) throw readOnlyError();
    const plan = await makeRunPlan(services, subject, flags);
    if (!flags.yes && !(await confirm(context, services, plan))) {
      say('Nothing was sent.');
      return EXIT_DECLINED;
    }

    id = await start(services, plan);
  } finally {
    services.close();
  }

  print(`${id}\n`);
  if (!flags.ssh) return 0;
  if (!isJobId(id)) {
    say('An analysis has no worker of its own to attach to: `dxtop ssh` takes one of its jobs.');
    return 0;
  }

  return runDashboardCommand(context, {attach: {jobId: id, workerNumber: 0}, overrides});
};

const confirm = async (
  context: CommandContext,
  {platform}: BaseServices,
  plan: RunPlan,
): Promise<boolean> => {
  const projectName = await platform.findProjectName(plan.project);
  // The ID alone goes to standard output, for whoever reads it from there.
  const lines = formatRunPlan(plan, projectName, toPrintStyle(context).columns);
  process.stderr.write(lines.map((line) => `${line}\n`).join(''));
  return isYes(await askLine('Run it? y/N '));
};

const start = async ({startRun}: BaseServices, plan: RunPlan): Promise<ExecutionId> => {
  try {
    return await startRun(plan);
  } catch (error) {
    // Its last try may have arrived, and only the answer been lost.
    if (isUncertain(error)) say('Whether it was started is not known; `dxtop ls` shows it if it was.');
    throw error;
  }
};
