import {toUnderlyingWorkflow} from '../executables/underlying-workflow.ts';
import {toWorkflowLaunch} from '../run/run-workflow.ts';
import type {Action} from './action.ts';

/** `/workflow-xxxx/run` and `/globalworkflow-…/run`: `{"id": "analysis-xxxx", "stages": [job IDs]}`. Footing: documented. */
export const workflowRun: Action = (call) => {
  const workflow = toUnderlyingWorkflow(call);
  return call.state.nonces.answerOnce(call, () => {
    const {spec, dependsOn} = toWorkflowLaunch(call, workflow);
    const analysis = call.life.analyses.submit(spec, dependsOn);
    return {id: analysis.id, stages: (analysis.stages ?? []).map(({execution}) => execution)};
  });
};
