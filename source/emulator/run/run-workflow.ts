import type {Call} from '../actions/action.ts';
import {InvalidInput} from '../errors.ts';
import type {AnalysisSpec, JobSpec, StageSpec, StoredFields} from '../execution-record.ts';
import {requireExecutable, type KnownExecutable} from '../executables/find-executable.ts';
import {readOptionalHash, readOptionalStrings, type Hash} from '../input.ts';
import type {WireWorkflowStage} from '../../wire/executable.ts';
import {readExecutionPolicy} from './execution-policy.ts';
import {toFullValues} from './input-spec.ts';
import {findStages, replaceStages} from './references.ts';
import {findReusable} from './reuse.ts';
import {readLaunch} from './run-launch.ts';
import {readSystemRequirements} from './run-options.ts';
import {toRunJob} from './to-job-spec.ts';

/** The position of a stage named by its ID, its name or its number. Footing: documented. */
const toPosition = (stages: readonly WireWorkflowStage[], key: string): number =>
  stages.findIndex(({id, name}, position) => id === key || name === key || String(position) === key);

/** Takes `stage.field` apart; the field of a nested workflow's stage has dots itself. */
const splitKey = (stages: readonly WireWorkflowStage[], key: string): [position: number, field: string] => {
  for (let dot = key.lastIndexOf('.'); dot > 0; dot = key.lastIndexOf('.', dot - 1)) {
    const position = toPosition(stages, key.slice(0, dot));
    if (position >= 0) return [position, key.slice(dot + 1)];
  }
  throw new InvalidInput(`Key "input.${key}" of input is not expected`);
};

/** Sorts `{"stage-xxxx.field": value}` by stage; throws `InvalidInput` for a stage that is not there. */
export const splitInput = (stages: readonly WireWorkflowStage[], input: Hash): Hash[] => {
  const split = stages.map((): Hash => ({}));
  for (const [key, value] of Object.entries(input)) {
    const [position, field] = splitKey(stages, key);
    const ofStage = split[position];
    if (ofStage) ofStage[field] = value;
  }
  return split;
};

/** Fields that belong to the analysis alone. */
const ofAnalysis = ['name', 'costLimit', 'details', 'runSystemRequirements', 'ignoreReuse'] as const;

const toStageOptions = (options: StoredFields): StoredFields =>
  Object.fromEntries(Object.entries(options).filter(([key]) => !ofAnalysis.some((name) => name === key)));

/** One submission of a workflow. */
export interface WorkflowLaunch {
  readonly spec: AnalysisSpec;
  readonly dependsOn: readonly string[];
}

/** What the stages of one run call have in common, those of nested workflows included. */
interface Frame {
  readonly call: Call;
  readonly options: StoredFields;
  readonly stageRequirements: Hash;
  readonly stageFolders: Hash;
  /** Stages that always run; `*` is all. Footing: documented, `ignoreReuse` and `rerunStages` of a workflow. */
  readonly fresh: ReadonlySet<string>;
}

interface BuiltWorkflow {
  readonly stages: StageSpec[];
  /** Every input by `stage-xxxx.name`. */
  readonly full: Hash;
}

/** Where a stage's outputs go; a path without a slash lies below that of the analysis. Footing: documented, `stageFolders`. */
const toStageFolder = ({options, stageFolders}: Frame, stage: WireWorkflowStage): string => {
  const base = options.folder ?? '/';
  const wanted = stageFolders[stage.id] ?? stageFolders['*'] ?? stage.folder;
  if (typeof wanted !== 'string') return base;
  return wanted.startsWith('/') ? wanted : `${base.replace(/\/$/, '')}/${wanted}`;
};

/** A stage that is an applet or app. */
const toJobStage = (
  frame: Frame,
  stage: WireWorkflowStage,
  runInput: Hash,
  reused: ReadonlyMap<string, string>,
): {fullInput: Hash; spec: JobSpec; reuse?: string} => {
  const {call, options, stageRequirements, fresh} = frame;
  const {state, userId} = call;
  const executable = requireExecutable(state, stage.executable ?? '', userId);
  const fullInput = toFullValues(runInput, executable.inputSpec, `input.${stage.id}`);
  const spec = toRunJob({
    ...{state, executable, call: call.input, runInput, fullInput},
    options: {
      ...toStageOptions(options),
      name: stage.name ?? executable.name,
      folder: toStageFolder(frame, stage),
    },
    requirements: readSystemRequirements(stageRequirements, stage.id) ?? options.runSystemRequirements ?? {},
  });
  const mayReuse = !fresh.has('*') && !fresh.has(stage.id) && executable.ignoreReuse !== true;
  const reusable =
    mayReuse &&
    findReusable(state, {
      executable: executable.id,
      project: options.project ?? '',
      input: replaceStages(fullInput, (id) => reused.get(id)),
    });
  return {fullInput, spec, ...(reusable && {reuse: reusable.id})};
};

const buildStages = (frame: Frame, workflow: KnownExecutable, inputs: readonly Hash[]): BuiltWorkflow => {
  const {state, userId} = frame.call;
  const wireStages = workflow.stages ?? [];
  const reused = new Map<string, string>();
  const full: Hash = {};
  const stages = wireStages.map((stage, position): StageSpec => {
    const runInput = {...stage.input, ...inputs[position]};
    const executable = requireExecutable(state, stage.executable ?? '', userId);
    const name = stage.name ?? executable.name;
    const isNested = executable.class === 'workflow';
    const built = isNested
      ? toNestedStage(frame, executable, name, runInput)
      : toJobStage(frame, stage, runInput, reused);
    for (const [key, value] of Object.entries(built.fullInput)) full[`${stage.id}.${key}`] = value;
    if (built.reuse !== undefined) reused.set(stage.id, built.reuse);
    const after = findStages(built.fullInput).map((id) => toPosition(wireStages, id));
    return {
      ...{id: stage.id, name, spec: built.spec},
      after: after.filter((earlier) => earlier >= 0),
      ...(built.reuse !== undefined && {reuse: built.reuse}),
    };
  });
  return {stages, full};
};

/** A stage that is a workflow itself becomes a nested analysis. Footing: documented; that nothing of it is reused is assumed. */
const toNestedStage = (
  frame: Frame,
  workflow: KnownExecutable,
  name: string,
  runInput: Hash,
): {fullInput: Hash; spec: AnalysisSpec; reuse?: string} => {
  const inputs = splitInput(workflow.stages ?? [], runInput);
  const {stages, full} = buildStages({...frame, fresh: new Set('*')}, workflow, inputs);
  const ownInput = {runInput, originalInput: full, input: full};
  return {
    fullInput: full,
    spec: {
      stages,
      fields: {
        ...toStageOptions(frame.options),
        name,
        executable: workflow.id,
        executableName: workflow.name,
        ...ownInput,
      },
    },
  };
};

/**
 * Checks a run call of a workflow and builds its analysis, without submitting it.
 *
 * Footing: documented
 * (https://documentation.dnanexus.com/developer/api/running-analyses/workflows-and-analyses#api-method-workflow-xxxx-run).
 */
export const toWorkflowLaunch = (call: Call, workflow: KnownExecutable): WorkflowLaunch => {
  const {input: body} = call;
  const {options, input, dependsOn} = readLaunch(call, true);
  const wireStages = workflow.stages ?? [];
  const policy = readExecutionPolicy(body);
  const fresh = [
    ...(readOptionalStrings(body, 'ignoreReuse') ?? []),
    ...(readOptionalStrings(body, 'rerunStages') ?? []),
  ];
  const frame: Frame = {
    ...{call, options},
    stageRequirements: readOptionalHash(body, 'stageSystemRequirements') ?? {},
    stageFolders: readOptionalHash(body, 'stageFolders') ?? {},
    fresh: new Set(fresh),
  };
  const {stages, full} = buildStages(frame, workflow, splitInput(wireStages, input));
  return {
    dependsOn,
    spec: {
      stages,
      ...(policy?.onNonRestartableFailure && {onNonRestartableFailure: policy.onNonRestartableFailure}),
      fields: {
        ...options,
        name: options.name ?? workflow.title ?? workflow.name,
        executable: workflow.id,
        executableName: workflow.name,
        runInput: input,
        originalInput: full,
        input: full,
      },
    },
  };
};
