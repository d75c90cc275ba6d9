import type {Executable, StartableName} from '../../model/executable.ts';
import type {FormerRun} from '../../model/former-run.ts';
import type {Execution} from '../../model/execution.ts';
import type {ExecutionId, JobId} from '../../model/ids.ts';
import type {Project, ProjectId} from '../../model/project.ts';
import type {RunPlan} from '../../model/run-plan.ts';
import type {SafeJson} from '../../model/safe-json.ts';
import type {SafeText} from '../../model/safe-text.ts';
import type {Identity, User, UserId} from '../../model/user.ts';
import type {DescribeRequest} from '../../wire/describe.ts';
import type {UpdateUserRequest} from '../../wire/user.ts';
import type {CallHealth} from './call-health.ts';
import type {ExecutionsFilter, ExecutionsPage} from './executions-page.ts';
import type {PageMemory} from './page-memory.ts';
import type {RateGate} from './rate-gate.ts';
import type {RetryOptions} from './retry.ts';
import type {OrgSpending} from './to-org-spending.ts';

/** For each call: how to end it early, and how often to try (4 times unless said otherwise). */
export type CallOptions = Pick<RetryOptions, 'signal' | 'tries' | 'onWait'> & {
  /** For each try, in milliseconds; 15 s unless said otherwise. */
  readonly deadlineMs?: number | undefined;
};

/** All that one root execution has led to, as far as it was asked for. */
export interface ExecutionTree {
  /** Newest first; each try of a restarted job by itself. With `stateTransitions`, unlike a list. */
  readonly executions: readonly Execution[];
  /** False when there are more than were asked for. */
  readonly isWhole: boolean;
}

/** One page of projects. */
export interface ProjectsPage {
  readonly projects: readonly Project[];
  /** Where the next page starts; `undefined` on the last one. */
  readonly next: unknown;
}

/**
 * The platform's API, as far as dxtop uses it. All calls pass one rate gate, and are tried again when that can help.
 *
 * Every method throws: `ApiError` when the platform refuses; `NetworkError` when no usable answer came;
 * `ConfigError` for an ID that is none; `CancelError` when `signal` is aborted.
 */
export interface PlatformClient {
  /**
   * Finds executions, with the fields that a list shows: where a worker is, who is let in, and `stateTransitions` are
   * not among them.
   * Source: https://documentation.dnanexus.com/developer/api/search#api-method-system-findexecutions
   *
   * @param options.limit 1 to 1000; 100 by default
   * @param options.again for a list that is asked for again and again. A page that has not changed by a byte is answered
   * as the same object, and of the others only the rows that have changed are decoded.
   */
  findExecutionsPage(
    filter: ExecutionsFilter,
    options?: CallOptions & {
      readonly starting?: unknown;
      readonly limit?: number;
      readonly again?: PageMemory;
      /** What to ask of each; the fields of a list unless said otherwise. */
      readonly fields?: DescribeRequest['fields'];
    },
  ): Promise<ExecutionsPage>;
  /** Finds the tree of a root execution, tries included: at most 5000 executions. */
  findTree(rootExecution: ExecutionId, options?: CallOptions): Promise<ExecutionTree>;
  /** Describes one execution with all that dxtop knows of. Throws `ApiError` with status 404 when it is gone, or hidden. */
  describeExecution(id: ExecutionId, options?: CallOptions): Promise<Execution>;
  /**
   * Describes one execution with all that the platform tells without being asked for more, texts cleaned.
   * Source: https://documentation.dnanexus.com/developer/api/running-analyses/applets-and-entry-points#api-method-job-xxxx-describe
   */
  describeWhole(id: ExecutionId, options?: CallOptions): Promise<SafeJson>;
  /**
   * The same answer as it came, with texts that may do anything to a terminal: for `formatJsonOutput` alone, which escapes
   * what does not print.
   */
  describeRaw(id: ExecutionId, options?: CallOptions): Promise<object>;
  /** Describes the app that a job runs; `undefined` when it runs an applet. */
  describeJobApp(id: JobId, options?: CallOptions): Promise<JobApp | undefined>;
  /** Asks whose token this is and, with `clientIp`, from which address we come. */
  whoami(options?: CallOptions & {readonly clientIp?: boolean}): Promise<Identity>;
  /** Describes a user; the SSH key only for oneself. */
  describeUser(id: UserId, options?: CallOptions): Promise<User>;
  /**
   * Asks what an organization may still spend, and what it has spent.
   * Source: https://documentation.dnanexus.com/developer/api/organizations#api-method-org-xxxx-describe
   */
  describeOrg(id: string, options?: CallOptions): Promise<OrgSpending>;
  /**
   * Replaces the list of addresses that may reach a job's worker. What is not in `allowSSH` is removed.
   * Source: https://documentation.dnanexus.com/developer/api/running-analyses/applets-and-entry-points#api-method-job-xxxx-update
   */
  updateJob(id: JobId, update: {readonly allowSSH: readonly string[]}, options?: CallOptions): Promise<void>;
  /**
   * Finds the projects in which the user may run something (`CONTRIBUTE` and above), newest first, page by page.
   * Source: https://documentation.dnanexus.com/developer/api/search#api-method-system-findprojects
   *
   * @param options.limit 1 to 1000; 100 by default
   */
  findProjectsPage(
    options?: CallOptions & {readonly starting?: unknown; readonly limit?: number; readonly name?: string},
  ): Promise<ProjectsPage>;
  /**
   * Asks what a project is called, and what the user may do in it. Throws `ApiError` where the user may not see it.
   * Source: https://documentation.dnanexus.com/developer/api/data-containers/projects#api-method-project-xxxx-describe
   */
  describeProject(id: ProjectId, options?: CallOptions): Promise<Project>;
  /**
   * Asks what a project is called; its ID where it has no name. Throws `ApiError` where the user may not see it.
   * Source: https://documentation.dnanexus.com/developer/api/data-containers/projects#api-method-project-xxxx-describe
   */
  findProjectName(id: ProjectId, options?: CallOptions): Promise<SafeText>;
  /**
   * Sets the user's one SSH key, stored byte for byte, or takes it away with `null`.
   * Source: https://documentation.dnanexus.com/developer/api/users#api-method-user-xxxx-update
   */
  updateUser(id: UserId, update: UpdateUserRequest, options?: CallOptions): Promise<void>;
  /**
   * Ends an execution, and all that is below it. Succeeds quietly for one that is over.
   * Source: https://documentation.dnanexus.com/developer/api/running-analyses/applets-and-entry-points#api-method-job-xxxx-terminate
   */
  terminateExecution(id: ExecutionId, options?: CallOptions): Promise<void>;
  /** Adds and removes tags, one call each; no call for an empty list. A tag that is there, or is not, is no error. */
  changeTags(
    id: ExecutionId,
    change: {readonly add: readonly string[]; readonly remove: readonly string[]},
    options?: CallOptions,
  ): Promise<void>;
  /** Sets properties; `null` takes one away, what is not named stays. */
  setProperties(
    id: ExecutionId,
    properties: Readonly<Record<string, string | null>>,
    options?: CallOptions,
  ): Promise<void>;
  /** Describes an app or an applet, by its ID or name, or a workflow by its ID. Throws `ApiError` with status 404 for one that is unknown, or hidden. */
  describeExecutable(name: StartableName, options?: CallOptions): Promise<Executable>;
  /**
   * Describes how an execution was started. Throws `ConfigError` when that cannot be done again from here, and `ApiError`
   * with status 404 when it is gone, or hidden.
   */
  describeFormerRun(id: ExecutionId, options?: CallOptions): Promise<FormerRun>;
  /**
   * Starts a job, or for a workflow or an analysis that is to run again an analysis, and answers the new ID. It is started once, however often the call has
   * to be tried, and with the same `nonce` and plan within an hour also when this is called again.
   * Source: https://documentation.dnanexus.com/developer/api/running-analyses/applets-and-entry-points#api-method-applet-xxxx-run
   */
  runExecutable(plan: RunPlan, options?: CallOptions & {readonly nonce?: string}): Promise<ExecutionId>;
  /** Where all calls wait when there are too many, or the platform asked for it. */
  readonly gate: RateGate;
  /** How the calls went since the start. */
  readonly getHealth: () => CallHealth;
}

/** What decides whether an app's jobs may be logged in to. */
export interface JobApp {
  readonly name: SafeText | undefined;
  /** Whether everybody may look into it; `undefined` when the platform does not say. */
  readonly isOpenSource: boolean | undefined;
  /** Whether we are one of its developers; `undefined` as above. */
  readonly isDeveloper: boolean | undefined;
}
