import {ConfigError} from './errors.ts';
import type {Executable, ExecutableStage} from './executable.ts';
import {hasRoundedNumber, readRunInput, type RunInput} from './run-input.ts';

/** A value as it was typed as JSON; or why it cannot be sent. */
export type InputJson =
  {readonly kind: 'value'; readonly value: unknown} | {readonly kind: 'none'} | {readonly kind: 'rounded'};

/** Reads a value that was typed as JSON: `none` when it is no JSON, `rounded` when a number in it would be another one. */
export const readInputJson = (text: string): InputJson => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // Why it is no JSON is said in the words of the parser, which repeat the text: it may be of any size.
    return {kind: 'none'};
  }

  return hasRoundedNumber(value) ? {kind: 'rounded'} : {kind: 'value', value};
};

/** The inputs of an object that was typed as JSON; throws `ConfigError` for anything else, `origin` says where it stood. */
export const readInputObject = (text: string, origin: string): RunInput => {
  const read = readInputJson(text);
  if (read.kind === 'rounded')
    throw new ConfigError(`${origin} has a number that dxtop cannot send as it is.`, 'Use `dx run` for it.');
  const hint = 'Write one object, such as {"name": "value"}.';
  if (read.kind === 'none') throw new ConfigError(`${origin} is no JSON.`, hint);
  if (typeof read.value !== 'object' || read.value === null || Array.isArray(read.value))
    throw new ConfigError(`${origin} is no JSON object.`, hint);
  return read.value as RunInput;
};

/** What goes in, as it was given: `name=value`, each, and in the platform's own form. */
export interface GivenInput {
  readonly typed: readonly string[];
  /** `undefined` where nothing was given like that. */
  readonly json: RunInput | undefined;
}

/**
 * What goes in, out of what was typed and what was given as JSON. Throws `ConfigError` for what the executable does not
 * take, and what is missing.
 */
export const readGivenInput = (
  {typed, json = {}}: GivenInput,
  {parameters, stages}: Pick<Executable, 'parameters' | 'stages'>,
): RunInput =>
  readRunInput(
    typed.map((text) => nameStage(text, stages)),
    parameters,
    Object.fromEntries(Object.entries(json).map(([name, value]) => [nameStage(name, stages), value])),
  );

/** An input of a stage by the stage's ID, which may be typed as its name or its number; a name goes first. As `dx run` has it. */
const nameStage = (text: string, stages: readonly ExecutableStage[]): string => {
  const [, key, rest] = /^([^=.]+)(\.[^]*)$/.exec(text) ?? [];
  if (key === undefined || rest === undefined) return text;
  const stage =
    stages.find(({name}) => name === key) ?? (/^\d+$/.test(key) ? stages[Number(key)] : undefined);
  return stage ? stage.id + rest : text;
};
