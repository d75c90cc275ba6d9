/** One entry of the table of settings: what may stand there, what counts when nothing does, and what it is for. */
export interface Setting<Value> {
  /** One line for the documentation. */
  readonly doc: string;
  /** What counts when the file says nothing, or something unusable. */
  readonly fallback: Value;
  /** What may stand there, as a phrase after "is not", such as `true or false`. */
  readonly expected: string;
  /** A value as TOML writes it, for the commented example; several lines where it is a table of its own. */
  readonly example: string;
  /** The value in its own type; `undefined` for one that is unusable. */
  readonly read: (value: unknown) => Value | undefined;
}

const LONGEST_TEXT = 4096;
const MOST_ENTRIES = 200;

/** TOML's basic strings are written as JSON's. */
const quote = (text: string): string => JSON.stringify(text);

const isText = (value: unknown): value is string => typeof value === 'string' && value.length <= LONGEST_TEXT;

const isTable = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);

/** One of a few words. */
export const choice = <const Word extends string>(
  words: readonly Word[],
  fallback: Word,
  doc: string,
): Setting<Word> => ({
  doc,
  fallback,
  expected: `one of ${words.map(quote).join(', ')}`,
  example: quote(fallback),
  read: (value) => words.find((word) => word === value),
});

/** Yes or no. */
export const flag = (fallback: boolean, doc: string): Setting<boolean> => ({
  doc,
  fallback,
  expected: 'true or false',
  example: String(fallback),
  read: (value) => (typeof value === 'boolean' ? value : undefined),
});

/** A number between two others, both included. */
export const amount = (
  [lowest, highest]: readonly [number, number],
  fallback: number,
  doc: string,
): Setting<number> => ({
  doc,
  fallback,
  expected: `a number from ${lowest} to ${highest}`,
  example: String(fallback),
  read: (value) => (typeof value === 'number' && value >= lowest && value <= highest ? value : undefined),
});

/**
 * A text in a form of its own, perhaps turned into a value of another type; absent unless the file has it.
 *
 * @param convert answers `undefined` for a text that is unusable
 */
export const text = <Value>(
  {
    expected,
    example,
    convert,
  }: {expected: string; example: string; convert: (raw: string) => Value | undefined},
  doc: string,
): Setting<Value | undefined> => ({
  doc,
  fallback: undefined,
  expected,
  example: quote(example),
  read: (value) => (isText(value) ? convert(value) : undefined),
});

/** The same as `text`, with a value that counts when the file has none. */
export const textWithFallback = <Value>(
  form: {expected: string; example: string; convert: (raw: string) => Value | undefined},
  fallback: Value,
  doc: string,
): Setting<Value> => ({...text(form, doc), fallback, read: text(form, doc).read});

/** Some of a few words, in any order. */
export const choices = <const Word extends string>(
  words: readonly Word[],
  fallback: readonly NoInfer<Word>[],
  doc: string,
): Setting<readonly Word[]> => ({
  doc,
  fallback,
  expected: `a list of ${words.map(quote).join(', ')}`,
  example: `[${fallback.map(quote).join(', ')}]`,
  read: (value) => {
    if (!Array.isArray(value)) return undefined;
    const known = words.filter((word) => value.includes(word));
    return value.every((entry) => words.some((word) => word === entry)) ? known : undefined;
  },
});

/** A list of texts; empty unless the file has it. */
export const texts = (example: readonly string[], doc: string): Setting<readonly string[]> => ({
  doc,
  fallback: [],
  expected: 'a list of texts',
  example: `[${example.map(quote).join(', ')}]`,
  read: (value) => (isTexts(value) ? value : undefined),
});

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.length <= MOST_ENTRIES && value.every(isText);

/** A table whose names the user chooses; empty unless the file has it. */
export const table = <Value>(
  {
    expected,
    example,
    readEntry,
  }: {expected: string; example: string; readEntry: (value: unknown) => Value | undefined},
  doc: string,
): Setting<ReadonlyMap<string, Value>> => ({
  doc,
  fallback: new Map(),
  expected,
  example,
  read: (value) => {
    if (!isTable(value)) return undefined;
    const names = Object.keys(value);
    if (names.length > MOST_ENTRIES) return undefined;
    const entries = new Map<string, Value>();
    for (const name of names) {
      const entry = readEntry(value[name]);
      if (entry === undefined) return undefined;
      entries.set(name, entry);
    }
    return entries;
  },
});

/** Reads a table of lists of texts: actions and their keys. One text counts as a list of one. */
export const readTextLists = (value: unknown): ReadonlyMap<string, readonly string[]> | undefined => {
  if (!isTable(value)) return undefined;
  const lists = new Map<string, readonly string[]>();
  for (const [name, entry] of Object.entries(value)) {
    const list = isText(entry) ? [entry] : entry;
    if (!isTexts(list)) return undefined;
    lists.set(name, list);
  }
  return lists;
};

/** Reads a text of a table. */
export const readText = (value: unknown): string | undefined => (isText(value) ? value : undefined);
