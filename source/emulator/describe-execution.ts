import type {DescribeRequest} from '../wire/describe.ts';
import {isFieldWanted, selectFields} from './describe-fields.ts';
import {toWorkspace, type ExecutionRecord} from './execution-record.ts';
import type {Hash} from './input.ts';
import {dollars, toTotalPrice} from './prices.ts';
import type {PlatformState} from './state.ts';

const noEgress = {regionLocalEgress: 0, internetEgress: 0, interRegionEgress: 0};

/** What both classes have unless the record says otherwise. Footing: documented, describe of job and analysis. */
const toCommonDefaults = (state: PlatformState, record: ExecutionRecord, nowMs: number): Hash => {
  const project = state.projects.get(record.wire.project ?? '');
  return {
    id: record.id,
    class: record.class,
    name: record.wire.executableName ?? record.id,
    tags: [],
    properties: {},
    details: {},
    created: record.created,
    modified: record.created,
    project: state.projectId,
    folder: '/',
    workspace: toWorkspace(record),
    billTo: project?.wire.billTo ?? state.accountId,
    launchedBy: state.accountId,
    region: project?.wire.region ?? 'aws:us-east-1',
    rootExecution: record.id,
    parentJob: null,
    parentAnalysis: null,
    analysis: null,
    stage: null,
    detachedFrom: null,
    stateTransitions: [],
    dependsOn: [],
    priority: 'normal',
    rank: 0,
    runInput: {},
    originalInput: record.wire.runInput ?? {},
    input: record.wire.runInput ?? {},
    output: null,
    delayWorkspaceDestruction: false,
    preserveJobOutputs: null,
    costLimit: null,
    currency: dollars,
    totalPrice: toTotalPrice(state.executions, record, nowMs),
    priceComputedAt: nowMs,
    totalEgress: noEgress,
    egressComputedAt: nowMs,
    spotCostSavings: 0,
  };
};

/** What a job has besides. Footing: documented, except `restartOn` (observed). */
const toJobDefaults = (record: ExecutionRecord): Hash => {
  const {executable, instanceType = 'mem1_ssd1_v2_x4', priority = 'normal', isFree} = record.wire;
  const isApp = executable?.startsWith('app-') === true;
  return {
    try: record.try,
    ...(typeof executable === 'string' && {[isApp ? 'app' : 'applet']: executable}),
    function: 'main',
    tryCreated: record.created,
    parentJobTry: record.wire.parentJob ? 0 : null,
    originJob: record.id,
    failureCounts: {},
    finalPriority: priority,
    instanceType,
    systemRequirements: {[record.wire.function ?? 'main']: {instanceType}},
    executionPolicy: {restartOn: {UnresponsiveWorker: 2, JMInternalError: 1, ExecutionError: 1}},
    timeout: 2_592_000_000,
    networkAccess: ['*'],
    debug: {},
    singleContext: false,
    ignoreReuse: false,
    detailedJobMetrics: false,
    httpsApp: {enabled: false},
    invoiceMetadata: null,
    isFree: isFree ?? record.wire.failureReason === 'JMInternalError',
    runSystemRequirements: {},
    runSystemRequirementsByExecutable: {},
    mergedSystemRequirementsByExecutable: {},
    internetUsageIPs: [],
    instanceTypeTransitions: [],
  };
};

const toStages = (state: PlatformState, record: ExecutionRecord, nowMs: number): Hash[] =>
  (record.stages ?? []).map(({id, execution}) => {
    const stage = state.executions.get(execution);
    return {id, execution: stage ? describeFully(state, stage, nowMs) : {id: execution}};
  });

/**
 * Every field of an execution, those on request included. Stages come with their full describes; they can be left
 * out, because they are most of the work.
 */
export const describeFully = (
  state: PlatformState,
  record: ExecutionRecord,
  nowMs: number,
  withStages = true,
): Hash => {
  const full: Hash = {
    ...toCommonDefaults(state, record, nowMs),
    ...(record.class === 'job' ? toJobDefaults(record) : {ignoreReuse: []}),
    ...(record.class === 'analysis' && withStages && {stages: toStages(state, record, nowMs)}),
    ...record.wire,
    ...record.distort,
  };
  // Footing: documented, a closed firewall is an absent field, never an empty list.
  if (Array.isArray(full.allowSSH) && full.allowSSH.length === 0) delete full.allowSSH;
  if (full.isFree === true) delete full.totalPrice;
  for (const name of record.omit ?? []) Reflect.deleteProperty(full, name);
  return full;
};

/** A describe as asked for; see `selectFields`. */
export const describeExecution = (
  state: PlatformState,
  record: ExecutionRecord,
  request: DescribeRequest,
  nowMs: number,
): Hash => selectFields(describeFully(state, record, nowMs, isFieldWanted(request, 'stages')), request);
