import {isKeyName, type KeyBinding, type KeyTable, showKey} from './keys.ts';

/** Other keys for actions, as the settings have them: screen, action, keys. */
export type Keymap = ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;

/** No wishes: every table as it is. */
export const NO_KEYMAP: Keymap = new Map();

/** A table with the user's keys in it, and what could not be done; the problems are sentences' ends. */
export interface ReboundTable<Action extends string> {
  readonly table: KeyTable<Action>;
  readonly problems: readonly string[];
}

/** These always lead back, whatever the settings say: nobody can lock themselves in. */
const FIXED = ['ctrl-c', 'escape'];

/**
 * Puts the user's keys into a table. A wished key is taken from the action that has it by default; of two wishes for one
 * key the first counts; an action without keys stays in the palette. Problems name screen and action, as the file does.
 */
export const rebind = <Action extends string>(
  table: KeyTable<Action>,
  keymap: Keymap,
): ReboundTable<Action> => {
  const wishes = keymap.get(table.name);
  if (!wishes) return {table, problems: []};
  const problems: string[] = [];
  const owners = new Map<string, string>();
  const chosen = new Map<string, readonly string[]>();
  for (const [action, names] of wishes) {
    const where = `keys.${table.name}.${action}`;
    if (!table.bindings.some((binding) => binding.action === action)) {
      problems.push(`${where} is not an action of this screen; the help lists them.`);
      continue;
    }

    const usable = names.flatMap((name) => {
      const key = name === 'space' ? ' ' : name;
      const owner = owners.get(key);
      if (!isKeyName(name)) problems.push(`${where}: "${name}" is not the name of a key.`);
      else if (FIXED.includes(key)) problems.push(`${where}: ${showKey(key)} always leads back.`);
      else if (owner !== undefined) problems.push(`${where}: ${showKey(key)} is already ${owner}.`);
      else {
        owners.set(key, action);
        return key;
      }

      return [];
    });
    // No keys at all can be meant; keys that all are mistakes cannot.
    if (usable.length > 0 || names.length === 0) chosen.set(action, usable);
  }

  const bindings = table.bindings.map((binding): KeyBinding<Action> => {
    const fixed = binding.keys.filter((key) => FIXED.includes(key));
    const wished = chosen.get(binding.action);
    const keys = wished ? [...wished, ...fixed] : binding.keys.filter((key) => !owners.has(key));
    if (!wished && keys.length === binding.keys.length) return binding;
    if (!wished && keys.length === 0) {
      const takers = binding.keys.flatMap((key) => owners.get(key) ?? []);
      problems.push(
        `keys.${table.name}: ${binding.action} has no key left; ${takers.join(' and ')} took it.`,
      );
    }

    return {...binding, keys, shown: keys.length === 0 ? '-' : keys.map(showKey).join(', ')};
  });
  return {table: {...table, bindings}, problems};
};

/** All that is wrong with the user's keys: unknown screens and actions, names that are no keys, conflicts. */
export const findKeyProblems = (tables: readonly KeyTable[], keymap: Keymap): readonly string[] => {
  const unknown = [...keymap.keys()].filter((name) => !tables.some((table) => table.name === name));
  return [
    ...unknown.map(
      (name) => `keys.${name} is not a screen; there are ${tables.map((table) => table.name).join(', ')}.`,
    ),
    ...tables.flatMap((table) => rebind(table, keymap).problems),
  ];
};
