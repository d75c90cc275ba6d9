import {isHash, type Hash} from '../input.ts';

/** A value that another execution is still to give. Footing: documented, job-based object references. */
export interface Reference {
  readonly execution: string;
  readonly field: string;
  /** Takes one element of an array. */
  readonly index?: number;
}

/** A value that another stage of the same workflow is to give. */
interface StageReference {
  readonly stage: string;
  readonly outputField: string;
}

const toLink = (value: unknown): Hash | undefined => {
  if (!isHash(value)) return undefined;
  const link = value.$dnanexus_link;
  return isHash(link) ? link : undefined;
};

/** The reference that a value is, in its long form, the short form `{job, field}`, or that of an analysis's stage. */
export const toReference = (value: unknown): Reference | undefined => {
  const link = toLink(value) ?? (isHash(value) ? value : {});
  const {job, analysis, stage, field, index} = link;
  if (typeof field !== 'string') return undefined;
  const at = typeof index === 'number' ? {index} : {};
  if (typeof job === 'string' && job.startsWith('job-')) return {execution: job, field, ...at};
  if (typeof analysis !== 'string') return undefined;
  return {execution: analysis, field: typeof stage === 'string' ? `${stage}.${field}` : field, ...at};
};

const toStageReference = (value: unknown): StageReference | undefined => {
  const link = toLink(value);
  if (link === undefined || link.job !== undefined || link.analysis !== undefined) return undefined;
  const {stage, outputField} = link;
  return typeof stage === 'string' && typeof outputField === 'string' ? {stage, outputField} : undefined;
};

/** The ID of the data object that a value links to: `{"$dnanexus_link": "file-…"}` or `{…: {"project", "id"}}`. */
export const toObjectId = (value: unknown): string | undefined => {
  const link = isHash(value) ? value.$dnanexus_link : undefined;
  const id = isHash(link) ? link.id : link;
  return typeof id === 'string' ? id : undefined;
};

/** Puts something else in the place of values, deep within arrays and hashes; `replace` returns undefined to go deeper. */
const mapValues = (value: unknown, replace: (value: unknown) => unknown): unknown => {
  const replaced = replace(value);
  if (replaced !== undefined) return replaced;
  if (Array.isArray(value)) return value.map((item) => mapValues(item, replace));
  if (!isHash(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapValues(item, replace)]));
};

/** The executions that an input refers to, each once. */
export const findReferences = (input: unknown): string[] => {
  const found = new Set<string>();
  mapValues(input, (value) => {
    const reference = toReference(value);
    if (reference) found.add(reference.execution);
    return reference && value;
  });
  return [...found];
};

/** The data objects that an input links to, each once. */
export const findObjects = (input: unknown): string[] => {
  const found = new Set<string>();
  mapValues(input, (value) => {
    const id = toObjectId(value);
    if (id !== undefined) found.add(id);
    return id === undefined ? undefined : value;
  });
  return [...found];
};

/** The stages that an input refers to, each once. */
export const findStages = (input: unknown): string[] => {
  const found = new Set<string>();
  mapValues(input, (value) => {
    const reference = toStageReference(value);
    if (reference) found.add(reference.stage);
    return reference && value;
  });
  return [...found];
};

/** Turns references to stages into references to the jobs or nested analyses that run them. */
export const replaceStages = (input: Hash, toExecution: (stage: string) => string | undefined): Hash =>
  mapValues(input, (value) => {
    const reference = toStageReference(value);
    const execution = reference && toExecution(reference.stage);
    if (reference === undefined) return undefined;
    if (execution === undefined) return value;
    const key = execution.startsWith('analysis-') ? 'analysis' : 'job';
    return {$dnanexus_link: {[key]: execution, field: reference.outputField}};
  }) as Hash;

/**
 * Puts outputs in the place of references.
 *
 * Throws what `toMissing` makes of the first reference whose execution has no such output.
 */
export const resolveReferences = (
  input: Hash,
  toOutput: (execution: string) => Hash | undefined,
  toMissing: (reference: Reference) => Error,
): Hash =>
  mapValues(input, (value) => {
    const reference = toReference(value);
    if (reference === undefined) return undefined;
    const output = toOutput(reference.execution)?.[reference.field];
    const result: unknown =
      reference.index !== undefined && Array.isArray(output)
        ? (output as unknown[])[reference.index]
        : output;
    if (result === undefined || result === null) throw toMissing(reference);
    return result;
  }) as Hash;
