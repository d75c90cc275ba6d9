import type {
  Analysis,
  Execution,
  Failure,
  Job,
  Price,
  Property,
  StateTransition,
} from '../../model/execution.ts';
import {type AnalysisId, type ExecutionId, isExecutionId, isJobId, type JobId} from '../../model/ids.ts';
import {clean, type SafeText} from '../../model/safe-text.ts';
import {type Fields, mapList, toFields, toSharedText, toText, toTexts, toTimeMs} from './field-readers.ts';
import {toClusterWorkers, toWorker} from './to-worker.ts';

/** A failure message is shown in full, so it may be longer than a name; real ones are cut by the platform far earlier. */
const MAX_MESSAGE_LENGTH = 16 * 1024;

const MOST_PROPERTIES = 200;

const UNKNOWN = clean('unknown');
const NO_SYMBOL = clean('');
const NO_FIELDS: Fields = {};
const NO_PROPERTIES: readonly Property[] = [];

const toJobId = (value: unknown): JobId | undefined =>
  typeof value === 'string' && isJobId(value) ? value : undefined;

const toAnalysisId = (value: unknown): AnalysisId | undefined =>
  typeof value === 'string' && isExecutionId(value) && !isJobId(value) ? value : undefined;

const toExecutionId = (value: unknown): ExecutionId | undefined => toJobId(value) ?? toAnalysisId(value);

const toState = (value: unknown): SafeText => toSharedText(value, 100) ?? UNKNOWN;

const toTransitions = (value: unknown): readonly StateTransition[] =>
  mapList(value, (item) => {
    const fields = toFields(item);
    const atMs = toTimeMs(fields?.['setAt']);
    return fields && atMs !== undefined ? {state: toState(fields['newState']), atMs} : [];
  });

const toFrom = (value: unknown, ownId: string): Failure['from'] => {
  const fields = toFields(value);
  const id = toExecutionId(fields?.['id']);
  if (fields === undefined || id === ownId) return undefined;
  const name = toText(fields['name']);
  const executableName = toText(fields['executableName']);
  return (id ?? name ?? executableName) ? {id, name, executableName} : undefined;
};

/** While a job is held, its failure is told in `debug`; its own fields are filled only when it has ended. */
const toFailure = (ownId: ExecutionId, fields: Fields): Failure | undefined => {
  const debug = toFields(fields['debug']);
  const places = fields['state'] === 'debug_hold' ? [debug, fields] : [fields, debug];
  const read = (name: string, maxLength?: number) =>
    toText(places[0]?.[name], maxLength) ?? toText(places[1]?.[name], maxLength);
  const reason = read('failureReason');
  const message = read('failureMessage', MAX_MESSAGE_LENGTH);
  const from = toFrom(fields['failureFrom'], ownId);
  return (reason ?? message ?? from) ? {reason, message, from} : undefined;
};

const toPositive = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : undefined;

/** What an execution has cost; `undefined` when the platform does not say. */
export const toPrice = ({totalPrice, currency}: Fields): Price | undefined => {
  if (typeof totalPrice !== 'number' || !Number.isFinite(totalPrice) || totalPrice < 0) return undefined;
  const fields = toFields(currency);
  return {
    amount: totalPrice,
    symbol: toSharedText(fields?.['symbol'], 8) ?? NO_SYMBOL,
    isSymbolLeft: fields?.['symbolPosition'] !== 'right',
  };
};

/** As many as anybody would read; a value that is no text is left out. */
const toProperties = (value: unknown): readonly Property[] => {
  const fields = toFields(value);
  if (fields === undefined) return NO_PROPERTIES;
  return Object.entries(fields)
    .slice(0, MOST_PROPERTIES)
    .flatMap(([name, raw]) => {
      const text = toText(raw, 1000);
      return text === undefined ? [] : {name: clean(name, 300), value: text};
    });
};

const toFacts = (id: ExecutionId, fields: Fields): Omit<Analysis, 'id' | 'class'> => ({
  state: toState(fields['state']),
  name: toText(fields['name']),
  executableName: toSharedText(fields['executableName']),
  createdMs: toTimeMs(fields['created']),
  modifiedMs: toTimeMs(fields['modified']),
  launchedBy: toSharedText(fields['launchedBy'], 300),
  project: toSharedText(fields['project'], 100),
  // Most are roots themselves, and need no second copy of their ID.
  rootExecution: fields['rootExecution'] === id ? id : toExecutionId(fields['rootExecution']),
  parentJob: toJobId(fields['parentJob']),
  parentAnalysis: toAnalysisId(fields['parentAnalysis']),
  stateTransitions: toTransitions(fields['stateTransitions']),
  failure: toFailure(id, fields),
  tags: toTexts(fields['tags']),
  properties: toProperties(fields['properties']),
  price: toPrice(fields),
  billTo: toSharedText(fields['billTo'], 100),
  costLimit: toPositive(fields['costLimit']),
});

const toJob = (id: JobId, fields: Fields, isLocalAllowed: boolean): Job => {
  const tryNumber = fields['try'];
  return {
    class: 'job',
    id,
    ...toFacts(id, fields),
    originJob: toJobId(fields['originJob']),
    function: toSharedText(fields['function']),
    tryNumber: Number.isSafeInteger(tryNumber) && Number(tryNumber) >= 0 ? Number(tryNumber) : undefined,
    instanceType: toSharedText(fields['instanceType'], 100),
    startedRunningMs: toTimeMs(fields['startedRunning']),
    stoppedRunningMs: toTimeMs(fields['stoppedRunning']),
    timeoutMs: toPositive(fields['timeout']),
    allowSSH: toTexts(fields['allowSSH']),
    ...(Array.isArray(fields['networkAccess']) && {networkAccess: toTexts(fields['networkAccess'])}),
    worker: toWorker(fields, isLocalAllowed),
    clusterWorkers: toClusterWorkers(fields['clusterSlaves'], isLocalAllowed),
    debugOn: toTexts(toFields(fields['debug'])?.['debugOn']),
    reusedFrom: toJobId(fields['outputReusedFrom']),
  };
};

/**
 * Turns a described job or analysis, as it came from the network, into what dxtop works with. Every field is looked at
 * by itself: one that is missing or of another type is unknown then, and the others stand.
 *
 * Shape: `undefined` when the ID is not in the platform's form, for nothing can be done with that.
 *
 * @param described may be anything; then all but the ID is unknown
 * @param isLocalAllowed whether a worker may be on this computer: only when the API server is
 */
export const toExecution = (
  id: unknown,
  described: unknown,
  isLocalAllowed: boolean,
): Execution | undefined => {
  const fields = toFields(described) ?? NO_FIELDS;
  const jobId = toJobId(id);
  if (jobId !== undefined) return toJob(jobId, fields, isLocalAllowed);
  const analysisId = toAnalysisId(id);
  return analysisId && {class: 'analysis', id: analysisId, ...toFacts(analysisId, fields)};
};
