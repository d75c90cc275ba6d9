import type {Call} from '../actions/action.ts';
import {entityNotFound, InvalidInput} from '../errors.ts';
import type {StoredFields} from '../execution-record.ts';
import {readOptionalHash, readOptionalStrings, readString, type Hash} from '../input.ts';
import type {PlatformState} from '../state.ts';
import {findObjects, findReferences} from './references.ts';
import {readRunOptions} from './run-options.ts';

/** What every run call is checked for before the executable has its say. */
export interface Launch {
  readonly options: StoredFields;
  readonly input: Hash;
  /** Executions and data objects that must be ready first. */
  readonly dependsOn: readonly string[];
}

/** Throws unless the user may see what an input or `dependsOn` names. */
const requireKnown = (state: PlatformState, id: string, userId: string): void => {
  if (/^(job|analysis)-/.test(id)) {
    state.requireExecution(id, userId);
  } else if (/^(file|record)-/.test(id)) {
    const object = state.dataObjects.get(id);
    if (object?.project === undefined) throw entityNotFound(id);
    state.requireProject(object.project, userId);
  } else if (!/^(applet|workflow|database)-/.test(id)) {
    throw new InvalidInput(`Expected "${id}" to be the ID of a job, an analysis or a data object`);
  }
};

/**
 * Checks the part of a run call that all executables share.
 *
 * Throws for options of the wrong shape, a project that the user may not contribute to, and inputs that do not
 * exist. Footing: documented; that the project must be given outside of jobs as well.
 */
export const readLaunch = (call: Call, isWorkflow: boolean): Launch => {
  const {state, userId, input: body} = call;
  const options = readRunOptions(body, isWorkflow);
  const project = readString(body, 'project');
  state.requireContribution(project, userId);
  const input = readOptionalHash(body, 'input') ?? {};
  const dependsOn = readOptionalStrings(body, 'dependsOn') ?? [];
  for (const id of [...dependsOn, ...findReferences(input), ...findObjects(input)]) {
    requireKnown(state, id, userId);
  }
  return {options: {...options, project, launchedBy: userId}, input, dependsOn};
};
