import {
  isTerminal,
  pickFields,
  withoutFields,
  type ExecutionRecord,
  type Failure,
  type JobPlan,
  type JobSpec,
  type StoredFields,
} from './execution-record.ts';
import {watchCost} from './cost-limit.ts';
import type {Hash} from './input.ts';
import type {LifeSteps, Outcome} from './life-steps.ts';
import {
  hasUsedSpotTries,
  mergePolicies,
  shouldRestart,
  type ExecutionPolicy,
} from './run/execution-policy.ts';
import {resolveReferences} from './run/references.ts';

/** How long a job stays restartable, in milliseconds of unscaled job life. Footing: assumed. */
const restartMs = 3_000;
/** Footing: documented as both 2 days and 72 hours; the shorter is used. */
export const defaultHoldMs = 48 * 3_600_000;
/** How long a silent worker is waited for. Footing: assumed. */
const silenceMs = 10 * 60_000;

/** What a next try begins without. */
const fieldsOfTry = [
  'startedRunning',
  'stoppedRunning',
  'failureReason',
  'failureMessage',
  'failureFrom',
] as const;

class MissingOutput extends Error {}

/** The life of jobs from `runnable` to the end of their code, try after try. */
export class JobLife {
  readonly #life: LifeSteps;
  /** How long a held job is kept, in milliseconds of unscaled job life. */
  holdMs = defaultHoldMs;

  constructor(life: LifeSteps) {
    this.#life = life;
  }

  /** Queues a job for a worker; it gets one, boots and runs as its plan says, or stays without a plan. */
  makeRunnable(record: ExecutionRecord): void {
    if (!this.#resolveInput(record)) return;
    this.#life.enter(record, 'runnable');
    const {plan} = record;
    if (plan === undefined) return;
    this.#life.afterFor(record, plan.queueMs, () => {
      // Footing: observed, `startedRunning` precedes the transition to `running`.
      record.wire.startedRunning = this.#life.timeline.currentMs;
      watchCost(this.#life, record);
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
    this.#life.afterFor(record, failing?.runMs ?? plan.runMs, () => this.#endCode(record, plan, failing));
    if (plan.timeoutMs !== undefined) this.#limitTime(record, plan.timeoutMs);
    for (const {afterMs, spec} of failing ? [] : (plan.subjobs ?? [])) {
      this.#life.afterFor(record, afterMs, () => this.submitSubjob(record, spec));
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

  /** The job's code ended well. It is done when its subjobs are. */
  succeed(record: ExecutionRecord, output: Hash): void {
    record.epoch += 1;
    if (record.plan) record.plan = {...record.plan, end: {state: 'done', output}};
    if (this.#life.state.executions.children(record.id).some((child) => !isTerminal(child))) {
      this.#life.enter(record, 'waiting_on_output');
    } else {
      this.complete(record);
    }
  }

  /** A job whose code and subjobs are over is done, with the outputs of subjobs in the place of references. */
  complete(record: ExecutionRecord): void {
    const end = record.plan?.end;
    if (end?.state === 'failed') return;
    try {
      this.#life.finish(record, {state: 'done', output: this.#resolve(end?.output ?? {})});
    } catch (error) {
      if (!(error instanceof MissingOutput)) throw error;
      this.failTry(record, {failureReason: 'OutputError', failureMessage: error.message});
    }
  }

  /**
   * The present try of a job failed: it is held, started anew, or over, in this order of precedence.
   *
   * Footing: documented, `debugOn` and the policy, the platform's own when the job names none; which of them comes
   * first is assumed.
   *
   * @param isScripted the plan's last word, which only a policy of the job's own changes
   */
  failTry(record: ExecutionRecord, failure: Failure, isScripted = false): void {
    if (isTerminal(record) || record.wire.state === 'terminating') return;
    const {failureReason, failureMessage} = failure;
    if (record.wire.state === 'running' && record.wire.debug?.debugOn?.includes(failureReason)) {
      this.hold(record, {state: 'failed', failureReason, failureMessage});
      return;
    }
    const own = record.wire.executionPolicy as ExecutionPolicy | undefined;
    const policy = isScripted ? own : mergePolicies(own);
    const {failureCounts = {}} = record.wire;
    if (shouldRestart(policy, failureReason, {failureCounts, tryNumber: record.try})) {
      this.#restartLater(record, failure);
      return;
    }
    this.#life.finish(record, {state: 'failed', failureReason, failureMessage});
  }

  /**
   * Holds a job for debugging, until someone or the end of the hold period terminates it.
   *
   * Footing: documented, "Connecting to Jobs": the reason shows in `debug` while the job is held.
   */
  hold(record: ExecutionRecord, outcome: Outcome): void {
    record.epoch += 1;
    if (outcome.state === 'failed') {
      const {failureReason, failureMessage} = outcome;
      record.wire.debug = {...record.wire.debug, failureReason, failureMessage};
    }
    record.heldOutcome = outcome;
    this.#life.enter(record, 'debug_hold');
    this.#life.afterFor(record, this.holdMs, () => this.#life.terminate(record, outcome));
  }

  /** Someone ended the held job's processes. Footing: documented, `failed` or `terminated` follow. */
  endHold(record: ExecutionRecord): void {
    if (record.wire.state !== 'debug_hold') return;
    const outcome = record.heldOutcome ?? {state: 'terminated'};
    if (outcome.state === 'failed') this.#life.finish(record, outcome);
    else this.#life.terminate(record, outcome);
  }

  /**
   * The job's worker falls silent: `unresponsive` for ten minutes, then the try fails.
   *
   * Footing: documented state and reason; the time is assumed. `run` brings the job back before.
   */
  loseWorker(record: ExecutionRecord): void {
    if (record.wire.state !== 'running') return;
    record.epoch += 1;
    this.#life.enter(record, 'unresponsive');
    const failureMessage = 'The worker running this job has not reported for 10 minutes';
    this.#life.afterFor(record, silenceMs, () => {
      this.failTry(record, {failureReason: 'UnresponsiveWorker', failureMessage});
    });
  }

  /**
   * The cloud takes the job's machine back. The next try queues again; after its spot tries a job of normal
   * priority goes on with an on-demand machine.
   *
   * Footing: documented reason; the rest is assumed.
   */
  interruptSpot(record: ExecutionRecord): void {
    this.#countSpotTry(record);
    this.failTry(record, {
      failureReason: 'SpotInstanceInterruption',
      failureMessage: 'The spot instance of this job was reclaimed by the cloud provider',
    });
  }

  #countSpotTry(record: ExecutionRecord): void {
    const policy = record.wire.executionPolicy as ExecutionPolicy | undefined;
    const interruptions = (record.wire.failureCounts?.SpotInstanceInterruption ?? 0) + 1;
    const isNormal = (record.wire.priority ?? 'normal') === 'normal';
    if (isNormal && hasUsedSpotTries(policy, interruptions)) record.wire.finalPriority = 'high';
  }

  /** A job creates another that belongs to it. Footing: documented, the places in the tree. */
  submitSubjob(parent: ExecutionRecord, spec: JobSpec, dependsOn: readonly string[] = []): ExecutionRecord {
    const {originJob, rootExecution} = parent.wire;
    const names = ['project', 'launchedBy', 'priority', 'executable', 'executableName'] as const;
    const inherited = {...pickFields(parent.wire, names), ...spec.fields};
    const placed: StoredFields = {
      parentJob: parent.id,
      parentJobTry: parent.try,
      originJob: originJob ?? parent.id,
      rootExecution: rootExecution ?? parent.id,
    };
    return this.#life.submit({...spec, fields: inherited}, dependsOn, placed);
  }

  #endCode(record: ExecutionRecord, plan: JobPlan, failing: Failure | undefined): void {
    if (failing?.failureReason === 'SpotInstanceInterruption') this.#countSpotTry(record);
    if (failing) this.#restartLater(record, failing);
    else if (plan.end.state === 'failed') this.failTry(record, plan.end, true);
    else this.succeed(record, plan.end.output ?? {});
  }

  /** Footing: documented, the reason; only `running` counts, neither waiting nor a hold. */
  #limitTime(record: ExecutionRecord, timeoutMs: number): void {
    this.#life.afterFor(record, timeoutMs, () => {
      const hours = Math.round(timeoutMs / 36_000) / 100;
      const failureMessage = `The job exceeded its timeout of ${hours} hours`;
      this.failTry(record, {failureReason: 'JobTimeoutExceeded', failureMessage});
    });
  }

  #restartLater(record: ExecutionRecord, failure: Failure): void {
    record.epoch += 1;
    this.#life.setFailure(record, {state: 'failed', ...failure});
    this.#life.enter(record, 'restartable');
    // Footing: documented, what a failed try created belongs to it; that it ends with it is assumed.
    for (const child of this.#life.state.executions.children(record.id)) {
      this.#life.terminate(child, {state: 'terminated'});
    }
    this.#life.afterFor(record, restartMs, () => this.restart(record));
  }

  /** Puts outputs in the place of references; a missing one fails the job. Footing: documented, InputError. */
  #resolveInput(record: ExecutionRecord): boolean {
    if (record.wire.input === undefined) return true;
    try {
      record.wire.input = this.#resolve(record.wire.input);
      return true;
    } catch (error) {
      if (!(error instanceof MissingOutput)) throw error;
      const failureMessage = `The input could not be resolved: ${error.message}`;
      this.#life.finish(record, {state: 'failed', failureReason: 'InputError', failureMessage});
      return false;
    }
  }

  #resolve(values: Hash): Hash {
    return resolveReferences(
      values,
      (id) => this.#life.state.executions.get(id)?.wire.output ?? undefined,
      ({execution, field}) => new MissingOutput(`${execution} has no output "${field}"`),
    );
  }
}
