import type {WireAnalysis} from '../wire/analysis.ts';
import type {WireParameter} from '../wire/executable.ts';
import type {WireJob} from '../wire/job.ts';

/** What is stored of an execution under its wire names; everything else gets a default when described. */
export type StoredFields = Partial<Omit<WireJob, 'id' | 'class' | 'created' | 'try'>> &
  Pick<WireAnalysis, 'workflow'>;

/** Why an execution failed. */
export interface Failure {
  failureReason: string;
  failureMessage: string;
  /** What the job's tool prints at last, for its log; the message when absent. */
  lastWords?: readonly string[];
}

/** What a job is going to do, in milliseconds of unscaled job life. Infinity means never. */
export interface JobPlan {
  /** From being runnable to having a worker. */
  queueMs: number;
  /** From having a worker to running the job's code. */
  bootMs: number;
  /** From running to a worker that can be reached; infinity for one that never can. */
  hostMs: number;
  runMs: number;
  /** How it ends after `runMs`. */
  end: {state: 'done'; output?: Record<string, unknown>} | ({state: 'failed'} & Failure);
  /** Earlier tries, each failing after its `runMs`. */
  failedTries?: readonly (Failure & {runMs: number})[];
  /** Jobs that this one creates while it runs. */
  subjobs?: readonly {afterMs: number; spec: JobSpec}[];
  /** Worker nodes besides the driver, for cluster jobs. */
  clusterNodes?: number;
  /** Shell text that is the job, for those who attach. */
  program?: string;
  /** Whether the end of that program, instead of `runMs` and `end`, decides how the job ends. */
  isDecidedByProgram?: boolean;
  /** How long it may run before it fails with JobTimeoutExceeded; without a limit when absent. */
  timeoutMs?: number;
  /** What its outputs must be; anything when absent. */
  outputSpec?: readonly WireParameter[];
}

/** A job to be submitted. */
export interface JobSpec {
  fields: StoredFields;
  plan: JobPlan;
}

/** One stage of an analysis to be submitted: a job, or an analysis of its own. */
export interface StageSpec {
  id?: string;
  name: string;
  /** Earlier stages by position. */
  after?: readonly number[];
  spec: JobSpec | AnalysisSpec;
  /** An execution of an earlier analysis that stands in for this stage. */
  reuse?: string;
}

/** An analysis to be submitted. */
export interface AnalysisSpec {
  fields: StoredFields;
  stages: readonly StageSpec[];
  /** What one failed stage does to the others; `failAllStages` when absent. */
  onNonRestartableFailure?: 'failStage' | 'failAllStages';
}

/** One execution, or one earlier try of a job, kept slim: describes are built from it on demand. */
export interface ExecutionRecord {
  readonly id: string;
  readonly class: 'job' | 'analysis';
  /** Milliseconds since the Unix epoch; with `sequence` and `try` it orders every list. */
  readonly created: number;
  /** Counts submissions, so that executions created in one millisecond have an order. */
  readonly sequence: number;
  try: number;
  wire: StoredFields;
  /** Fields that describes leave out although the platform always has them; for hostile scenarios. */
  omit?: readonly string[];
  /** Values that describes show instead, of any type; for hostile scenarios. Filters do not see them. */
  distort?: Readonly<Record<string, unknown>>;
  plan?: JobPlan;
  /** Events planned under another epoch no longer apply. */
  epoch: number;
  /** Whether a worker should be reachable now. */
  wantsWorker: boolean;
  /** Analyses: the stages in their order. */
  stages?: readonly {id: string; execution: string}[];
  onNonRestartableFailure?: 'failStage' | 'failAllStages';
  /** How a held job is going to end. */
  heldOutcome?: {state: 'terminated'} | ({state: 'failed'} & Failure);
  /** Analyses: someone asked for termination. */
  isTerminating?: boolean;
  /** Which executions wait for this one. */
  dependants?: string[];
}

/** States that an execution never leaves. Footing: documented, reference of job and analysis states. */
const terminalStates = new Set(['done', 'failed', 'terminated']);

/** Whether an execution is over. */
export const isTerminal = (record: ExecutionRecord): boolean => terminalStates.has(record.wire.state ?? '');

/** Whether a state is one in which a worker accepts logins. Footing: documented, "Connecting to Jobs". */
export const isAttachable = (record: ExecutionRecord): boolean =>
  record.class === 'job' && (record.wire.state === 'running' || record.wire.state === 'debug_hold');

/**
 * The container that a job works in, which it shares with its subjobs.
 *
 * Footing: documented; that it is there from the beginning is assumed: the official client cannot show a null.
 */
export const toWorkspace = ({id, wire}: ExecutionRecord): string =>
  wire.workspace ?? (wire.originJob ?? id).replace(/^[a-z]+/, 'container');

/** The named fields that are set, for handing them down. */
export const pickFields = (fields: StoredFields, names: readonly (keyof StoredFields)[]): StoredFields =>
  Object.fromEntries(names.filter((name) => fields[name] !== undefined).map((name) => [name, fields[name]]));

/** All fields but the named ones. */
export const withoutFields = (fields: StoredFields, names: readonly (keyof StoredFields)[]): StoredFields =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => !names.some((unwanted) => unwanted === name)));
