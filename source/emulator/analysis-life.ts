import {
  isTerminal,
  pickFields,
  type AnalysisSpec,
  type ExecutionRecord,
  type Failure,
  type StoredFields,
} from './execution-record.ts';
import type {Life, Outcome} from './life.ts';
import {replaceStages} from './run/references.ts';

/** The state that follows from the stages'. Footing: documented, reference section D.3. */
const toState = (stages: readonly ExecutionRecord[], isTerminating: boolean): string => {
  const isOver = stages.every((stage) => isTerminal(stage));
  const hasFailed = stages.some((stage) => stage.wire.state === 'failed');
  if (isOver && hasFailed && !isTerminating) return 'failed';
  if (isOver && stages.some((stage) => stage.wire.state !== 'done')) return 'terminated';
  if (isOver) return 'done';
  if (isTerminating) return 'terminating';
  return hasFailed ? 'partially_failed' : 'in_progress';
};

/** The life of analyses: their state is that of their stages. */
export class AnalysisLife {
  readonly #life: Life;

  constructor(life: Life) {
    this.#life = life;
  }

  /** Submits an analysis with a job for each stage, all of which wait for `dependsOn`; returns its record. */
  submit(spec: AnalysisSpec, dependsOn: readonly string[] = []): ExecutionRecord {
    const workflowId = spec.fields.executable ?? this.#life.ids('workflow');
    const stages = spec.stages.map(({id, name, spec: job}) => ({
      id: id ?? this.#life.ids('stage'),
      name,
      ...(job.fields.executable !== undefined && {executable: job.fields.executable}),
    }));
    const executions: string[] = [];
    const wire: StoredFields = {
      ...spec.fields,
      executable: workflowId,
      state: 'in_progress',
      workspace: this.#life.ids('container'),
      workflow: {id: workflowId, name: spec.fields.executableName ?? '', stages},
    };
    const record = this.#life.place('analysis', wire, {
      onNonRestartableFailure: spec.onNonRestartableFailure ?? 'failAllStages',
    });
    for (const [index, {after = [], spec: job}] of spec.stages.entries()) {
      const waitFor = after.map((position) => executions[position] ?? '').filter((id) => id !== '');
      const fields = this.#toStageFields(record, stages[index]?.id ?? '', job.fields);
      if (fields.input) {
        const toExecution = (id: string) => executions[stages.findIndex((stage) => stage.id === id)];
        fields.input = replaceStages(fields.input, toExecution);
      }
      const stage = this.#life.submit(job, [...dependsOn, ...waitFor], fields);
      stage.wire.originJob = stage.id;
      executions.push(stage.id);
    }
    record.stages = stages.map(({id}, index) => ({id, execution: executions[index] ?? ''}));
    return record;
  }

  /** Sets the analysis's state to what its stages say. */
  derive(analysisId: string): void {
    const record = this.#life.state.executions.get(analysisId);
    if (record?.stages === undefined || isTerminal(record)) return;
    const stages = this.#stagesOf(record);
    const newState = toState(stages, record.isTerminating === true);
    if (newState === record.wire.state) return;
    if (newState === 'done') record.wire.output = this.#toOutput(record);
    this.#life.enter(record, newState);
  }

  /** Terminates every stage that still lives. */
  terminate(record: ExecutionRecord, outcome: Outcome): void {
    record.isTerminating = true;
    for (const stage of this.#stagesOf(record)) this.#life.terminate(stage, outcome);
    this.derive(record.id);
  }

  /** Every stage that still lives fails for a reason that is not a stage's; the analysis with them. */
  fail(record: ExecutionRecord, {failureReason, failureMessage}: Failure): void {
    record.wire.failureReason ??= failureReason;
    record.wire.failureMessage ??= failureMessage;
    for (const stage of this.#stagesOf(record)) {
      if (!isTerminal(stage)) this.#life.terminate(stage, {state: 'failed', failureReason, failureMessage});
    }
  }

  /**
   * A stage failed for good: the analysis takes over its reason, and unless it lets stages fail alone the
   * others fail as well.
   *
   * Footing: documented, `onNonRestartableFailure`; the wording of the others' message is assumed.
   */
  failFrom(analysisId: string, culprit: ExecutionRecord, failure: Failure): void {
    const record = this.#life.state.executions.get(analysisId);
    if (record === undefined || record.isTerminating || record.wire.failureReason !== undefined) return;
    record.wire.failureReason = failure.failureReason;
    record.wire.failureMessage = failure.failureMessage;
    if (culprit.wire.failureFrom) record.wire.failureFrom = culprit.wire.failureFrom;
    if (record.onNonRestartableFailure === 'failStage') return;
    const failureMessage = `Job tree failed because ${String(culprit.wire.name)} (${culprit.id}) failed: ${failure.failureReason}`;
    for (const stage of this.#stagesOf(record)) {
      this.#life.terminate(stage, {
        state: 'failed',
        failureReason: 'JobTreeFailure',
        failureMessage,
        failureFrom: culprit,
      });
    }
  }

  /** Footing: documented, each output under `stage-xxxx.name`. */
  #toOutput(record: ExecutionRecord): Record<string, unknown> {
    const {executions} = this.#life.state;
    const outputs = (record.stages ?? []).flatMap(({id, execution}) =>
      Object.entries(executions.get(execution)?.wire.output ?? {}).map(([name, value]) => [
        `${id}.${name}`,
        value,
      ]),
    );
    return Object.fromEntries(outputs) as Record<string, unknown>;
  }

  #stagesOf(record: ExecutionRecord): ExecutionRecord[] {
    const {executions} = this.#life.state;
    return (record.stages ?? []).flatMap(({execution}) => executions.get(execution) ?? []);
  }

  #toStageFields(analysis: ExecutionRecord, stageId: string, fields: StoredFields): StoredFields {
    const {rootExecution} = analysis.wire;
    return {
      ...pickFields(analysis.wire, ['project', 'launchedBy', 'priority']),
      ...fields,
      parentAnalysis: analysis.id,
      analysis: analysis.id,
      stage: stageId,
      rootExecution: rootExecution ?? analysis.id,
    };
  }
}
