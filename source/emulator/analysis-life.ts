import {
  isTerminal,
  pickFields,
  type AnalysisSpec,
  type ExecutionRecord,
  type Failure,
  type JobSpec,
  type StageSpec,
  type StoredFields,
} from './execution-record.ts';
import type {LifeSteps, Outcome} from './life-steps.ts';
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

/** Within a nested analysis, references to the stages around it become references to what runs them. */
const replaceInSpec = (
  spec: StageSpec['spec'],
  toExecution: (stage: string) => string | undefined,
): StageSpec['spec'] => {
  if (!('stages' in spec)) return spec;
  const stages = spec.stages.map((stage) => {
    const {input} = stage.spec.fields;
    const fields = {...stage.spec.fields, ...(input && {input: replaceStages(input, toExecution)})};
    return {...stage, spec: replaceInSpec({...stage.spec, fields}, toExecution)};
  });
  return {...spec, stages};
};

/** The life of analyses: their state is that of their stages. */
export class AnalysisLife {
  readonly #life: LifeSteps;

  constructor(life: LifeSteps) {
    this.#life = life;
  }

  /** Submits an analysis with an execution for each stage, all of which wait for `dependsOn`; returns its record. */
  submit(spec: AnalysisSpec, dependsOn: readonly string[] = [], placed: StoredFields = {}): ExecutionRecord {
    const workflowId = spec.fields.executable ?? this.#life.ids('workflow');
    const stages = spec.stages.map(({id, name, spec: job}) => ({
      id: id ?? this.#life.ids('stage'),
      name,
      ...(job.fields.executable !== undefined && {executable: job.fields.executable}),
    }));
    const executions: string[] = [];
    const wire: StoredFields = {
      ...spec.fields,
      ...placed,
      executable: workflowId,
      state: 'in_progress',
      workspace: this.#life.ids('container'),
      workflow: {id: workflowId, name: spec.fields.executableName ?? '', stages},
    };
    const record = this.#life.place('analysis', wire, {
      onNonRestartableFailure: spec.onNonRestartableFailure ?? 'failAllStages',
    });
    const toExecution = (id: string) => executions[stages.findIndex((stage) => stage.id === id)];
    for (const [index, {after = [], spec: stageSpec, reuse}] of spec.stages.entries()) {
      const waitFor = after.map((position) => executions[position] ?? '').filter((id) => id !== '');
      const fields = this.#toStageFields(record, stages[index]?.id ?? '', stageSpec.fields);
      if (fields.input) fields.input = replaceStages(fields.input, toExecution);
      const known = replaceInSpec(stageSpec, toExecution);
      executions.push(reuse ?? this.#submitStage(known, [...dependsOn, ...waitFor], fields).id);
    }
    record.stages = stages.map(({id}, index) => ({id, execution: executions[index] ?? ''}));
    // When every stage is reused nothing happens any more that would tell.
    this.derive(record.id);
    return record;
  }

  #submitStage(
    spec: AnalysisSpec | JobSpec,
    dependsOn: readonly string[],
    fields: StoredFields,
  ): ExecutionRecord {
    if ('stages' in spec) return this.submit(spec, dependsOn, fields);
    const job = this.#life.submit(spec, dependsOn, fields);
    job.wire.originJob = job.id;
    return job;
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

  /** Terminates every stage that still lives; with a failure, the analysis fails with them. */
  terminate(record: ExecutionRecord, outcome: Outcome): void {
    if (outcome.state === 'failed') this.#noteFailure(record, outcome, outcome.failureFrom);
    else record.isTerminating = true;
    for (const stage of this.#stagesOf(record)) this.#life.terminate(stage, outcome);
    this.derive(record.id);
  }

  #noteFailure(record: ExecutionRecord, failure: Failure, culprit: ExecutionRecord | undefined): void {
    record.wire.failureReason ??= failure.failureReason;
    record.wire.failureMessage ??= failure.failureMessage;
    if (culprit?.wire.failureFrom) record.wire.failureFrom ??= culprit.wire.failureFrom;
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
    this.#noteFailure(record, failure, culprit);
    if (record.wire.parentAnalysis) this.failFrom(record.wire.parentAnalysis, culprit, failure);
    if (record.onNonRestartableFailure === 'failStage') return;
    const failureMessage = `Job tree failed because ${String(culprit.wire.name)} (${culprit.id}) failed: ${failure.failureReason}`;
    for (const stage of this.#stagesOf(record)) {
      // A nested analysis that holds the culprit ends by itself.
      if (stage.class === 'analysis' && stage.wire.failureReason !== undefined) continue;
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
