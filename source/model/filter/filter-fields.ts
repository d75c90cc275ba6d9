import {ACTIVE_STATES, runningTimeMs, TERMINAL_STATES} from '../execution.ts';
import type {FilterField, FilterOperator, FilterSubject} from './filter.ts';

type Test = (subject: FilterSubject) => boolean;

/** A test, or a sentence that says why the value means nothing. */
export type BuiltTest = Test | string;

interface FieldShape {
  /** Which other names it has. */
  readonly aliases: readonly string[];
  /** What it is for, for the help. */
  readonly label: string;
  readonly build: (operator: FilterOperator, value: string) => BuiltTest;
}

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/** A value as a pattern: `/x/` is a regular expression, `*` and `?` stand for anything, all else is a part of the text. */
export const toPattern = (value: string): RegExp | string => {
  const written = /^\/(?<source>.*)\/$/.exec(value)?.groups?.['source'];
  try {
    if (written !== undefined) return new RegExp(written, 'iu');
  } catch {
    // The message of the engine speaks of flags that nobody has typed.
    return `"${value}" is not a regular expression.`;
  }

  if (!/[*?]/.test(value)) return new RegExp(escape(value), 'iu');
  const source = escape(value)
    .replaceAll(String.raw`\*`, '.*')
    .replaceAll(String.raw`\?`, '.');
  return new RegExp(`^${source}$`, 'iu');
};

const buildText =
  (read: (subject: FilterSubject) => readonly (string | undefined)[]): FieldShape['build'] =>
  (operator, value) => {
    if (operator !== ':') return 'Only age, running, cost and try can be compared; write a colon.';
    const patterns = value.split(',').map(toPattern);
    const problem = patterns.find((pattern) => typeof pattern === 'string');
    if (problem !== undefined) return problem;
    return (subject) =>
      read(subject).some(
        (text) => text !== undefined && patterns.some((pattern) => (pattern as RegExp).test(text)),
      );
  };

/** A tag is meant as a whole, as the platform compares it, unless it is written as a pattern. */
const buildTag: FieldShape['build'] = (operator, value) => {
  if (/[*?/]/.test(value)) return buildText(({execution}) => execution.tags)(operator, value);
  if (operator !== ':') return 'A tag is asked for with a colon, such as tag:ci.';
  const wanted = value.split(',');
  return ({execution}) => execution.tags.some((tag) => wanted.includes(tag));
};

const UNITS: Readonly<Record<string, number>> = {s: 1, m: 60, h: 3600, d: 86_400, w: 604_800};

/** `90s`, `15m`, `2h`, `3d`, `1w` in milliseconds; `undefined` for anything else. */
export const toMilliseconds = (value: string): number | undefined => {
  const {number, unit} = /^(?<number>\d+(?:\.\d+)?)(?<unit>[smhdw])$/.exec(value)?.groups ?? {};
  return number === undefined ? undefined : Number(number) * (UNITS[unit ?? ''] ?? 0) * 1000;
};

const toNumber = (value: string): number | undefined =>
  /^\$?\d+(?:\.\d+)?$/.test(value) ? Number(value.replace('$', '')) : undefined;

const COMPARE: Readonly<Record<FilterOperator, (one: number, other: number) => boolean>> = {
  ':': (one, other) => one === other,
  '<': (one, other) => one < other,
  '>': (one, other) => one > other,
  '<=': (one, other) => one <= other,
  '>=': (one, other) => one >= other,
};

const buildNumber =
  (
    read: (subject: FilterSubject) => number | undefined,
    toValue: (value: string) => number | undefined,
    hint: string,
  ): FieldShape['build'] =>
  (operator, value) => {
    const bound = toValue(value);
    if (bound === undefined) return hint;
    return (subject) => {
      const known = read(subject);
      return known !== undefined && COMPARE[operator](known, bound);
    };
  };

/** Words for several states at once. */
export const STATE_GROUPS: Readonly<Record<string, readonly string[]>> = {
  waiting: ['idle', 'runnable', 'waiting_on_input'],
  active: ACTIVE_STATES,
  held: ['debug_hold'],
  failed: ['failed', 'partially_failed'],
  running: ['running', 'in_progress', 'waiting_on_output'],
};

/**
 * The states that words with commas between them stand for: each a group, a state, or the beginning of some, so that
 * something is shown while one types. A word that begins none stands for itself: the platform may have new ones.
 */
export const toWantedStates = (value: string): readonly string[] =>
  value
    .toLowerCase()
    .split(',')
    .flatMap((word) => {
      if (Object.hasOwn(STATE_GROUPS, word)) return STATE_GROUPS[word] ?? [];
      const states = [...ACTIVE_STATES, ...TERMINAL_STATES];
      if (word === '' || states.includes(word)) return [word];
      const begun = [
        ...Object.entries(STATE_GROUPS).flatMap(([name, group]) => (name.startsWith(word) ? group : [])),
        ...states.filter((state) => state.startsWith(word)),
      ];
      return begun.length === 0 ? [word] : [...new Set(begun)];
    });

const buildState: FieldShape['build'] = (operator, value) => {
  if (operator !== ':') return 'A state is asked for with a colon, such as state:failed.';
  const wanted = new Set(toWantedStates(value));
  return ({execution}) => wanted.has(execution.state);
};

const DURATION_HINT = 'A time is written as 90s, 15m, 2h, 3d or 1w.';

/** What can be asked for by name, and how. */
export const FILTER_FIELDS: Readonly<Record<FilterField, FieldShape>> = {
  state: {aliases: ['s'], label: 'the state, or waiting, running, held, active', build: buildState},
  name: {aliases: ['n'], label: 'a part of the name', build: buildText(({execution}) => [execution.name])},
  id: {aliases: [], label: 'a part of the ID', build: buildText(({execution}) => [execution.id])},
  exe: {
    aliases: ['executable', 'app'],
    label: 'the executable',
    build: buildText(({execution}) => [execution.executableName]),
  },
  tag: {aliases: ['tags'], label: 'a tag, as a whole', build: buildTag},
  user: {
    aliases: ['by'],
    label: 'who launched it',
    build: buildText(({execution}) => [execution.launchedBy]),
  },
  project: {
    aliases: [],
    label: 'the ID of the project',
    build: buildText(({execution}) => [execution.project]),
  },
  inst: {
    aliases: ['instance'],
    label: 'the instance type',
    build: buildText(({execution}) => [execution.class === 'job' ? execution.instanceType : undefined]),
  },
  reason: {
    aliases: ['why'],
    label: 'why it failed',
    build: buildText(({execution: {failure}}) => [failure?.reason, failure?.message]),
  },
  class: {aliases: [], label: 'job or analysis', build: buildText(({execution}) => [execution.class])},
  try: {
    aliases: [],
    label: 'the number of the try',
    build: buildNumber(
      ({execution}) => (execution.class === 'job' ? execution.tryNumber : undefined),
      toNumber,
      'A try is a number, such as try>0.',
    ),
  },
  age: {
    aliases: ['created'],
    label: 'how long ago it was made',
    build: buildNumber(
      ({execution, nowMs}) => (execution.createdMs === undefined ? undefined : nowMs - execution.createdMs),
      toMilliseconds,
      DURATION_HINT,
    ),
  },
  running: {
    aliases: ['runtime'],
    label: 'how long it has run',
    build: buildNumber(
      ({execution, nowMs}) => runningTimeMs(execution, nowMs),
      toMilliseconds,
      DURATION_HINT,
    ),
  },
  cost: {
    aliases: ['price'],
    label: 'what it has cost',
    build: buildNumber(
      ({execution}) => execution.price?.amount,
      toNumber,
      'A cost is a number, such as cost>5.',
    ),
  },
};

/** A word without a field: in name, ID, executable or a tag. */
export const buildWord = buildText(({execution: {name, id, executableName, tags}}) => [
  name,
  id,
  executableName,
  ...tags,
]);

/** The field that somebody means by a name; `undefined` when there is none. */
export const findField = (name: string): FilterField | undefined => {
  const wanted = name.toLowerCase();
  return (Object.keys(FILTER_FIELDS) as FilterField[]).find(
    (field) => field === wanted || FILTER_FIELDS[field].aliases.includes(wanted),
  );
};
