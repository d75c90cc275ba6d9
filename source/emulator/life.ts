import {AnalysisLife} from './analysis-life.ts';
import {
  isAttachable,
  isTerminal,
  withoutFields,
  type ExecutionRecord,
  type JobSpec,
  type StoredFields,
} from './execution-record.ts';
import type {IdMaker} from './ids.ts';
import {JobLife} from './job-life.ts';
import type {LifeSteps, Outcome} from './life-steps.ts';
import {findObjects, findReferences} from './run/references.ts';
import type {PlatformState} from './state.ts';
import type {Timeline} from './timeline.ts';

/** What life tells the workers. Both are called as things happen, in their order. */
export interface LifeHooks {
  /** A job's worker should be reachable from now on. */
  onWorkerWanted(record: ExecutionRecord): void;
  /** A job's worker is gone. */
  onWorkerGone(record: ExecutionRecord): void;
}

/** Assumed durations of what the platform does by itself, in milliseconds of unscaled job life. */
const checkMs = 700;
const terminateMs = 4_000;
/** States in which nothing is billed any more. Footing: observed, `stoppedRunning` follows `terminating`. */
const withoutWorker = new Set(['waiting_on_output', 'restartable', 'done', 'failed', 'terminated']);

const fieldsOfWorker = ['host', 'sshPort', 'sshHostKey', 'clusterSlaves'] as const;

/**
 * Moves jobs through the documented states by rules, on the timeline.
 *
 * Footing: documented states and order (reference section D); durations are assumed.
 */
export class Life implements LifeSteps {
  readonly state: PlatformState;
  readonly timeline: Timeline;
  readonly ids: IdMaker;
  readonly jobs: JobLife;
  readonly analyses: AnalysisLife;
  hooks: LifeHooks | undefined;
  readonly #startMs: number;
  readonly #timeScale: number;
  #sequence = 0;

  /** `startMs` is when the emulator starts: only life from then on runs `timeScale` times as fast. */
  constructor(parts: {
    state: PlatformState;
    timeline: Timeline;
    ids: IdMaker;
    startMs: number;
    timeScale: number;
  }) {
    this.state = parts.state;
    this.timeline = parts.timeline;
    this.ids = parts.ids;
    this.#startMs = parts.startMs;
    this.#timeScale = parts.timeScale;
    this.jobs = new JobLife(this);
    this.analyses = new AnalysisLife(this);
  }

  /** Runs something after a stretch of job life. */
  after(delayMs: number, run: () => void): void {
    const dueMs = this.timeline.currentMs + delayMs;
    const livedFromMs = Math.max(this.timeline.currentMs, this.#startMs);
    const scaled = dueMs <= livedFromMs ? dueMs : livedFromMs + (dueMs - livedFromMs) / this.#timeScale;
    this.timeline.schedule(Math.round(scaled), run);
  }

  /** Runs something for a record after a stretch of its life, unless its plans have changed by then. */
  afterFor(record: ExecutionRecord, delayMs: number, run: () => void): void {
    const {epoch} = record;
    this.after(delayMs, () => {
      if (record.epoch === epoch && this.state.executions.get(record.id) === record) run();
    });
  }

  /** Makes an execution that does nothing by itself, created now or at a past moment. */
  place(
    entityClass: 'job' | 'analysis',
    wire: StoredFields,
    extra: Partial<ExecutionRecord> = {},
  ): ExecutionRecord {
    const id = extra.id ?? this.ids(entityClass);
    const created = extra.created ?? this.timeline.currentMs;
    const record: ExecutionRecord = {
      try: 0,
      epoch: 0,
      wantsWorker: false,
      ...extra,
      id,
      created,
      class: entityClass,
      sequence: this.#sequence++,
      wire: {modified: created, project: this.state.projectId, launchedBy: this.state.accountId, ...wire},
    };
    this.state.executions.add(record);
    return record;
  }

  /** Submits a job: it goes its way from `idle`, waiting for the executions in `waitFor`. */
  submit(spec: JobSpec, waitFor: readonly string[] = [], fields: StoredFields = {}): ExecutionRecord {
    const wire: StoredFields = {...spec.fields, ...fields, state: 'idle'};
    const awaitedIds = [
      ...new Set([...waitFor, ...findReferences(wire.input), ...findObjects(wire.input)]),
    ].filter((id) => this.#isAwaited(id));
    if (awaitedIds.length > 0) wire.dependsOn = awaitedIds;
    const record = this.place('job', wire, {plan: spec.plan});
    for (const id of awaitedIds) {
      const awaited = this.state.executions.get(id);
      if (awaited) (awaited.dependants ??= []).push(record.id);
      if (awaited && isTerminal(awaited)) this.#failDependant(record, id);
    }
    this.afterFor(record, checkMs, () => {
      if (record.wire.dependsOn?.length) this.enter(record, 'waiting_on_input');
      else this.jobs.makeRunnable(record);
    });
    return record;
  }

  /** Makes a job that is done at once, with the output of one that did the same. Footing: documented, `outputReusedFrom`. */
  reuse(spec: JobSpec, source: ExecutionRecord): ExecutionRecord {
    const {output = {}, input} = source.wire;
    const record = this.place('job', {
      ...spec.fields,
      ...(input && {input}),
      output,
      outputReusedFrom: source.id,
      state: 'idle',
    });
    this.enter(record, 'done');
    return record;
  }

  /** A job waits for everything it names but what is done; data objects are awaited until they are closed. */
  #isAwaited(id: string): boolean {
    const object = this.state.dataObjects.get(id);
    if (object) return object.state !== 'closed';
    const execution = this.state.executions.get(id);
    return execution !== undefined && execution.wire.state !== 'done';
  }

  /** Later, so that a failure of the whole tree, which says more, comes first. Footing: assumed. */
  #failDependant(dependant: ExecutionRecord, id: string): void {
    this.afterFor(dependant, 2 * terminateMs, () => {
      const failureMessage = `Dependency ${id} did not finish successfully`;
      this.finish(dependant, {state: 'failed', failureReason: 'DependencyUnsatisfiable', failureMessage});
    });
  }

  /** Puts an execution into a state, as one of its transitions. Footing: documented, `idle` is never listed. */
  enter(record: ExecutionRecord, newState: string): void {
    const {currentMs} = this.timeline;
    record.wire.state = newState;
    record.wire.modified = currentMs;
    if (newState !== 'idle' && newState !== 'in_progress') {
      record.wire.stateTransitions = [...(record.wire.stateTransitions ?? []), {newState, setAt: currentMs}];
    }
    if (!isAttachable(record)) this.leaveWorker(record);
    if (isTerminal(record)) this.#settle(record);
    if (record.wire.parentAnalysis) this.analyses.derive(record.wire.parentAnalysis);
  }

  /** Ends a job at once; a failure takes its tree along. */
  finish(
    record: ExecutionRecord,
    outcome: {state: 'done'; output?: Record<string, unknown>} | Outcome,
  ): void {
    if (isTerminal(record)) return;
    record.epoch += 1;
    if (outcome.state === 'done') record.wire.output = outcome.output ?? {};
    if (outcome.state === 'failed') this.setFailure(record, outcome);
    this.enter(record, outcome.state);
    if (outcome.state === 'failed') this.#failTree(record, outcome);
    if (outcome.state !== 'done') {
      for (const child of this.state.executions.children(record.id))
        this.terminate(child, {state: 'terminated'});
    }
  }

  /** Lets an execution walk through `terminating` to its end. One that is over or on its way is left alone. */
  terminate(record: ExecutionRecord, outcome: Outcome): void {
    if (isTerminal(record) || record.wire.state === 'terminating') return;
    if (record.class === 'analysis') {
      this.analyses.terminate(record, outcome);
      return;
    }
    record.epoch += 1;
    if (outcome.state === 'failed') this.setFailure(record, outcome);
    this.enter(record, 'terminating');
    for (const child of this.state.executions.children(record.id))
      this.terminate(child, {state: 'terminated'});
    this.afterFor(record, terminateMs, () => this.finish(record, outcome));
  }

  /** Asks for the job's worker. */
  wantWorker(record: ExecutionRecord): void {
    if (!isAttachable(record) || record.wantsWorker) return;
    record.wantsWorker = true;
    this.hooks?.onWorkerWanted(record);
  }

  /** Writes down why a record failed, and which execution made it fail. */
  setFailure(record: ExecutionRecord, outcome: Extract<Outcome, {state: 'failed'}>): void {
    record.wire.failureReason = outcome.failureReason;
    record.wire.failureMessage = outcome.failureMessage;
    const culprit = outcome.failureFrom ?? record;
    const {executable = '', executableName = '', name = ''} = culprit.wire;
    record.wire.failureFrom = {
      id: culprit.id,
      name,
      executable,
      executableName,
      function: culprit.wire.function ?? 'main',
      try: culprit.try,
    };
  }

  /** Footing: documented, one failing job takes its tree down; ancestors fail, the others are terminated. */
  #failTree(record: ExecutionRecord, failure: Extract<Outcome, {state: 'failed'}>): void {
    const culprit = failure.failureFrom ?? record;
    const parent = this.state.executions.get(record.wire.parentJob ?? '');
    if (parent) {
      this.terminate(parent, {...failure, failureFrom: culprit});
    } else if (record.wire.parentAnalysis) {
      this.analyses.failFrom(record.wire.parentAnalysis, culprit, failure);
    }
  }

  /** A file was closed: jobs that waited for it go on. */
  closeObject(id: string): void {
    for (const record of this.state.executions.newestFirst()) {
      const {dependsOn, state} = record.wire;
      if (!dependsOn?.includes(id) || isTerminal(record)) continue;
      record.wire.dependsOn = dependsOn.filter((awaited) => awaited !== id);
      if (record.wire.dependsOn.length === 0 && state === 'waiting_on_input') this.jobs.makeRunnable(record);
    }
  }

  /** Tells everyone who waited for an execution that it is over. */
  #settle(record: ExecutionRecord): void {
    for (const id of record.dependants ?? []) {
      const dependant = this.state.executions.get(id);
      if (dependant === undefined || isTerminal(dependant)) continue;
      dependant.wire.dependsOn = (dependant.wire.dependsOn ?? []).filter((awaited) => awaited !== record.id);
      if (record.wire.state === 'done') {
        const isReady = dependant.wire.dependsOn.length === 0 && dependant.wire.state === 'waiting_on_input';
        if (isReady) this.jobs.makeRunnable(dependant);
      } else {
        this.#failDependant(dependant, record.id);
      }
    }
    delete record.dependants;
    const parent = this.state.executions.get(record.wire.parentJob ?? '');
    if (parent?.wire.state !== 'waiting_on_output' || record.wire.state !== 'done') return;
    const isLast = this.state.executions.children(parent.id).every((child) => isTerminal(child));
    if (isLast) this.jobs.complete(parent);
  }

  /** Footing: assumed, a job that has left its worker no longer shows where it was. */
  leaveWorker(record: ExecutionRecord): void {
    if (record.wire.startedRunning !== undefined && withoutWorker.has(record.wire.state ?? '')) {
      record.wire.stoppedRunning ??= this.timeline.currentMs;
    }
    if (!record.wantsWorker) return;
    record.wantsWorker = false;
    record.wire = withoutFields(record.wire, fieldsOfWorker);
    this.hooks?.onWorkerGone(record);
  }
}
