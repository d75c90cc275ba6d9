import {toUnderlyingWorkflow} from '../executables/underlying-workflow.ts';
import {toWorkflowLaunch} from '../run/run-workflow.ts';
import type {Action} from './action.ts';

/**
 * `/workflow-xxxx/dryRun`: the analysis that a run with the same body would make; nothing is made.
 *
 * Footing: observed, the fields that the official client reads: a stage whose `parentAnalysis` is another
 * analysis would be reused. The emulator reuses none.
 */
export const workflowDryRun: Action = (call) => {
  const {life} = call;
  const workflow = toUnderlyingWorkflow(call);
  const {spec} = toWorkflowLaunch(call, workflow);
  const id = life.ids('analysis');
  const stages = spec.stages.map(({id: stageId, spec: {fields}}) => ({
    id: stageId,
    execution: {
      id: life.ids('job'),
      class: 'job',
      name: fields.name,
      executable: fields.executable,
      executableName: fields.executableName,
      state: 'idle',
      analysis: id,
      parentAnalysis: id,
      rootExecution: id,
      stage: stageId,
      input: fields.input,
    },
  }));
  return {id, class: 'analysis', ...spec.fields, state: 'in_progress', stages};
};
