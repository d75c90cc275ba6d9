import type {RunPlan} from '../../model/run-plan.ts';
import type {RunRequest} from '../../wire/run.ts';

/**
 * A plan as the platform wants it; what is not in the plan is not sent.
 *
 * @param nonce makes a second try of the same request the same run
 */
export const toRunRequest = (plan: RunPlan, nonce: string): RunRequest => {
  const {folder, name, tags, properties, instanceType, priority, allowSSH, debugOn, costLimit} = plan;
  return {
    project: plan.project,
    input: plan.input,
    ...(folder !== undefined && {folder}),
    ...(name !== undefined && {name}),
    ...(tags.length > 0 && {tags: [...tags]}),
    ...(Object.keys(properties).length > 0 && {properties: {...properties}}),
    ...(instanceType !== undefined && {systemRequirements: {'*': {instanceType}}}),
    ...(priority !== undefined && {priority}),
    ...(allowSSH.length > 0 && {allowSSH: [...allowSSH]}),
    ...(debugOn.length > 0 && {debug: {debugOn: [...debugOn]}}),
    ...(plan.isReuseIgnored && {ignoreReuse: true}),
    ...(plan.isWorkspaceKept && {delayWorkspaceDestruction: true}),
    ...(costLimit !== undefined && {costLimit}),
    nonce,
  };
};
