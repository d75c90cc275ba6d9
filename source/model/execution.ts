import type {AnalysisId, ExecutionId, JobId} from './ids.ts';
import type {SafeText} from './safe-text.ts';

/**
 * What is known of a job or an analysis.
 *
 * Every field that the platform may leave out, or send in a shape we do not know, is `undefined` then; `id`, `class`
 * and `state` are always there, an unreadable state as `unknown`. Times are milliseconds since the Unix epoch.
 */
export type Execution = Job | Analysis;

interface ExecutionFacts {
  /** The platform's own word, cleaned; `unknown` when it was missing or not a text. */
  readonly state: SafeText;
  readonly name: SafeText | undefined;
  readonly executableName: SafeText | undefined;
  readonly createdMs: number | undefined;
  readonly modifiedMs: number | undefined;
  readonly launchedBy: SafeText | undefined;
  readonly project: SafeText | undefined;
  readonly rootExecution: ExecutionId | undefined;
  readonly parentJob: JobId | undefined;
  readonly parentAnalysis: AnalysisId | undefined;
  readonly stateTransitions: readonly StateTransition[];
  readonly failure: Failure | undefined;
  readonly tags: readonly SafeText[];
  /** Told by a describe only; `[]` in a list. */
  readonly properties: readonly Property[];
  readonly price: Price | undefined;
  /** Who pays for it: a user or an organization. */
  readonly billTo?: SafeText | undefined;
  /** What it may cost with all below it, in the currency of its price; `undefined` without a limit. */
  readonly costLimit?: number | undefined;
}

/** One unit of execution on one worker. */
export interface Job extends ExecutionFacts {
  readonly class: 'job';
  readonly id: JobId;
  readonly originJob: JobId | undefined;
  readonly function: SafeText | undefined;
  /** The first try is 0; `undefined` for jobs from before tries had numbers. */
  readonly tryNumber: number | undefined;
  readonly instanceType: SafeText | undefined;
  /** When the worker was acquired; up to a minute before the `running` transition. Billing counts from it. */
  readonly startedRunningMs: number | undefined;
  readonly stoppedRunningMs: number | undefined;
  /** How long each try may run, in milliseconds; 30 days unless somebody set another limit. */
  readonly timeoutMs?: number | undefined;
  /** `[]` when SSH is closed. */
  readonly allowSSH: readonly SafeText[];
  /** Where the job may connect to: `*` for everywhere, `[]` for nowhere but the platform; `undefined` until it is described. */
  readonly networkAccess?: readonly SafeText[] | undefined;
  readonly worker: Worker | undefined;
  /**
   * The workers of a cluster job besides the driver, worker 1 first; `undefined` for one whose host is not known. `[]`
   * for any other job.
   */
  readonly clusterWorkers: readonly (Worker | undefined)[];
  readonly debugOn: readonly SafeText[];
  /** The job whose output this one took over instead of running; it has the log. */
  readonly reusedFrom: JobId | undefined;
}

/** What running a workflow creates. */
export interface Analysis extends ExecutionFacts {
  readonly class: 'analysis';
  readonly id: AnalysisId;
}

/** Where a job's worker can be reached. */
export interface Worker {
  readonly host: SafeText;
  /** 22 when the platform names none. */
  readonly sshPort: number;
  /** The published OpenSSH public key line; `undefined` until it is known. Not to be shown. */
  readonly sshHostKey: string | undefined;
  /** Of that key, as `ssh-keygen -l` prints it; `undefined` where the line is none. Tells one machine from another. */
  readonly fingerprint?: string | undefined;
}

/** A name that somebody gave a value on an execution. */
export interface Property {
  readonly name: SafeText;
  readonly value: SafeText;
}

/** When an execution entered a state. */
export interface StateTransition {
  readonly state: SafeText;
  readonly atMs: number;
}

/** Why an execution failed, or is held for debugging. */
export interface Failure {
  readonly reason: SafeText | undefined;
  readonly message: SafeText | undefined;
  /** The execution in the tree that failed first, when it is another one. */
  readonly from:
    | {
        readonly id: ExecutionId | undefined;
        readonly name: SafeText | undefined;
        readonly executableName: SafeText | undefined;
      }
    | undefined;
}

/** A sum of money. */
export interface Price {
  /** In whole units of the currency. */
  readonly amount: number;
  /** Such as `$`; empty when the platform named no currency. */
  readonly symbol: SafeText;
  readonly isSymbolLeft: boolean;
}

/** The states that an execution never leaves. */
export const TERMINAL_STATES: readonly string[] = ['done', 'failed', 'terminated'];

/** The states that an execution can still leave; together with the terminal ones, all that are documented. */
export const ACTIVE_STATES: readonly string[] = [
  'idle',
  'waiting_on_input',
  'runnable',
  'running',
  'waiting_on_output',
  'debug_hold',
  'restartable',
  'unresponsive',
  'terminating',
  'in_progress',
  'partially_failed',
];

/** Whether an execution has reached a state that it never leaves. */
export const isTerminal = (execution: Pick<Execution, 'state'>): boolean =>
  TERMINAL_STATES.includes(execution.state);

/**
 * Why nobody can attach to an execution now, as a short phrase; `undefined` when one can.
 *
 * Source: the platform accepts SSH for jobs that are `running` or in `debug_hold`; `dx ssh` waits in the states before.
 */
export const attachObstacle = (execution: Execution): string | undefined => {
  if (execution.class === 'analysis') return 'an analysis has no worker; pick one of its jobs';
  if (isTerminal(execution)) return `job is ${execution.state}`;
  if (execution.state === 'terminating') return 'job is terminating';
  if (execution.state === 'running' || execution.state === 'debug_hold') return undefined;
  return `job is ${execution.state}, it has no worker yet`;
};

/**
 * How long a job has had its worker, in milliseconds, up to `nowMs` for one that still has it; `undefined` before.
 * Never negative, whatever the clocks say.
 */
export const runningTimeMs = (execution: Execution, nowMs: number): number | undefined => {
  if (execution.class === 'analysis') {
    if (execution.createdMs === undefined) return undefined;
    const last = execution.stateTransitions.at(-1);
    const endMs = isTerminal(execution) ? (last?.atMs ?? execution.modifiedMs) : nowMs;
    return endMs === undefined ? undefined : Math.max(0, endMs - execution.createdMs);
  }
  if (execution.startedRunningMs === undefined) return undefined;
  const endMs = execution.stoppedRunningMs ?? (isTerminal(execution) ? execution.modifiedMs : nowMs);
  return endMs === undefined ? undefined : Math.max(0, endMs - execution.startedRunningMs);
};

/** Whether two descriptions are of the same execution and, where it was restarted, of the same try. */
export const isSameTry = (one: Execution, other: Execution): boolean =>
  one.id === other.id &&
  (one.class === 'job' && other.class === 'job' ? one.tryNumber === other.tryNumber : true);

/**
 * What is known of an execution from its own describe and from the list together: everything that only the describe
 * has, and the state as whichever of the two saw it later.
 */
export const withLatest = (described: Execution, listed: Execution): Execution => {
  if ((listed.modifiedMs ?? 0) <= (described.modifiedMs ?? 0)) return described;
  const {state, modifiedMs, failure, price} = listed;
  const latest = {state, modifiedMs, failure, price};
  if (described.class === 'analysis' || listed.class === 'analysis') return {...described, ...latest};
  return {
    ...described,
    ...latest,
    startedRunningMs: listed.startedRunningMs,
    stoppedRunningMs: listed.stoppedRunningMs,
    tryNumber: listed.tryNumber,
  };
};
