import type {Call} from '../actions/action.ts';
import {InvalidInput} from '../errors.ts';
import {requireExecutable, type KnownExecutable} from './find-executable.ts';

/**
 * The workflow that a call names; for a global workflow, that of the region of the call's project.
 *
 * Footing: documented, `regionalOptions`; the words of the refusal are assumed.
 */
export const toUnderlyingWorkflow = ({state, subject, userId, input}: Call): KnownExecutable => {
  const named = requireExecutable(state, subject, userId);
  if (named.class !== 'globalworkflow') return named;
  const project = typeof input.project === 'string' ? state.requireProject(input.project, userId) : undefined;
  const region = project?.wire.region ?? '';
  const workflow = state.executables.get(named.regionalOptions?.[region]?.workflow ?? '');
  if (workflow === undefined) throw new InvalidInput(`${named.id} is not enabled in region "${region}"`);
  return workflow;
};
