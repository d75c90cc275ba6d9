import {type Executable, type InputParameter, isRunnableName} from '../../model/executable.ts';
import {mapList, toFields, toText} from './field-readers.ts';

/** What is asked of an executable before a run. */
export const EXECUTABLE_FIELDS = {id: true, name: true, inputSpec: true} as const;

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

/** An app or applet out of the answer to its describe; `undefined` for anything else. */
export const toExecutable = (value: unknown): Executable | undefined => {
  const fields = toFields(value);
  const id = fields?.['id'];
  if (!fields || typeof id !== 'string' || !isRunnableName(id)) return undefined;
  const specification = fields['inputSpec'];
  return {
    id,
    name: toText(fields['name'], 300),
    parameters: Array.isArray(specification) ? mapList(specification, toParameter) : undefined,
  };
};
