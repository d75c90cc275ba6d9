import type {ExecutionRecord, Failure, JobSpec, StoredFields} from './execution-record.ts';
import type {IdMaker} from './ids.ts';
import type {PlatformState} from './state.ts';
import type {Timeline} from './timeline.ts';

/** How a terminating execution is going to end. */
export type Outcome = {state: 'terminated'} | ({state: 'failed'; failureFrom?: ExecutionRecord} & Failure);

/** The steps that the lives of jobs, of analyses and of what they cost are made of; `Life` takes them. */
export interface LifeSteps {
  readonly state: PlatformState;
  readonly timeline: Timeline;
  readonly ids: IdMaker;
  /** Runs something for a record after a stretch of its life, unless its plans have changed by then. */
  afterFor(record: ExecutionRecord, delayMs: number, run: () => void): void;
  /** Makes an execution that does nothing by itself, created now or at a past moment. */
  place(
    entityClass: 'job' | 'analysis',
    wire: StoredFields,
    extra?: Partial<ExecutionRecord>,
  ): ExecutionRecord;
  /** Submits a job: it goes its way from `idle`, waiting for the executions in `waitFor`. */
  submit(spec: JobSpec, waitFor?: readonly string[], fields?: StoredFields): ExecutionRecord;
  /** Puts an execution into a state, as one of its transitions. */
  enter(record: ExecutionRecord, newState: string): void;
  /** Ends a job at once; a failure takes its tree along. */
  finish(record: ExecutionRecord, outcome: {state: 'done'; output?: Record<string, unknown>} | Outcome): void;
  /** Lets an execution walk through `terminating` to its end. One that is over or on its way is left alone. */
  terminate(record: ExecutionRecord, outcome: Outcome): void;
  /** Asks for the job's worker. */
  wantWorker(record: ExecutionRecord): void;
  /** Takes the job's worker away in the states that have none. */
  leaveWorker(record: ExecutionRecord): void;
  /** Writes down why a record failed, and which execution made it fail. */
  setFailure(record: ExecutionRecord, outcome: Extract<Outcome, {state: 'failed'}>): void;
}
