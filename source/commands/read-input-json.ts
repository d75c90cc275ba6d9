import {ConfigError} from '../model/errors.ts';
import type {Executable, ExecutableStage} from '../model/executable.ts';
import {hasRoundedNumber, readRunInput, type RunInput} from '../model/run-input.ts';
import {clean} from '../model/safe-text.ts';
import {readRegularFile} from '../services/settings/regular-file.ts';
import {readPiped} from './prompt.ts';

/** How inputs are typed; what is named later here goes first. */
export interface InputFlags {
  /** A file with a JSON object, `-` for standard input. */
  readonly inputJsonFile?: string;
  /** A JSON object. */
  readonly inputJson?: string;
  /** `name=value`, each. */
  readonly input?: readonly string[];
}

/** More than any input is; a bound on what a wrong file may cost. */
const MOST_BYTES = 4 * 1024 * 1024;

const parse = (text: string, origin: string): RunInput => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // Why it is no JSON is said in the words of the parser, which repeat the text: it may be of any size.
    throw new ConfigError(`${origin} is no JSON.`, 'Write one object, such as {"name": "value"}.');
  }

  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new ConfigError(`${origin} is no JSON object.`, 'Write one object, such as {"name": "value"}.');
  if (hasRoundedNumber(value))
    throw new ConfigError(`${origin} has a number that dxtop cannot send as it is.`, 'Use `dx run` for it.');
  return value as RunInput;
};

const readFile = (path: string): RunInput => {
  const file = readRegularFile(path, MOST_BYTES);
  const name = clean(path, 200);
  if (file.kind === 'read') return parse(file.content.toString('utf8'), name);
  throw new ConfigError(
    file.kind === 'missing' ? `There is no file ${name}.` : `${name} ${file.problem}.`,
    'Check what follows --input-json-file.',
  );
};

/** What was given as JSON; `undefined` when nothing was. Throws `ConfigError` for what is none. */
export const readInputJson = async ({
  inputJsonFile,
  inputJson,
}: InputFlags): Promise<RunInput | undefined> => {
  if (inputJsonFile === undefined && inputJson === undefined) return undefined;
  const fromFile =
    inputJsonFile === undefined
      ? {}
      : inputJsonFile === '-'
        ? parse(await readPiped('an input', MOST_BYTES, 'Pipe in one JSON object.'), 'Standard input')
        : readFile(inputJsonFile);
  return {...fromFile, ...(inputJson !== undefined && parse(inputJson, 'What follows --input-json'))};
};

/**
 * What goes in, out of what was typed and what was given as JSON. Throws `ConfigError` for what the executable does not
 * take, and what is missing.
 */
export const readTypedInput = (
  {input = []}: InputFlags,
  given: RunInput = {},
  {parameters, stages}: Pick<Executable, 'parameters' | 'stages'>,
): RunInput =>
  readRunInput(
    input.map((text) => nameStage(text, stages)),
    parameters,
    Object.fromEntries(Object.entries(given).map(([name, value]) => [nameStage(name, stages), value])),
  );

/** An input of a stage by the stage's ID, which may be typed as its name or its number; a name goes first. As `dx run` has it. */
const nameStage = (text: string, stages: readonly ExecutableStage[]): string => {
  const [, key, rest] = /^([^=.]+)(\.[^]*)$/.exec(text) ?? [];
  if (key === undefined || rest === undefined) return text;
  const stage =
    stages.find(({name}) => name === key) ?? (/^\d+$/.test(key) ? stages[Number(key)] : undefined);
  return stage ? stage.id + rest : text;
};
