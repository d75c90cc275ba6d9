import type {StoredFields} from '../execution-record.ts';
import {InvalidInput} from '../errors.ts';
import {
  expected,
  isHash,
  readOptionalBoolean,
  readOptionalHash,
  readOptionalInteger,
  readOptionalString,
  readOptionalStrings,
  type Hash,
} from '../input.ts';
import {readOptionalProperties, readOptionalTags} from '../metadata.ts';
import {requireInstanceType} from './instance-types.ts';

/** Footing: documented, reference section D.4. */
const debugReasons = ['AppError', 'AppInternalError', 'AppInsufficientResourceError', 'ExecutionError'];

const readDebug = (input: Hash): {debugOn: string[]} | undefined => {
  const debug = readOptionalHash(input, 'debug');
  if (debug === undefined) return undefined;
  const {debugOn = []} = debug;
  if (!Array.isArray(debugOn)) throw expected('debug.debugOn', 'an array of strings');
  for (const [index, reason] of debugOn.entries()) {
    if (!debugReasons.includes(String(reason))) {
      throw expected(`debug.debugOn.${index}`, `one of ${JSON.stringify(debugReasons).slice(1, -1)}`);
    }
  }
  return {debugOn: debugOn.map(String)};
};

const readPriority = (input: Hash): string | undefined => {
  const priority = readOptionalString(input, 'priority');
  if (priority === undefined || ['low', 'normal', 'high'].includes(priority)) return priority;
  throw expected('priority', 'one of "low", "normal", "high"');
};

/** Checks the instance types of `{"<function or *>": {"instanceType"}}`. */
export const readSystemRequirements = (
  input: Hash,
  key: string,
): Record<string, {instanceType?: string}> | undefined => {
  const requirements = readOptionalHash(input, key);
  for (const [name, wanted] of Object.entries(requirements ?? {})) {
    if (!isHash(wanted)) throw expected(`${key}.${name}`, 'a hash');
    if (wanted.instanceType !== undefined) {
      requireInstanceType(`${key}.${name}.instanceType`, wanted.instanceType);
    }
  }
  return requirements as Record<string, {instanceType?: string}> | undefined;
};

const readFolder = (input: Hash): string | undefined => {
  const folder = readOptionalString(input, 'folder');
  if (folder === undefined) return undefined;
  if (!folder.startsWith('/')) throw expected('folder', 'a path that begins with "/"');
  return folder.replace(/(.)\/+$/, '$1');
};

const readPreserve = (input: Hash): Hash | null | undefined => {
  if (input.preserveJobOutputs === null) return null;
  const preserve = readOptionalHash(input, 'preserveJobOutputs');
  if (preserve) readFolder(preserve);
  return preserve;
};

const readCostLimit = (input: Hash): number | undefined => {
  const {costLimit} = input;
  if (costLimit === undefined) return undefined;
  if (typeof costLimit === 'number' && Number.isFinite(costLimit) && costLimit > 0) return costLimit;
  throw expected('costLimit', 'a positive number');
};

const readIgnoreReuse = (input: Hash, isWorkflow: boolean): boolean | undefined => {
  const {ignoreReuse} = input;
  if (!isWorkflow) return readOptionalBoolean(input, 'ignoreReuse');
  if (ignoreReuse !== undefined && !Array.isArray(ignoreReuse)) {
    throw expected('ignoreReuse', 'an array of strings');
  }
  return undefined;
};

const withoutUndefined = (fields: Record<string, unknown>): StoredFields =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

const maximumSeconds = 30 * 86_400;

/**
 * Checks the options of a run call that do not depend on the executable, and says what an execution keeps of them.
 *
 * Throws `InvalidInput`. Footing: documented fields
 * (https://documentation.dnanexus.com/developer/api/running-analyses/applets-and-entry-points#api-method-applet-xxxx-run);
 * observed, the words for property values and instance types; the others' wording and the limits of tags are assumed.
 */
export const readRunOptions = (input: Hash, isWorkflow: boolean): StoredFields => {
  const {details} = input;
  if (details !== undefined && !isHash(details) && !Array.isArray(details)) {
    throw expected('details', 'a hash or an array');
  }
  const name = readOptionalString(input, 'name');
  if (name === '') throw expected('name', 'nonempty');
  readOptionalBoolean(input, 'detach');
  readOptionalHash(input, 'systemRequirementsByExecutable');
  if (input.allowSSH === null)
    throw new InvalidInput('Expected key "allowSSH" of input to be an array of strings');
  const systemRequirements = readSystemRequirements(input, 'systemRequirements');
  return withoutUndefined({
    name,
    details,
    tags: readOptionalTags(input),
    properties: readOptionalProperties(input),
    folder: readFolder(input),
    allowSSH: readOptionalStrings(input, 'allowSSH'),
    debug: readDebug(input),
    priority: readPriority(input),
    costLimit: readCostLimit(input),
    rank: readOptionalInteger(input, 'rank', -1024, 1023),
    ignoreReuse: readIgnoreReuse(input, isWorkflow),
    delayWorkspaceDestruction: readOptionalBoolean(input, 'delayWorkspaceDestruction'),
    singleContext: readOptionalBoolean(input, 'singleContext'),
    detailedJobMetrics: readOptionalBoolean(input, 'detailedJobMetrics'),
    headJobOnDemand: readOptionalBoolean(input, 'headJobOnDemand'),
    preserveJobOutputs: readPreserve(input),
    maxTreeSpotWaitTime: readOptionalInteger(input, 'maxTreeSpotWaitTime', 0, maximumSeconds),
    maxJobSpotWaitTime: readOptionalInteger(input, 'maxJobSpotWaitTime', 0, maximumSeconds),
    runSystemRequirements: systemRequirements,
    runSystemRequirementsByExecutable: input.systemRequirementsByExecutable,
  });
};
