import type {Call} from '../actions/action.ts';
import {InvalidInput} from '../errors.ts';
import type {AnalysisSpec, StoredFields} from '../execution-record.ts';
import {requireExecutable, type KnownExecutable} from '../executables/find-executable.ts';
import {readOptionalHash, type Hash} from '../input.ts';
import type {WireWorkflowStage} from '../../wire/executable.ts';
import {readExecutionPolicy} from './execution-policy.ts';
import {toFullValues} from './input-spec.ts';
import {findStages} from './references.ts';
import {readLaunch} from './run-launch.ts';
import {readSystemRequirements} from './run-options.ts';
import {toRunJob} from './to-job-spec.ts';

/** The position of a stage named by its ID, its name or its number. Footing: documented. */
const toPosition = (stages: readonly WireWorkflowStage[], key: string): number =>
  stages.findIndex(({id, name}, position) => id === key || name === key || String(position) === key);

/** Sorts `{"stage-xxxx.field": value}` by stage. */
const splitInput = (stages: readonly WireWorkflowStage[], input: Hash): Hash[] => {
  const split = stages.map((): Hash => ({}));
  for (const [key, value] of Object.entries(input)) {
    const dot = key.lastIndexOf('.');
    const ofStage = split[toPosition(stages, key.slice(0, dot))];
    if (dot < 0 || ofStage === undefined)
      throw new InvalidInput(`Key "input.${key}" of input is not expected`);
    ofStage[key.slice(dot + 1)] = value;
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

/**
 * Checks a run call of a workflow and builds its analysis, without submitting it.
 *
 * Footing: documented
 * (https://documentation.dnanexus.com/developer/api/running-analyses/workflows-and-analyses#api-method-workflow-xxxx-run);
 * no stage's result is ever reused (assumed), so `rerunStages` changes nothing.
 */
export const toWorkflowLaunch = (call: Call, workflow: KnownExecutable): WorkflowLaunch => {
  const {state, userId, input: body} = call;
  const {options, input, dependsOn} = readLaunch(call, true);
  const wireStages = workflow.stages ?? [];
  const inputs = splitInput(wireStages, input);
  const policy = readExecutionPolicy(body);
  const stageRequirements = readOptionalHash(body, 'stageSystemRequirements') ?? {};
  const full: Hash = {};
  const stages = wireStages.map((stage, position) => {
    const executable = requireExecutable(state, stage.executable ?? '', userId);
    const runInput = {...stage.input, ...inputs[position]};
    const fullInput = toFullValues(runInput, executable.inputSpec, `input.${stage.id}`);
    for (const [name, value] of Object.entries(fullInput)) full[`${stage.id}.${name}`] = value;
    const requirements = readSystemRequirements(stageRequirements, stage.id);
    const stageOptions = {...toStageOptions(options), name: stage.name ?? executable.name};
    const runParts = {state, executable, call: body, options: stageOptions, runInput, fullInput};
    return {
      id: stage.id,
      name: stage.name ?? executable.name,
      after: findStages(fullInput).map((id) => toPosition(wireStages, id)),
      spec: toRunJob({
        ...runParts,
        requirements: requirements ?? options.runSystemRequirements ?? {},
      }),
    };
  });
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
