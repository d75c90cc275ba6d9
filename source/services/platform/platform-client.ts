import {isIP} from 'node:net';
import {ApiError, ConfigError, NetworkError} from '../../model/errors.ts';
import type {Execution} from '../../model/execution.ts';
import {type ExecutionId, isExecutionId, isJobId, type JobId} from '../../model/ids.ts';
import {isProjectId, type Project, type ProjectId} from '../../model/project.ts';
import type {SafeJson} from '../../model/safe-json.ts';
import {clean, type SafeText} from '../../model/safe-text.ts';
import {type Identity, isUserId, type User, type UserId} from '../../model/user.ts';
import type {DescribeRequest} from '../../wire/describe.ts';
import type {FindProjectsRequest} from '../../wire/project.ts';
import type {UpdateUserRequest} from '../../wire/user.ts';
import {type ApiServer, isLoopback} from '../settings/api-server.ts';
import {type CallHealth, createCallHealth} from './call-health.ts';
import {type Clock, systemClock} from './clock.ts';
import {type ExecutionsFilter, type ExecutionsPage, toFindRequest} from './executions-page.ts';
import {DETAIL_FIELDS, LIST_FIELDS, TREE_FIELDS} from './described-fields.ts';
import {toFields, toText} from './field-readers.ts';
import type {HttpClient} from './http-client.ts';
import type {PageMemory} from './page-memory.ts';
import {createRowFinder, readPage} from './page-rows.ts';
import {createRateGate, type RateGate} from './rate-gate.ts';
import {type Random, type RetryOptions, withRetries} from './retry.ts';
import {toExecution} from './to-execution.ts';
import {isOrgId, ORG_FIELDS, type OrgSpending, toOrgSpending} from './to-org-spending.ts';
import {toSafeJson} from './to-safe-json.ts';

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

/** What a platform client is made of. The caller closes `http`. */
export interface PlatformClientOptions {
  readonly http: HttpClient;
  readonly settings: {readonly apiServer: ApiServer};
  readonly gate?: RateGate;
  readonly clock?: Clock;
  readonly random?: Random;
}

const checkId = <Id extends string>(id: string, isId: (text: string) => text is Id, kind: string): Id => {
  if (isId(id)) return id;
  throw new ConfigError(
    `"${clean(id, 100)}" is not the ID of ${kind}.`,
    'Copy it from the dashboard or the website.',
  );
};

/** How many pages of a tree are asked for. */
const TREE_PAGES = 5;
const PAGE_LIMIT = 1000;

/** Makes the client; it opens nothing by itself. */
export const createPlatformClient = ({
  http,
  settings,
  clock = systemClock,
  gate = createRateGate({clock}),
  random = Math.random,
}: PlatformClientOptions): PlatformClient => {
  const {observe, getHealth} = createCallHealth(() => clock.now());
  const isLocalAllowed = isLoopback(settings.apiServer.host);

  const inTurn = <Reply>(send: () => Promise<Reply>, {signal, tries, onWait}: CallOptions): Promise<Reply> =>
    withRetries(
      async () => {
        await gate.enter(signal);
        try {
          return await observe(send);
        } catch (error) {
          // Whoever asks next would only be told the same, so all wait.
          if (
            error instanceof ApiError &&
            error.retryAfterMs !== undefined &&
            [429, 503].includes(error.status)
          ) {
            gate.pause(error.retryAfterMs);
          }
          throw error;
        }
      },
      {signal, tries, onWait, clock, random},
    );

  const call = (route: string, body: object, options: CallOptions): Promise<object> =>
    inTurn(() => http.post(route, body, options), options);

  const toRoute = (id: string) => `/${checkId(id, isExecutionId, 'a job or an analysis')}`;

  const misfit = (route: string) =>
    new NetworkError(
      'protocol',
      http.host,
      `The platform answered ${route} with something else than was asked for.`,
      '',
    );

  const client: PlatformClient = {
    gate,
    getHealth,
    async findExecutionsPage(filter, {starting, limit = 100, fields = LIST_FIELDS, again, ...options} = {}) {
      const route = '/system/findExecutions';
      const request = toFindRequest(filter, {starting, limit, fields});
      const known = again?.find(starting);
      const answer = await inTurn(() => http.postRaw(route, request, known?.bytes, options), options);
      if (known?.bytes === answer.bytes) {
        again?.rows.passPage(known);
        again?.keep(starting, known);
        return known.page;
      }

      const toRow = (value: unknown): Execution | undefined => {
        const row = toFields(value);
        // A row without a description is still an execution of which we know that it exists.
        const execution = toExecution(row?.['id'], row?.['describe'], isLocalAllowed);
        return execution && again ? again.toKept(execution) : execution;
      };
      const read = await readPage(answer, 'results', toRow, again?.rows ?? createRowFinder([]));
      if (!read) throw misfit(route);
      const {rest, ...rows} = read;
      const executions = rows.rows.filter((row) => row !== undefined);
      const next: unknown = toFields(rest)?.['next'] ?? undefined;
      const page = {executions, next, droppedCount: rows.rows.length - executions.length};
      again?.keep(starting, {...rows, page});
      return page;
    },
    async findTree(rootExecution, options = {}) {
      const executions: Execution[] = [];
      let starting: unknown;
      for (let page = 0; page < TREE_PAGES; page += 1) {
        const found = await client.findExecutionsPage(
          {
            rootExecution: checkId(rootExecution, isExecutionId, 'a job or an analysis'),
            includesRestarted: true,
          },
          {...options, starting, limit: PAGE_LIMIT, fields: TREE_FIELDS},
        );
        executions.push(...found.executions);
        if (found.next === undefined) return {executions, isWhole: true};
        starting = found.next;
      }

      return {executions, isWhole: false};
    },
    async describeWhole(id, options = {}) {
      const route = `/${checkId(id, isExecutionId, 'a job or an analysis')}/describe`;
      return toSafeJson(await call(route, {}, options));
    },
    async describeExecution(id, options = {}) {
      const route = `${toRoute(id)}/describe`;
      const body: DescribeRequest = {fields: DETAIL_FIELDS};
      const fields = toFields(await call(route, body, options));
      const execution = toExecution(fields?.['id'], fields, isLocalAllowed);
      if (execution?.id !== id) throw misfit(route);
      return execution;
    },
    async describeJobApp(id, options = {}) {
      const route = `/${checkId(id, isJobId, 'a job')}/describe`;
      const executable = toFields(await call(route, {fields: {executable: true}}, options))?.['executable'];
      if (typeof executable !== 'string' || !/^app-[0-9A-Za-z]{24}$/.test(executable)) return undefined;
      const fields = toFields(
        await call(
          `/${executable}/describe`,
          {fields: {name: true, openSource: true, isDeveloperFor: true}},
          options,
        ),
      );
      const [isOpenSource, isDeveloper] = [fields?.['openSource'], fields?.['isDeveloperFor']];
      return {
        name: toText(fields?.['name'], 300),
        isOpenSource: typeof isOpenSource === 'boolean' ? isOpenSource : undefined,
        isDeveloper: typeof isDeveloper === 'boolean' ? isDeveloper : undefined,
      };
    },
    async whoami({clientIp: wantsIp = false, ...options} = {}) {
      const reply = toFields(
        await call('/system/whoami', wantsIp ? {fields: {clientIp: true}} : {}, options),
      );
      const {id, clientIp} = reply ?? {};
      if (typeof id !== 'string' || !isUserId(id)) throw misfit('/system/whoami');
      return {id, clientIp: typeof clientIp === 'string' && isIP(clientIp) !== 0 ? clientIp : undefined};
    },
    async describeUser(id, options = {}) {
      const route = `/${checkId(id, isUserId, 'a user')}/describe`;
      const fields = toFields(await call(route, {fields: {handle: true, sshPublicKey: true}}, options));
      const key = fields?.['sshPublicKey'];
      return {
        id,
        handle: toText(fields?.['handle'], 300),
        sshPublicKey: typeof key === 'string' && key.length <= 16 * 1024 ? key : undefined,
      };
    },
    async describeOrg(id, options = {}) {
      const route = `/${checkId(id, isOrgId, 'an organization')}/describe`;
      return toOrgSpending(await call(route, {fields: ORG_FIELDS}, options));
    },
    async findProjectsPage({starting, limit = 100, name, ...options} = {}) {
      const route = '/system/findProjects';
      const request: FindProjectsRequest = {
        level: 'CONTRIBUTE',
        explicitPermission: true,
        describe: {fields: {name: true}},
        limit,
        ...(name !== undefined && {name}),
        ...(starting !== undefined && starting !== null && {starting}),
      };
      const reply = toFields(await call(route, request, options));
      const rows: unknown = reply?.['results'];
      if (!Array.isArray(rows)) throw misfit(route);
      const projects = (rows as readonly unknown[]).flatMap((row): Project[] => {
        const fields = toFields(row);
        const id = fields?.['id'];
        if (typeof id !== 'string' || !isProjectId(id)) return [];
        const known = toText(toFields(fields?.['describe'])?.['name'], 1000);
        return [{id, name: known ?? clean(id), level: toText(fields?.['level'], 30) ?? clean('?')}];
      });
      return {projects, next: reply?.['next'] ?? undefined};
    },
    async findProjectName(id, options = {}) {
      const route = `/${checkId(id, isProjectId, 'a project')}/describe`;
      const fields = toFields(await call(route, {fields: {name: true}}, options));
      return toText(fields?.['name'], 1000) ?? clean(id);
    },
    async updateUser(id, {sshPublicKey}, options = {}) {
      await call(`/${checkId(id, isUserId, 'a user')}/update`, {sshPublicKey}, options);
    },
    async updateJob(id, {allowSSH}, options = {}) {
      await call(`/${checkId(id, isJobId, 'a job')}/update`, {allowSSH: [...allowSSH]}, options);
    },
    async terminateExecution(id, options = {}) {
      await call(`${toRoute(id)}/terminate`, {}, options);
    },
    async changeTags(id, {add, remove}, options = {}) {
      if (remove.length > 0) await call(`${toRoute(id)}/removeTags`, {tags: [...remove]}, options);
      if (add.length > 0) await call(`${toRoute(id)}/addTags`, {tags: [...add]}, options);
    },
    async setProperties(id, properties, options = {}) {
      await call(`${toRoute(id)}/setProperties`, {properties: {...properties}}, options);
    },
  };
  return client;
};
