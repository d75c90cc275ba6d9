import {
  isTerminal,
  pickFields,
  withoutFields,
  type ExecutionRecord,
  type Failure,
  type JobSpec,
  type StoredFields,
} from './execution-record.ts';
import type {Life, Outcome} from './life.ts';

/** How long a job stays restartable, in milliseconds of unscaled job life. Footing: assumed. */
const restartMs = 3_000;
/** Footing: documented as both 2 days and 72 hours; the shorter is used. */
const holdMs = 48 * 3_600_000;

/** What a next try begins without. */
const fieldsOfTry = [
  'startedRunning',
  'stoppedRunning',
  'failureReason',
  'failureMessage',
  'failureFrom',
] as const;

/** The life of jobs from `runnable` to the end of their code, try after try. */
export class JobLife {
  readonly #life: Life;

  constructor(life: Life) {
    this.#life = life;
  }

  /** Queues a job for a worker; it gets one, boots and runs as its plan says, or stays without a plan. */
  makeRunnable(record: ExecutionRecord): void {
    this.#life.enter(record, 'runnable');
    const {plan} = record;
    if (plan === undefined) return;
    this.#life.afterFor(record, plan.queueMs, () => {
      // Footing: observed, `startedRunning` precedes the transition to `running`.
      record.wire.startedRunning = this.#life.timeline.currentMs;
      record.wire.workspace ??= this.#life.ids('container');
      this.#life.afterFor(record, plan.bootMs, () => this.run(record));
    });
  }

  /** The job's code has begun: from here on it can be attached once its worker is there. */
  run(record: ExecutionRecord): void {
    const {plan} = record;
    record.wire.startedRunning ??= this.#life.timeline.currentMs;
    this.#life.enter(record, 'running');
    if (plan === undefined) return;
    this.#life.afterFor(record, plan.hostMs, () => this.#life.wantWorker(record));
    const failing = plan.failedTries?.[record.try];
    this.#life.afterFor(record, failing?.runMs ?? plan.runMs, () => this.#endCode(record, failing));
    for (const {afterMs, spec} of failing ? [] : (plan.subjobs ?? [])) {
      this.#life.afterFor(record, afterMs, () => this.#submitSubjob(record, spec));
    }
  }

  /** Begins the next try of a job. Footing: documented, tries; the earlier one's state `restarted` as well. */
  restart(record: ExecutionRecord): void {
    this.#life.leaveWorker(record);
    const {currentMs} = this.#life.timeline;
    if (record.wire.startedRunning !== undefined) record.wire.stoppedRunning ??= currentMs;
    const {wire} = record;
    const restarted = {newState: 'restarted', setAt: currentMs};
    record.wire = {
      ...wire,
      state: 'restarted',
      stateTransitions: [...(wire.stateTransitions ?? []), restarted],
    };
    this.#life.state.executions.startNextTry(record);
    record.epoch += 1;
    const reason = wire.failureReason ?? 'ExecutionError';
    const counts = {...wire.failureCounts, [reason]: (wire.failureCounts?.[reason] ?? 0) + 1};
    const {debug, ...rest} = withoutFields(wire, fieldsOfTry);
    record.wire = {...rest, failureCounts: counts, tryCreated: currentMs, stateTransitions: []};
    if (debug?.debugOn) record.wire.debug = {debugOn: debug.debugOn};
    this.makeRunnable(record);
  }

  #endCode(record: ExecutionRecord, failing: Failure | undefined): void {
    const end = record.plan?.end;
    if (end === undefined) return;
    if (failing) {
      this.#life.setFailure(record, {state: 'failed', ...failing});
      this.#life.enter(record, 'restartable');
      this.#life.afterFor(record, restartMs, () => this.restart(record));
    } else if (end.state === 'failed') {
      this.#failOrHold(record, end);
    } else if (this.#life.state.executions.children(record.id).some((child) => !isTerminal(child))) {
      this.#life.enter(record, 'waiting_on_output');
    } else {
      this.#life.finish(record, end);
    }
  }

  #failOrHold(record: ExecutionRecord, failure: Failure): void {
    const {failureReason, failureMessage} = failure;
    const outcome: Outcome = {state: 'failed', failureReason, failureMessage};
    if (!record.wire.debug?.debugOn?.includes(failureReason)) {
      this.#life.finish(record, outcome);
      return;
    }
    // Footing: documented, "Connecting to Jobs": the reason shows in `debug` while the job is held.
    record.wire.debug = {...record.wire.debug, failureReason, failureMessage};
    this.#life.enter(record, 'debug_hold');
    this.#life.afterFor(record, holdMs, () => this.#life.terminate(record, outcome));
  }

  #submitSubjob(parent: ExecutionRecord, spec: JobSpec): void {
    const {originJob, rootExecution} = parent.wire;
    const names = ['project', 'launchedBy', 'priority', 'executable', 'executableName'] as const;
    const inherited = {...pickFields(parent.wire, names), ...spec.fields};
    const placed: StoredFields = {
      parentJob: parent.id,
      parentJobTry: parent.try,
      originJob: originJob ?? parent.id,
      rootExecution: rootExecution ?? parent.id,
    };
    this.#life.submit({...spec, fields: inherited}, [], placed);
  }
}
