import type {Requirements, RunPlan} from '../../model/run-plan.ts';
import type {RunRequest} from '../../wire/run.ts';

/** One instance type for all entry points, in place of each one's own; what else they need stays. */
const toRequirements = ({instanceType, requirements = {}}: RunPlan): Requirements => {
  if (instanceType === undefined) return requirements;
  const others = Object.entries(requirements).flatMap(([entryPoint, {instanceType: _former, ...rest}]) =>
    Object.keys(rest).length > 0 ? [[entryPoint, rest] as const] : [],
  );
  const {'*': everywhere, ...named} = Object.fromEntries(others);
  return {...named, '*': {...everywhere, instanceType}};
};

const isEmpty = (value: object): boolean => Object.keys(value).length === 0;

/**
 * A plan as the platform wants it; what is not in the plan is not sent.
 *
 * @param nonce makes a second try of the same request the same run
 */
export const toRunRequest = (plan: RunPlan, nonce: string): RunRequest => {
  const {folder, name, tags, properties, priority, allowSSH, debugOn, costLimit, details} = plan;
  const {requirementsByExecutable = {}} = plan;
  const requirements = toRequirements(plan);
  const isWorkflow = /^(?:analysis|workflow)-/.test(plan.executable.id);
  return {
    project: plan.project,
    input: plan.input,
    ...(folder !== undefined && {folder}),
    ...(name !== undefined && {name}),
    ...(tags.length > 0 && {tags: [...tags]}),
    ...(!isEmpty(properties) && {properties: {...properties}}),
    ...(!isEmpty(requirements) && {systemRequirements: requirements}),
    ...(!isEmpty(requirementsByExecutable) && {systemRequirementsByExecutable: requirementsByExecutable}),
    ...(priority !== undefined && {priority}),
    ...(allowSSH.length > 0 && {allowSSH: [...allowSSH]}),
    ...(debugOn.length > 0 && {debug: {debugOn: [...debugOn]}}),
    ...(plan.isReuseIgnored && {ignoreReuse: isWorkflow ? ['*'] : true}),
    ...(plan.isWorkspaceKept && {delayWorkspaceDestruction: true}),
    ...(costLimit !== undefined && {costLimit}),
    ...(details !== undefined && {details}),
    nonce,
  };
};
