import type {WireExecutable} from '../../wire/executable.ts';
import {entityNotFound} from '../errors.ts';
import type {PlatformState} from '../state.ts';

/** An executable as the state keeps it. */
export type KnownExecutable = WireExecutable & {id: string; name: string};

/** Whether a version or alias names this executable. Without one, the alias is `default`. Footing: documented. */
const isNamedBy = ({version, aliases = ['default']}: KnownExecutable, alias = 'default'): boolean =>
  version === alias || aliases.includes(alias);

const findByName = (state: PlatformState, subject: string): KnownExecutable | undefined => {
  const [, entityClass, name, alias] = /^(app|globalworkflow)-([^/]+)(?:\/(.+))?$/.exec(subject) ?? [];
  for (const executable of state.executables.values()) {
    if (executable.class === entityClass && executable.name === name && isNamedBy(executable, alias)) {
      return executable;
    }
  }
  return undefined;
};

/**
 * The executable that a route names: by ID, or an app or global workflow as `app-NAME` or `app-NAME/ALIAS`.
 *
 * Throws what an unknown one, or one in a project that the user may not view, deserves. Footing: documented.
 */
export const requireExecutable = (state: PlatformState, subject: string, userId: string): KnownExecutable => {
  const executable = state.executables.get(subject) ?? findByName(state, subject);
  if (executable === undefined) throw entityNotFound(subject);
  if (executable.project !== undefined) state.requireProject(executable.project, userId);
  return executable;
};
