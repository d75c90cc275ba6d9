import type {Key} from 'ink';

/** One line of a key table: feeds the handler, the footer and the help. */
export interface KeyBinding<Action extends string> {
  readonly action: Action;
  /** Names of keys: a character, or `up`, `down`, `pageUp`, `pageDown`, `home`, `end`, `enter`, `escape`, `ctrl-d`, … */
  readonly keys: readonly string[];
  /** How the keys are written in the footer and in the help. */
  readonly shown: string;
  readonly label: string;
  /** It changes something on the platform: a capital letter, and refused in read-only mode. */
  readonly changes?: true;
}

/** The keys of one screen, under the name that the settings know it by. */
export interface KeyTable<Action extends string = string> {
  readonly name: string;
  /** Where these keys count, for the help and the README. */
  readonly title: string;
  /** The ones that the footer shows first. */
  readonly bindings: readonly KeyBinding<Action>[];
}

const NAMES: readonly (readonly [keyof Key, string])[] = [
  ['upArrow', 'up'],
  ['downArrow', 'down'],
  ['leftArrow', 'left'],
  ['rightArrow', 'right'],
  ['pageUp', 'pageUp'],
  ['pageDown', 'pageDown'],
  ['home', 'home'],
  ['end', 'end'],
  ['return', 'enter'],
  ['escape', 'escape'],
  ['tab', 'tab'],
  ['backspace', 'backspace'],
  ['delete', 'backspace'],
];

/** The name of a pressed key, as key tables write it. */
export const toKeyName = (input: string, key: Key): string => {
  const named = NAMES.find(([property]) => key[property] === true);
  if (named) return named[1];
  return key.ctrl ? `ctrl-${input}` : input;
};

const SHOWN: Readonly<Record<string, string>> = {
  enter: 'Enter',
  escape: 'Esc',
  pageUp: 'PgUp',
  pageDown: 'PgDn',
  home: 'Home',
  end: 'End',
  backspace: 'Backspace',
  ' ': 'space',
};

/** How a key is written for people: `Ctrl-d`, `PgDn`, `space`. */
export const showKey = (name: string): string =>
  SHOWN[name] ?? (name.startsWith('ctrl-') ? `Ctrl-${name.slice(5)}` : name);

/** Whether the settings may name a key so: a character, `space`, a key's own name, or `ctrl-` and a letter. */
export const isKeyName = (name: string): boolean =>
  /^(?:[!-~]|space|tab|ctrl-[a-z])$/.test(name) || NAMES.some(([, known]) => known === name);

/** Whether a key's name is a character that can be typed into a text. */
export const isCharacter = (name: string): boolean => Array.from(name).length === 1 && name >= ' ';

/** The action of a key, `undefined` when the table has none. */
export const findAction = <Action extends string>(
  bindings: readonly KeyBinding<Action>[],
  name: string,
): Action | undefined => bindings.find(({keys}) => keys.includes(name))?.action;

/** How the first key of an action is written, for a footer that has little room; `undefined` when it has none left. */
export const firstKey = <Action extends string>(
  {bindings}: KeyTable<Action>,
  wanted: NoInfer<Action>,
): string | undefined => {
  const binding = bindings.find(({action}) => action === wanted);
  // The table's own way to write them goes first: of `down` and `j` it may name `j`.
  return binding && binding.keys.length > 0 ? binding.shown.split(', ')[0] : undefined;
};
