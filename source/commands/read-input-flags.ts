import {ConfigError} from '../model/errors.ts';
import type {RunInput} from '../model/run-input.ts';
import {clean} from '../model/safe-text.ts';
import {type GivenInput, readInputObject} from '../model/typed-input.ts';
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

const readFile = (path: string): RunInput => {
  const file = readRegularFile(path, MOST_BYTES);
  const name = clean(path, 200);
  if (file.kind === 'read') return readInputObject(file.content.toString('utf8'), name);
  throw new ConfigError(
    file.kind === 'missing' ? `There is no file ${name}.` : `${name} ${file.problem}.`,
    'Check what follows --input-json-file.',
  );
};

/** What was given as inputs. Throws `ConfigError` for JSON that is none. */
export const readInputFlags = async ({input = [], ...flags}: InputFlags): Promise<GivenInput> => ({
  typed: input,
  json: await readJson(flags),
});

const readJson = async ({inputJsonFile, inputJson}: InputFlags): Promise<RunInput | undefined> => {
  if (inputJsonFile === undefined && inputJson === undefined) return undefined;
  const fromFile =
    inputJsonFile === undefined
      ? {}
      : inputJsonFile === '-'
        ? readInputObject(
            await readPiped('an input', MOST_BYTES, 'Pipe in one JSON object.'),
            'Standard input',
          )
        : readFile(inputJsonFile);
  return {
    ...fromFile,
    ...(inputJson !== undefined && readInputObject(inputJson, 'What follows --input-json')),
  };
};
