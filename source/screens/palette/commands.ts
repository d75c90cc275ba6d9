import type {KeyOwner} from '../use-actions.ts';
import {scoreMatch} from './fuzzy-match.ts';

/** One line of the palette. */
export interface PaletteCommand {
  /** What is typed for it, such as `page-down`. */
  readonly name: string;
  /** Another word for it that people know. */
  readonly alias?: string;
  readonly label: string;
  /** Its keys, as the help writes them; empty when it has none. */
  readonly shown: string;
  /** Why it cannot be used now. */
  readonly obstacle: string | undefined;
  readonly run: () => void;
}

/** `pageDown` as one types it: `page-down`. */
const toTypedName = (action: string): string =>
  action.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** Everything that a screen's keys can do, as commands. */
export const toCommands = (owners: Iterable<KeyOwner>): PaletteCommand[] =>
  [...owners].flatMap(({table, run, findObstacle}) =>
    table.bindings.map(({action, label, shown}) => ({
      name: toTypedName(action),
      label,
      shown: shown === '-' ? '' : shown,
      obstacle: findObstacle(action),
      run: () => {
        run(action);
      },
    })),
  );

/** The commands that a query fits, the best first; all, in their order, for an empty query. */
export const findCommands = (commands: readonly PaletteCommand[], query: string): readonly PaletteCommand[] =>
  commands
    .flatMap((command) => {
      const byNames = [command.name, ...(command.alias === undefined ? [] : [command.alias])].flatMap(
        (name) => scoreMatch(query, name) ?? [],
      );
      const byName = byNames.length === 0 ? undefined : Math.max(...byNames);
      const byLabel = scoreMatch(query, command.label);
      // A name is what one types; a label only helps to find it.
      const score = Math.max(
        byName === undefined ? -1 : byName + 1,
        byLabel === undefined ? -1 : byLabel / 2,
      );
      return byName === undefined && byLabel === undefined ? [] : [{command, score}];
    })
    .sort((one, other) => other.score - one.score)
    .map(({command}) => command);

/** A command that no key of the screen has. */
export const toGlobalCommand = (name: string, label: string, run: () => void): PaletteCommand => ({
  name,
  label,
  shown: '',
  obstacle: undefined,
  run,
});
