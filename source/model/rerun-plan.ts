import type {Execution} from './execution.ts';
import {type FormerRun, isJobRun} from './former-run.ts';
import type {RunPlan} from './run-plan.ts';

/** What is to be another way than the last time; `undefined` is as it was. */
export type RerunWishes = {
  readonly [Field in 'project' | 'tags' | 'properties']?: RunPlan[Field] | undefined;
} & {
  /** `input` stands for all of what went in, not for what is to be another way. */
  readonly isInputWhole?: boolean;
} & Pick<
    RunPlan,
    | 'folder'
    | 'name'
    | 'input'
    | 'instanceType'
    | 'priority'
    | 'allowSSH'
    | 'debugOn'
    | 'isReuseIgnored'
    | 'isWorkspaceKept'
    | 'costLimit'
  >;

/** What it is called when it runs again, as the official client has it: the mark is there once. */
export const toRerunName = (name: string): string => (name.endsWith('(re-run)') ? name : `${name} (re-run)`);

/**
 * The plan to run something again: as it was, but for what is wished. SSH and the debug hold are never taken over, because
 * who may log in is asked anew.
 *
 * Source: `dx run --clone`.
 */
export const toRerunPlan = (former: FormerRun, {isInputWhole = false, ...wishes}: RerunWishes): RunPlan => {
  const {id, executable, executableName, project, folder, name, input} = former;
  const kept = isInputWhole && isJobRun(former) ? {} : input;
  return {
    ...wishes,
    executable: isJobRun(former)
      ? {id: former.executable, name: executableName}
      : {id: former.id, name: executableName ?? former.executable},
    again: {id, input: kept},
    // A workflow that is made from an analysis has its inputs as its own.
    input: isJobRun(former) ? {...kept, ...wishes.input} : wishes.input,
    project: wishes.project ?? project,
    folder: wishes.folder ?? folder,
    name: wishes.name ?? toRerunName(name),
    tags: wishes.tags ?? former.tags,
    properties: wishes.properties ?? former.properties,
    // Nobody likes to wait for a worker to log in to; a priority that was chosen counts for more.
    priority: wishes.priority ?? former.priority ?? (wishes.allowSSH.length > 0 ? 'high' : undefined),
    ...(isJobRun(former) && {
      requirements: former.requirements,
      requirementsByExecutable: former.requirementsByExecutable,
      details: {
        clonedFrom: {
          ...{id, executable, project, folder, name},
          runInput: input,
          systemRequirements: former.requirements,
        },
      },
    }),
  };
};

/**
 * Why an execution cannot run again by itself, as a short phrase; `undefined` when it may. Whether the platform lets it is
 * known only when it is asked.
 *
 * A job of another entry point than `main` was started by its parent with what only that could know.
 */
export const rerunObstacle = (execution: Execution): string | undefined =>
  execution.class === 'job' && execution.function !== undefined && execution.function !== 'main'
    ? `it is the part ${execution.function} of another job`
    : undefined;
