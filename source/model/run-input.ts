import {ConfigError} from './errors.ts';
import type {InputParameter} from './executable.ts';
import {clean} from './safe-text.ts';

/** Values for the inputs of an executable, by name, in the platform's own form. */
export type RunInput = Readonly<Record<string, unknown>>;

const NO_VALUE = Symbol('no value of this class');

const toNumber = (text: string): unknown => {
  const number = Number(text);
  return text.trim() !== '' && Number.isFinite(number) ? number : NO_VALUE;
};

const toHash = (text: string): unknown => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : NO_VALUE;
  } catch {
    // No JSON is no hash; the caller says so.
    return NO_VALUE;
  }
};

const toLink =
  (kind: string) =>
  (text: string): unknown => {
    const form = new RegExp(`^(?:(?<project>project-[0-9A-Za-z]{24}):)?(?<id>${kind}-[0-9A-Za-z]{24})$`);
    const {project, id} = form.exec(text)?.groups ?? {};
    if (id === undefined) return NO_VALUE;
    return {$dnanexus_link: project === undefined ? id : {project, id}};
  };

/** How a value of each class is typed, for messages, and what it is for the platform. */
const CLASSES: Readonly<Record<string, {form: string; read: (text: string) => unknown}>> = {
  string: {form: 'a text', read: (text) => text},
  int: {
    form: 'a whole number',
    read: (text) => (/^-?\d+$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : NO_VALUE),
  },
  float: {form: 'a number', read: toNumber},
  boolean: {
    form: 'true or false',
    read: (text) => (text === 'true' || text === 'false' ? text === 'true' : NO_VALUE),
  },
  hash: {form: 'a JSON object, such as {"a": 1}', read: toHash},
  file: {form: 'the ID of a file, file-xxxx or project-xxxx:file-xxxx', read: toLink('file')},
  record: {form: 'the ID of a record, record-xxxx or project-xxxx:record-xxxx', read: toLink('record')},
  applet: {form: 'the ID of an applet, applet-xxxx or project-xxxx:applet-xxxx', read: toLink('applet')},
};

/** One value of a parameter. Throws `ConfigError` for one that it does not take. */
const readValue = (text: string, {name, class: whole, choices}: InputParameter): unknown => {
  const single = whole.replace(/^array:/, '');
  const known = Object.hasOwn(CLASSES, single) ? CLASSES[single] : undefined;
  if (!known)
    throw new ConfigError(
      `The input ${name} is of class ${whole}, for which dxtop takes no value.`,
      'Start it with `dx run`.',
    );
  const value = known.read(text);
  if (value === NO_VALUE)
    throw new ConfigError(`${clean(text, 60)} is no value for the input ${name}.`, `It takes ${known.form}.`);
  if (choices && !choices.some((choice) => JSON.stringify(choice) === JSON.stringify(value)))
    throw new ConfigError(
      `${clean(text, 60)} is no value for the input ${name}.`,
      `It takes one of ${clean(choices.map((choice) => JSON.stringify(choice)).join(', '), 500)}.`,
    );
  return value;
};

const describeParameters = (parameters: readonly InputParameter[]): string =>
  parameters.length === 0
    ? 'It takes none.'
    : `It takes ${parameters.map(({name, class: whole, isOptional}) => `${name} (${whole}${isOptional ? ', may be left out' : ''})`).join(', ')}.`;

/** The typed values by name, in the order in which they came. */
const groupByName = (texts: readonly string[]): ReadonlyMap<string, readonly string[]> => {
  const values = new Map<string, string[]>();
  for (const text of texts) {
    const at = text.indexOf('=');
    if (at < 1)
      throw new ConfigError(
        `"${clean(text, 60)}" is no input.`,
        'Write it as -i name=value, once for each value.',
      );
    const name = text.slice(0, at);
    values.set(name, [...(values.get(name) ?? []), text.slice(at + 1)]);
  }

  return values;
};

/**
 * Reads inputs that were typed as `name=value`, a list as the same name again and again. No value is guessed, and what has
 * a default is left to the platform.
 *
 * Throws `ConfigError` for a name that the executable does not have, a value that does not fit, and what is missing.
 *
 * @param parameters `undefined` where the executable does not say what goes in
 * @param given what is in the platform's own form already; what is typed goes before it
 */
export const readRunInput = (
  texts: readonly string[],
  parameters: readonly InputParameter[] | undefined,
  given: RunInput = {},
): RunInput => {
  const typed = groupByName(texts);
  if (!parameters) {
    if (typed.size === 0) return given;
    throw new ConfigError(
      'The executable does not say what goes in, so that no value can be checked.',
      'Start it with `dx run`.',
    );
  }

  const unknown = [...typed.keys(), ...Object.keys(given)].find(
    (name) => !parameters.some((parameter) => parameter.name === name),
  );
  if (unknown !== undefined)
    throw new ConfigError(`There is no input ${clean(unknown, 60)}.`, describeParameters(parameters));
  return Object.fromEntries(
    parameters.flatMap((parameter): Array<[string, unknown]> => {
      const {name, isOptional, class: whole} = parameter;
      const values = typed.get(name);
      if (!values) {
        if (Object.hasOwn(given, name)) return [[name, given[name]]];
        if (isOptional) return [];
        throw new ConfigError(`The input ${name} is missing.`, describeParameters(parameters));
      }

      const read = values.map((text) => readValue(text, parameter));
      if (whole.startsWith('array:')) return [[name, read]];
      if (read.length === 1) return [[name, read[0]]];
      throw new ConfigError(
        `The input ${name} was given ${String(read.length)} times, but takes one value.`,
        'Give it once.',
      );
    }),
  );
};

/** Whether a number in it is so large that JavaScript has rounded it, and would send another one. */
export const hasRoundedNumber = (value: unknown): boolean => {
  if (typeof value === 'number') return Number.isInteger(value) && !Number.isSafeInteger(value);
  return typeof value === 'object' && value !== null && Object.values(value).some(hasRoundedNumber);
};
