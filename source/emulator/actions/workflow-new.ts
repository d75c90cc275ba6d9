import {InvalidInput} from '../errors.ts';
import {requireExecutable, type KnownExecutable} from '../executables/find-executable.ts';
import {splitInput} from '../run/run-workflow.ts';
import {readOptionalBoolean, readOptionalHash, readOptionalString, readString} from '../input.ts';
import type {Action, Call} from './action.ts';

/**
 * The workflow that a new one begins as: another one, or that of an analysis with what went into it then.
 *
 * Footing: observed, that the inputs come along: `dx run --clone ANALYSIS` sends none, and its source says so; that they
 * are bound to the stages is assumed.
 */
const readOrigin = ({input, state, userId}: Call): KnownExecutable => {
  const origin = readOptionalHash(input, 'initializeFrom');
  if (origin === undefined) {
    throw new InvalidInput('Expected key "initializeFrom" of input to be present; no other way is emulated');
  }
  const id = readString(origin, 'id');
  if (!id.startsWith('analysis-')) return requireExecutable(state, id, userId);
  const {executable, runInput = {}} = state.requireExecution(id, userId).wire;
  const workflow = requireExecutable(state, String(executable), userId);
  const {stages = []} = workflow;
  const inputs = splitInput(stages, runInput);
  return {
    ...workflow,
    stages: stages.map((stage, position) => ({...stage, input: {...stage.input, ...inputs[position]}})),
  };
};

/**
 * `/workflow/new` with `initializeFrom`, which is how the official client runs an analysis again.
 *
 * Footing: documented; that a temporary workflow is not seen in its project is assumed.
 */
export const workflowNew: Action = (call) => {
  const {input, state, userId, life, nowMs} = call;
  const project = readString(input, 'project');
  state.requireContribution(project, userId);
  const origin = readOrigin(call);
  return state.nonces.answerOnce(call, () => {
    const id = life.ids('workflow');
    state.executables.set(id, {
      ...origin,
      id,
      project,
      folder: readOptionalString(input, 'folder') ?? '/',
      name: readOptionalString(input, 'name') ?? origin.name,
      title: readOptionalString(input, 'title') ?? origin.title ?? origin.name,
      hidden: readOptionalBoolean(input, 'temporary') === true,
      created: nowMs,
      modified: nowMs,
    });
    return {id};
  });
};
