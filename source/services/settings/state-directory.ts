import {chmodSync, mkdirSync, statSync} from 'node:fs';
import {dirname, isAbsolute, join} from 'node:path';
import {ConfigError} from '../../model/errors.ts';
import {clean} from '../../model/safe-text.ts';

/** What the paths depend on; `platform` is `process.platform`. */
export interface DirectoryOptions {
  readonly environment: NodeJS.ProcessEnv;
  readonly homeDirectory: string;
  readonly platform: NodeJS.Platform;
}

/** The specification asks to ignore relative paths. */
const absoluteOr = (value: string | undefined, otherwise: string): string =>
  value !== undefined && isAbsolute(value) ? value : otherwise;

/**
 * Where dxtop keeps what it remembers; it may not exist yet.
 *
 * Source: https://specifications.freedesktop.org/basedir-spec/latest/
 */
export const toStateDirectory = ({environment, homeDirectory, platform}: DirectoryOptions): string =>
  platform === 'win32'
    ? join(absoluteOr(environment['LOCALAPPDATA'], join(homeDirectory, 'AppData', 'Local')), 'dxtop', 'State')
    : join(absoluteOr(environment['XDG_STATE_HOME'], join(homeDirectory, '.local', 'state')), 'dxtop');

/** The state file in that directory; it may not exist. */
export const toStatePath = (stateDirectory: string): string => join(stateDirectory, 'dxtop.db');

/** Where the user keeps dxtop's settings; it may not exist. */
export const toConfigDirectory = ({environment, homeDirectory, platform}: DirectoryOptions): string =>
  platform === 'win32'
    ? join(
        absoluteOr(environment['LOCALAPPDATA'], join(homeDirectory, 'AppData', 'Local')),
        'dxtop',
        'Config',
      )
    : join(absoluteOr(environment['XDG_CONFIG_HOME'], join(homeDirectory, '.config')), 'dxtop');

/** Where the user's settings are; the file may not exist. */
export const toSettingsPath = (options: DirectoryOptions): string =>
  join(toConfigDirectory(options), 'config.toml');

/**
 * Makes a directory and its parents where they are not there yet, for their owner only. Not Node's own `recursive`, which
 * turns in a circle for ever where a parent is there but takes nothing, as in /proc. Throws what Node throws.
 */
export const makeDirectories = (path: string): void => {
  if (statSync(path, {throwIfNoEntry: false})?.isDirectory()) return;
  if (dirname(path) !== path) makeDirectories(dirname(path));
  try {
    mkdirSync(path, {mode: 0o700});
  } catch (error) {
    // Another dxtop that starts at the same moment may have been quicker.
    if (!statSync(path, {throwIfNoEntry: false})?.isDirectory()) throw error;
  }
};

/**
 * Makes sure that a directory is there, and that nobody but its owner can look into it (threat-model K-4).
 *
 * Throws: `ConfigError` when it cannot be made, is something else, or cannot be closed to others; dxtop then works
 * without saving.
 */
export const ensureDirectory = (path: string): void => {
  try {
    makeDirectories(path);
    const stats = statSync(path);
    if (process.platform !== 'win32' && (stats.mode & 0o077) !== 0) chmodSync(path, 0o700);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw new ConfigError(
      `The directory ${clean(path)} cannot be used (${clean(code)}).`,
      'Make it writable for you; until then nothing is remembered.',
      {cause: error},
    );
  }
};
