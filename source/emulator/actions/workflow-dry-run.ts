import {describeFully} from '../describe-execution.ts';
import type {StageSpec} from '../execution-record.ts';
import {toUnderlyingWorkflow} from '../executables/underlying-workflow.ts';
import {toWorkflowLaunch} from '../run/run-workflow.ts';
import type {Action} from './action.ts';

/**
 * `/workflow-xxxx/dryRun`: the analysis that a run with the same body would make; nothing is made.
 *
 * Footing: observed, the fields that the official client reads: a stage whose `parentAnalysis` is another
 * analysis would be reused.
 */
export const workflowDryRun: Action = (call) => {
  const {life, state, nowMs} = call;
  const workflow = toUnderlyingWorkflow(call);
  const {spec} = toWorkflowLaunch(call, workflow);
  const id = life.ids('analysis');
  const toPlanned = ({id: stage, spec: {fields, ...rest}}: StageSpec) => ({
    id: life.ids('stages' in rest ? 'analysis' : 'job'),
    class: 'stages' in rest ? 'analysis' : 'job',
    name: fields.name,
    executable: fields.executable,
    executableName: fields.executableName,
    state: 'idle',
    analysis: id,
    parentAnalysis: id,
    rootExecution: id,
    stage,
    input: fields.input,
  });
  const stages = spec.stages.map((stage) => {
    const reused = state.executions.get(stage.reuse ?? '');
    return {id: stage.id, execution: reused ? describeFully(state, reused, nowMs) : toPlanned(stage)};
  });
  return {id, class: 'analysis', ...spec.fields, state: 'in_progress', stages};
};
