import {
  type Executable,
  type ExecutableStage,
  type InputParameter,
  isStartableName,
} from '../../model/executable.ts';
import {mapList, toFields, toText} from './field-readers.ts';

/** What is asked of an executable before a run. */
export const EXECUTABLE_FIELDS = {
  id: true,
  name: true,
  inputSpec: true,
  /** Of a workflow that has inputs of its own. */
  inputs: true,
  stages: true,
} as const;

const toParameter = (value: unknown): InputParameter | [] => {
  const fields = toFields(value);
  const name = toText(fields?.['name'], 300);
  const ofClass = toText(fields?.['class'], 100);
  if (!fields || name === undefined || ofClass === undefined) return [];
  const {choices, optional, default: fallback} = fields;
  return {
    name,
    class: ofClass,
    isOptional: optional === true || (fallback !== undefined && fallback !== null),
    choices: Array.isArray(choices) && choices.length > 0 ? choices : undefined,
  };
};

const toStage = (value: unknown): ExecutableStage | [] => {
  const fields = toFields(value);
  const id = toText(fields?.['id'], 100);
  return id === undefined ? [] : {id, name: toText(fields?.['name'], 300)};
};

/** An app, an applet or a workflow out of the answer to its describe; `undefined` for anything else. */
export const toExecutable = (value: unknown): Executable | undefined => {
  const fields = toFields(value);
  const id = fields?.['id'];
  if (!fields || typeof id !== 'string' || !isStartableName(id)) return undefined;
  // A workflow with inputs of its own takes these alone. Source: the official client.
  const specification = Array.isArray(fields['inputs']) ? fields['inputs'] : fields['inputSpec'];
  return {
    id,
    name: toText(fields['name'], 300),
    parameters: Array.isArray(specification) ? mapList(specification, toParameter) : undefined,
    stages: mapList(fields['stages'], toStage),
  };
};
