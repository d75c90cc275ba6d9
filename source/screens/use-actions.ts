import {createContext, useContext, useEffect, useMemo} from 'react';
import {GLOBAL_TABLE, type GlobalAction} from './global-keys.ts';
import {type Keymap, NO_KEYMAP, rebind} from './keymap.ts';
import {findAction, type KeyTable} from './keys.ts';
import {useKeys} from './use-keys.ts';

/** Whoever has the keyboard, for the palette and the help: its keys, and the way to do without them. */
export interface KeyOwner {
  readonly table: KeyTable;
  readonly run: (action: string) => void;
  /** Why an action cannot be used now; `undefined` when it can. */
  readonly findObstacle: (action: string) => string | undefined;
}

/** What the screens' keys depend on. */
export interface Actions {
  /** Who has the keyboard now, by the names of their tables: the screen that is shown, and a part of it. */
  readonly owners: Map<string, KeyOwner>;
  readonly onGlobal: (action: GlobalAction) => void;
  /** Nothing is changed on the platform: keys that would are refused. */
  readonly isReadOnly: boolean;
  /** Hears why an action was refused. */
  readonly onRefused: (reason: string) => void;
}

/** Why a key that changes something does nothing. */
const READ_ONLY = 'read-only mode';

const ActionsContext = createContext<Actions>({
  owners: new Map(),
  onGlobal: () => undefined,
  isReadOnly: false,
  onRefused: () => undefined,
});

/** Hands the global actions to every screen below. */
export const ActionsProvider = ActionsContext.Provider;

const KeymapContext = createContext<Keymap>(NO_KEYMAP);

/** Hands the user's own keys to every screen below, also to one without a dashboard around it. */
export const KeymapProvider = KeymapContext.Provider;

/** A table with the user's own keys in it. */
export const useKeyTable = <Action extends string>(table: KeyTable<Action>): KeyTable<Action> => {
  const keymap = useContext(KeymapContext);
  return useMemo(() => rebind(table, keymap).table, [table, keymap]);
};

/**
 * A screen's keys: calls `onAction` with the action of each pressed key, and makes the same actions known to the palette.
 * A key that is not in the table may be one that counts everywhere. A screen with an open text field uses `useKeys`
 * instead, and passes `isActive` false here, so that keys only edit.
 */
export const useActions = <Action extends string>(
  table: KeyTable<Action>,
  onAction: (action: Action) => void,
  {
    isActive,
    isPart = false,
    findObstacle = () => undefined,
  }: {
    isActive: boolean;
    /** These are the keys of a part of a screen; the keys that count everywhere are the screen's own affair. */
    isPart?: boolean;
    findObstacle?: (action: Action) => string | undefined;
  },
): void => {
  const {owners, onGlobal, isReadOnly, onRefused} = useContext(ActionsContext);
  const own = useKeyTable(table);
  const everywhere = useKeyTable(GLOBAL_TABLE);
  const isRefused = (action: string) =>
    isReadOnly && own.bindings.some((binding) => binding.action === action && binding.changes);
  useEffect(() => {
    owners.set(table.name, {
      table: own,
      run: onAction as (action: string) => void,
      findObstacle: (action) => (isRefused(action) ? READ_ONLY : findObstacle(action as Action)),
    });
  });
  useEffect(
    () => () => {
      owners.delete(table.name);
    },
    [owners, table.name],
  );
  useKeys((name) => {
    const action = findAction(own.bindings, name);
    if (action !== undefined) {
      if (isRefused(action)) onRefused(READ_ONLY);
      else onAction(action);
      return;
    }

    const global = isPart ? undefined : findAction(everywhere.bindings, name);
    if (global !== undefined) onGlobal(global);
  }, isActive);
};
