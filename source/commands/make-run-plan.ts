import type {BaseServices} from '../create-services.ts';
import {ConfigError} from '../model/errors.ts';
import {isRunnableName, isStartableName, type StartableName} from '../model/executable.ts';
import {type ExecutionId, isExecutionId} from '../model/ids.ts';
import type {ProjectId} from '../model/project.ts';
import {toRerunPlan} from '../model/rerun-plan.ts';
import type {RunPlan} from '../model/run-plan.ts';
import {clean} from '../model/safe-text.ts';
import {readGivenInput} from '../model/typed-input.ts';
import {readChangedInput} from '../services/changes/read-changed-input.ts';
import {findLoginAddresses} from '../services/ssh/find-login-addresses.ts';
import {toProjectId} from './list-options.ts';
import {type InputFlags, readInputFlags} from './read-input-flags.ts';

/** What `dxtop run` takes, as the command line names it. */
export interface RunFlags extends InputFlags {
  /** The execution that is to run again. */
  readonly clone?: string;
  readonly name?: string;
  readonly project?: string;
  readonly folder?: string;
  /** A project and a folder in one. */
  readonly destination?: string;
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
}

type PlanServices = Pick<BaseServices, 'platform' | 'settings'>;

/** What the command line names: something to run, or with `--clone` what is to run again. Throws `ConfigError`. */
export const toSubject = (
  text: string | undefined,
  {clone}: Pick<RunFlags, 'clone'>,
): StartableName | ExecutionId => {
  if (clone === undefined) return toStartableName(text);
  if (text !== undefined)
    throw new ConfigError(
      'What runs again has its executable already.',
      'Name an executable, or an execution with --clone.',
    );
  if (isExecutionId(clone)) return clone;
  throw new ConfigError(
    `${clean(clone, 60)} does not look like the ID of a job or an analysis.`,
    '`dxtop ls` shows the IDs.',
  );
};

const toStartableName = (text: string | undefined): StartableName => {
  if (text === undefined)
    throw new ConfigError(
      'There is nothing to run.',
      'Name an app, an applet or a workflow, or an execution to run again with --clone.',
    );
  if (isStartableName(text)) return text;
  if (text.startsWith('globalworkflow-'))
    throw new ConfigError(
      'dxtop starts the workflows of projects, no global ones.',
      'Start it with `dx run`.',
    );
  throw new ConfigError(
    `${clean(text, 60)} does not look like an app, an applet or a workflow.`,
    // The official client would take an applet of that name in the project as well, and asks where there are both.
    isRunnableName(`app-${text}`)
      ? `If it is an app, write app-${text}; an applet or a workflow is named by its ID, applet-xxxx.`
      : 'It is applet-xxxx, workflow-xxxx, app-xxxx, app-NAME or app-NAME/VERSION.',
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

/** Where it is to run, and where what comes out goes: said in one, or each by itself. */
const toPlace = ({destination, project, folder}: RunFlags): Pick<RunFlags, 'project' | 'folder'> => {
  if (destination === undefined)
    return {...(project !== undefined && {project}), ...(folder !== undefined && {folder})};
  if (project !== undefined || folder !== undefined)
    throw new ConfigError(
      '--destination says project and folder already.',
      'Leave --project and --folder out.',
    );
  const at = destination.indexOf(':');
  if (at === -1) return {folder: destination};
  return {project: destination.slice(0, at), folder: destination.slice(at + 1) || '/'};
};

/** What is to be started, out of what was typed. Throws `ConfigError`, and what the platform's client throws. */
export const makeRunPlan = async (
  services: PlanServices,
  subject: StartableName | ExecutionId,
  flags: RunFlags,
): Promise<RunPlan> => {
  const {debugOn = [], allowSsh} = flags;
  const {folder, project: typedProject} = toPlace(flags);
  if (folder !== undefined && !folder.startsWith('/'))
    throw new ConfigError(`${clean(folder, 60)} is no folder of a project.`, 'It begins with a /.');
  const hasSsh = Boolean(flags.ssh) || allowSsh !== undefined || debugOn.length > 0;
  const named = Array.isArray(allowSsh) ? (allowSsh as readonly string[]) : [];
  const properties = flags.property && toProperties(flags.property);
  const toCommon = async () => ({
    ...{folder, properties, debugOn},
    name: flags.name,
    tags: flags.tag,
    instanceType: flags.instanceType,
    priority: flags.priority,
    allowSSH: hasSsh ? await findLoginAddresses(services.platform, named) : [],
    isReuseIgnored: flags.ignoreReuse ?? false,
    isWorkspaceKept: flags.delayWorkspaceDestruction ?? false,
    costLimit: flags.costLimit,
  });
  if (isExecutionId(subject)) {
    const project = typedProject === undefined ? undefined : toProjectId(typedProject);
    const former = await services.platform.describeFormerRun(subject);
    const given = await readInputFlags(flags);
    const input = await readChangedInput(services.platform, former, {...given, isWhole: true});
    return toRerunPlan(former, {...(await toCommon()), ...input, project});
  }

  const project = toProject(typedProject, services.settings.projectContextId);
  const executable = await services.platform.describeExecutable(subject);
  const input = readGivenInput(await readInputFlags(flags), executable);
  const common = await toCommon();
  return {
    ...{executable, project, input},
    ...common,
    tags: common.tags ?? [],
    properties: properties ?? {},
    // As the official client has it: nobody likes to wait for a worker to log in to.
    priority: common.priority ?? (hasSsh ? 'high' : undefined),
  };
};
