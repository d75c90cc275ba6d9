import {type BaseServices, createServices} from '../create-services.ts';
import {formatRunPlan} from '../format/run-plan.ts';
import {ConfigError, KeyError, NetworkError} from '../model/errors.ts';
import {isRunnableName, type RunnableName} from '../model/executable.ts';
import type {JobId} from '../model/ids.ts';
import type {ProjectId} from '../model/project.ts';
import {readRunInput} from '../model/run-input.ts';
import type {RunPlan} from '../model/run-plan.ts';
import {clean} from '../model/safe-text.ts';
import {readOnlyError} from '../services/changes/guard-changes.ts';
import type {SettingsOverrides} from '../services/settings/override-settings.ts';
import {checkAddress} from '../services/ssh/firewall-policy.ts';
import {type CommandContext, print} from './command-context.ts';
import {toProjectId} from './list-options.ts';
import {EXIT_DECLINED, say} from './plain-command.ts';
import {toPrintStyle} from './print-style.ts';
import {askLine, canAsk} from './prompt.ts';
import {runDashboardCommand} from './run-dashboard-command.ts';

/** What `dxtop run` takes, as the command line names it. */
export interface RunFlags {
  readonly input?: readonly string[];
  readonly name?: string;
  readonly project?: string;
  readonly folder?: string;
  readonly tag?: readonly string[];
  readonly property?: readonly string[];
  readonly instanceType?: string;
  readonly priority?: string;
  readonly costLimit?: number;
  readonly ssh?: true;
  readonly allowSsh?: readonly string[] | true;
  readonly debugOn?: readonly string[] | undefined;
  readonly delayWorkspaceDestruction?: true;
  readonly ignoreReuse?: true;
  readonly yes?: true;
}

/** The flags, with what was typed before the command. */
export interface RunRequestFlags extends RunFlags {
  readonly overrides: SettingsOverrides;
}

/**
 * Starts a job after showing the plan, prints its ID, and attaches to it with `ssh`; answers the exit status.
 *
 * Throws `ConfigError` for what cannot be run like that, else what `PlatformClient` throws.
 */
export const runExecutable = async (
  context: CommandContext,
  text: string,
  {overrides, ...flags}: RunRequestFlags,
): Promise<number> => {
  const name = toRunnableName(text);
  if (!flags.yes && !canAsk())
    throw new ConfigError('There is no terminal to ask on, so nothing was sent.', 'Repeat it with --yes.');
  const services = await createServices({...context, overrides});
  let jobId: JobId;
  try {
    if (services.userSettings.platform.readOnly) throw readOnlyError();
    const plan = await makePlan(services, name, flags);
    if (!flags.yes && !(await confirm(context, services, plan))) {
      say('Nothing was sent.');
      return EXIT_DECLINED;
    }

    jobId = await start(services, plan);
  } finally {
    services.close();
  }

  print(`${jobId}\n`);
  if (!flags.ssh) return 0;
  return runDashboardCommand(context, {attach: {jobId, workerNumber: 0}, overrides});
};

const toRunnableName = (text: string): RunnableName => {
  if (isRunnableName(text)) return text;
  if (/^(?:global)?workflow-/.test(text))
    throw new ConfigError('dxtop starts apps and applets, no workflows.', 'Start it with `dx run`.');
  throw new ConfigError(
    `${clean(text, 60)} does not look like an app or an applet.`,
    // The official client would take an applet of that name in the project as well, and asks where there are both.
    isRunnableName(`app-${text}`)
      ? `If it is an app, write app-${text}; an applet is named by its ID, applet-xxxx.`
      : 'It is applet-xxxx, app-xxxx, app-NAME or app-NAME/VERSION.',
  );
};

const toProject = (typed: string | undefined, selected: string | undefined): ProjectId => {
  const id = typed ?? selected;
  if (id === undefined)
    throw new ConfigError(
      'There is no project to run it in.',
      'Name one with --project, or use `dx select`.',
    );
  return toProjectId(id);
};

const toProperties = (texts: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    texts.map((text) => {
      const at = text.indexOf('=');
      if (at > 0) return [text.slice(0, at), text.slice(at + 1)];
      throw new ConfigError(`"${clean(text, 60)}" is no property.`, 'Write it as --property name=value.');
    }),
  );

const makePlan = async (
  {platform, settings}: BaseServices,
  name: RunnableName,
  flags: RunFlags,
): Promise<RunPlan> => {
  const {folder, debugOn = [], allowSsh} = flags;
  if (folder !== undefined && !folder.startsWith('/'))
    throw new ConfigError(`${clean(folder, 60)} is no folder of a project.`, 'It begins with a /.');
  const project = toProject(flags.project, settings.projectContextId);
  const properties = toProperties(flags.property ?? []);
  const hasSsh = Boolean(flags.ssh) || allowSsh !== undefined || debugOn.length > 0;
  const executable = await platform.describeExecutable(name);
  return {
    executable,
    project,
    input: readRunInput(flags.input ?? [], executable.parameters),
    folder,
    name: flags.name,
    tags: flags.tag ?? [],
    properties,
    instanceType: flags.instanceType,
    // As the official client has it: nobody likes to wait for a worker to log in to.
    priority: flags.priority ?? (hasSsh ? 'high' : undefined),
    allowSSH: hasSsh ? await findAddresses(platform, allowSsh) : [],
    debugOn,
    isReuseIgnored: flags.ignoreReuse ?? false,
    isWorkspaceKept: flags.delayWorkspaceDestruction ?? false,
    costLimit: flags.costLimit,
  };
};

/** Who may log in: those that were named, or else we. An account without a key would be let in by no worker. */
const findAddresses = async (
  platform: BaseServices['platform'],
  allowSsh: RunFlags['allowSsh'],
): Promise<readonly string[]> => {
  const named = Array.isArray(allowSsh) ? (allowSsh as readonly string[]) : [];
  for (const address of named) checkAddress(address);
  const {id, clientIp} = await platform.whoami({clientIp: true});
  const {sshPublicKey} = await platform.describeUser(id);
  if (sshPublicKey === undefined || sshPublicKey === '')
    throw new KeyError(
      'Your account has no SSH key, so that nobody could log in to the job.',
      'Run `dxtop setup`, and repeat it.',
    );
  if (named.length > 0) return named;
  if (clientIp !== undefined) return [clientIp];
  throw new ConfigError(
    'The platform does not say from which address you come.',
    'Name yours with --allow-ssh ADDRESS.',
  );
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
  return /^y(?:es)?$/i.test((await askLine('Run it? y/N ')).trim());
};

const start = async ({platform}: BaseServices, plan: RunPlan): Promise<JobId> => {
  try {
    return await platform.runExecutable(plan);
  } catch (error) {
    // Its last try may have arrived, and only the answer been lost.
    if (error instanceof NetworkError)
      say('Whether the job was started is not known; `dxtop ls` shows it if it was.');
    throw error;
  }
};
