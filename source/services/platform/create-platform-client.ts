import {randomUUID} from 'node:crypto';
import {isIP} from 'node:net';
import {ConfigError} from '../../model/errors.ts';
import {isStartableName, isWorkflowId} from '../../model/executable.ts';
import type {Execution} from '../../model/execution.ts';
import {type ExecutionId, isExecutionId, isJobId} from '../../model/ids.ts';
import {isProjectId, type Project, type ProjectId} from '../../model/project.ts';
import {clean} from '../../model/safe-text.ts';
import {isUserId} from '../../model/user.ts';
import type {DescribeRequest} from '../../wire/describe.ts';
import type {FindProjectsRequest} from '../../wire/project.ts';
import type {NewWorkflowRequest} from '../../wire/run.ts';
import {type ApiServer, isLoopback} from '../settings/api-server.ts';
import {createCallHealth} from './call-health.ts';
import {type Clock, systemClock} from './clock.ts';
import {toFindRequest} from './executions-page.ts';
import {DETAIL_FIELDS, LIST_FIELDS, TREE_FIELDS} from './described-fields.ts';
import {toFields, toText} from './field-readers.ts';
import type {HttpClient} from './http-client.ts';
import {createRowFinder, readPage} from './page-rows.ts';
import {createPlatformCall} from './platform-call.ts';
import type {CallOptions, PlatformClient} from './platform-client.ts';
import {createRateGate, type RateGate} from './rate-gate.ts';
import type {Random} from './retry.ts';
import {EXECUTABLE_FIELDS, toExecutable} from './to-executable.ts';
import {toExecution} from './to-execution.ts';
import {FORMER_FIELDS, toFormerRun} from './to-former-run.ts';
import {isOrgId, ORG_FIELDS, toOrgSpending} from './to-org-spending.ts';
import {toRunRequest} from './to-run-request.ts';
import {toSafeJson} from './to-safe-json.ts';

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
  const {call, inTurn, misfit} = createPlatformCall({http, gate, clock, random, observe});
  const isLocalAllowed = isLoopback(settings.apiServer.host);

  const toRoute = (id: string) => `/${checkId(id, isExecutionId, 'a job or an analysis')}`;

  /** A workflow like the one of the analysis, with its inputs, which nobody sees. As `dx run --clone` does it. */
  const makeWorkflow = async (
    analysis: ExecutionId,
    project: ProjectId,
    {nonce, ...options}: CallOptions & {readonly nonce: string},
  ): Promise<string> => {
    const route = '/workflow/new';
    // A nonce belongs to one call.
    const request: NewWorkflowRequest = {
      project,
      initializeFrom: {id: analysis},
      temporary: true,
      nonce: `${nonce}-new`,
    };
    const id = toFields(await call(route, request, options))?.['id'];
    if (typeof id !== 'string' || !isWorkflowId(id)) throw misfit(route);
    return id;
  };

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
      return toSafeJson(await client.describeRaw(id, options));
    },
    describeRaw: async (id, options = {}) => call(`${toRoute(id)}/describe`, {}, options),
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
    async describeProject(id, options = {}) {
      const route = `/${checkId(id, isProjectId, 'a project')}/describe`;
      const fields = toFields(await call(route, {fields: {name: true, level: true}}, options));
      return {
        id,
        name: toText(fields?.['name'], 1000) ?? clean(id),
        level: toText(fields?.['level'], 30) ?? clean('?'),
      };
    },
    async findProjectName(id, options = {}) {
      return (await client.describeProject(id, options)).name;
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
    async describeExecutable(name, options = {}) {
      const route = `/${checkId(name, isStartableName, 'an app, an applet or a workflow')}/describe`;
      const executable = toExecutable(await call(route, {fields: EXECUTABLE_FIELDS}, options));
      if (!executable) throw misfit(route);
      return executable;
    },
    async describeFormerRun(id, options = {}) {
      const route = `${toRoute(id)}/describe`;
      const fields = toFields(await call(route, {fields: FORMER_FIELDS}, options));
      if (fields?.['id'] !== id) throw misfit(route);
      const former = toFormerRun(id, fields);
      if (former) return former;
      throw new ConfigError(
        'The platform does not say what it ran, where, and with which input.',
        `Try \`dx run --clone ${id}\`.`,
      );
    },
    async runExecutable(plan, {nonce = randomUUID(), ...options} = {}) {
      const {id: subject} = plan.executable;
      const executable = isExecutionId(subject)
        ? await makeWorkflow(subject, plan.project, {...options, nonce})
        : checkId(subject, isStartableName, 'an app, an applet or a workflow');
      const route = `/${executable}/run`;
      const id = toFields(await call(route, toRunRequest(plan, nonce), options))?.['id'];
      if (typeof id !== 'string' || !isExecutionId(id)) throw misfit(route);
      return id;
    },
    async setProperties(id, properties, options = {}) {
      await call(`${toRoute(id)}/setProperties`, {properties: {...properties}}, options);
    },
  };
  return client;
};
