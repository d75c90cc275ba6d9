import {entityNotFound, InvalidInput, PermissionDenied} from './errors.ts';
import type {ExecutionRecord} from './execution-record.ts';
import {
  isHash,
  readOptionalBoolean,
  readOptionalHash,
  readOptionalOneOrMore,
  readOptionalString,
  readOptionalStringOrNull,
  readOptionalStrings,
  type Hash,
} from './input.ts';
import {toNameMatcher, toPropertiesMatcher, toTagsMatcher} from './patterns.ts';
import type {PlatformState} from './state.ts';

/** Whether an execution belongs to an answer. */
export type RecordFilter = (record: ExecutionRecord) => boolean;

const isOneOf =
  (read: (record: ExecutionRecord) => unknown, values: readonly string[]): RecordFilter =>
  (record) => {
    const value = read(record);
    return typeof value === 'string' && values.includes(value);
  };

/** Footing: documented; without a project, those with an explicit permission, public ones not searched. */
const toProjectFilter = (project: string | undefined, state: PlatformState, userId: string): RecordFilter => {
  if (project === undefined) {
    const explicit = new Set(
      [...state.projects.values()].filter((p) => p.levels.has(userId)).map((p) => p.wire.id),
    );
    return ({wire}) => explicit.has(wire.project ?? '');
  }
  if (!state.projects.has(project)) throw entityNotFound(project);
  if (!state.canView(project, userId)) {
    // Footing: observed message.
    throw new PermissionDenied('At least VIEW permission is required to search within a project');
  }
  return ({wire}) => wire.project === project;
};

/** Footing: documented, either bound or both; that both are inclusive is assumed. */
const toCreatedFilter = (created: unknown): RecordFilter => {
  if (!isHash(created)) throw new InvalidInput('Expected key "created" of input to be a hash');
  const {after = Number.NEGATIVE_INFINITY, before = Number.POSITIVE_INFINITY} = created;
  if (typeof after !== 'number' || typeof before !== 'number') {
    throw new InvalidInput('Expected key "created" of input to hold integers in "after" and "before"');
  }
  return (record) => record.created >= after && record.created <= before;
};

const readClass = (input: Hash): string | undefined => {
  const entityClass = readOptionalString(input, 'class');
  if (entityClass === undefined || entityClass === 'job' || entityClass === 'analysis') return entityClass;
  throw new InvalidInput('Expected key "class" of input to be one of "job", "analysis"');
};

/**
 * Builds the filter that a find request asks for; throws `InvalidInput`, or what a forbidden project deserves.
 *
 * Footing: documented (https://documentation.dnanexus.com/developer/api/search#api-method-system-findexecutions).
 */
export const toRecordFilter = (input: Hash, state: PlatformState, userId: string): RecordFilter => {
  const filters: RecordFilter[] = [];
  const {executions} = state;
  const entityClass = readClass(input);
  if (entityClass !== undefined) filters.push((record) => record.class === entityClass);
  if (readOptionalBoolean(input, 'includeSubjobs') === false) filters.push(({wire}) => !wire.parentJob);

  const launchedBy = readOptionalString(input, 'launchedBy');
  if (launchedBy !== undefined) {
    const wanted = launchedBy === 'self' ? userId : launchedBy;
    filters.push(({wire}) => wire.launchedBy === wanted);
  }
  const executable = readOptionalString(input, 'executable');
  if (executable !== undefined) filters.push(({wire}) => wire.executable === executable);
  const ids = readOptionalStrings(input, 'id');
  if (ids) filters.push(isOneOf(({id}) => id, ids));
  const states = readOptionalOneOrMore(input, 'state');
  if (states) filters.push(isOneOf(({wire}) => wire.state, states));
  const originJobs = readOptionalOneOrMore(input, 'originJob');
  if (originJobs) {
    filters.push(
      (record) => record.class === 'job' && originJobs.includes(record.wire.originJob ?? record.id),
    );
  }
  const roots = readOptionalOneOrMore(input, 'rootExecution');
  if (roots) filters.push(isOneOf((record) => record.wire.rootExecution ?? record.id, roots));
  for (const key of ['parentJob', 'parentAnalysis'] as const) {
    const parent = readOptionalStringOrNull(input, key);
    if (parent !== undefined) filters.push(({wire}) => (wire[key] ?? null) === parent);
  }
  if (input.created !== undefined) filters.push(toCreatedFilter(input.created));
  if (input.name !== undefined) {
    const matches = toNameMatcher(input.name);
    filters.push((record) => matches(record.wire.name));
  }
  if (input.tags !== undefined) {
    const matches = toTagsMatcher(input.tags);
    filters.push((record) => matches(record.wire.tags));
  }
  const properties = readOptionalHash(input, 'properties');
  if (properties) {
    const matches = toPropertiesMatcher(properties);
    filters.push((record) => matches(record.wire.properties ?? {}));
  }
  filters.push(toProjectFilter(readOptionalString(input, 'project'), state, userId));
  // Last, because it looks each record up by its ID, which costs more than all others.
  if (readOptionalBoolean(input, 'includeRestarted') !== true)
    filters.push((record) => executions.isLatest(record));
  return (record) => filters.every((matches) => matches(record));
};
