import {formatJsonLine} from '../../format/json-output.ts';
import {isStartableName} from '../../model/executable.ts';
import type {FormerRun} from '../../model/former-run.ts';
import type {RunInput} from '../../model/run-input.ts';
import {clean} from '../../model/safe-text.ts';
import {readInputJson} from '../../model/typed-input.ts';
import {LONGEST_TEXT} from '../edit-text.ts';

/** The field of one input, by its name as the platform has it. */
export type InputField = `input ${string}`;

/** What was typed in place of former inputs, as JSON, by name. */
export type TypedInputs = ReadonlyMap<string, string>;

/** The field of an input. */
export const toInputField = (name: string): InputField => `input ${name}`;

/** Whether a field is an input. */
export const isInputField = (field: string): field is InputField => field.startsWith('input ');

/** The input that a field is about. */
export const toInputName = (field: InputField): string => field.slice('input '.length);

/** A value as it is edited: JSON on one line, with everything escaped that does not print, so that nothing of it is lost. */
export const toInputText = (value: unknown): string => formatJsonLine(value).trimEnd();

/** Why an input cannot be edited here, as a short phrase; `undefined` when it can. */
export const editObstacle = ({executable, input}: FormerRun, name: string): string | undefined => {
  if (!isStartableName(executable)) return 'a global workflow runs with the inputs that it had';
  return toInputText(input[name]).length > LONGEST_TEXT
    ? 'it is too long: `dxtop run --clone` takes another with -f'
    : undefined;
};

/** Why what was typed cannot be sent, as a short phrase; `undefined` when it can. What it takes is known when it is asked. */
export const inputsObstacle = (inputs: TypedInputs): string | undefined => {
  for (const [name, text] of inputs) {
    const {kind} = readInputJson(text);
    if (kind === 'none') return `the input ${clean(name, 40)} is no JSON; a text stands in quotes`;
    if (kind === 'rounded') return `the input ${clean(name, 40)} has a number that cannot be sent as it is`;
  }

  return undefined;
};

/** The typed inputs in the platform's own form; without those that are no JSON, for which there is an obstacle. */
export const toRunInput = (inputs: TypedInputs): RunInput =>
  Object.fromEntries(
    [...inputs].flatMap(([name, text]) => {
      const read = readInputJson(text);
      return read.kind === 'value' ? [[name, read.value]] : [];
    }),
  );
