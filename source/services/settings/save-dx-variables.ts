import {join} from 'node:path';
import {ConfigError} from '../../model/errors.ts';
import {clean} from '../../model/safe-text.ts';
import {
  CORE_VARIABLES,
  DX_VARIABLES,
  type DxVariable,
  type DxVariablesOptions,
  readDxVariables,
} from './dx-variables.ts';
import {readRegularFile} from './regular-file.ts';
import {createFile, moveFile, replaceFile, toErrorCode} from './replace-file.ts';
import {parseObject, SINGLE_VARIABLES} from './settings-directory.ts';
import {ensureDirectory} from './state-directory.ts';

const MAX_BYTES = 256 * 1024;

/** As Python writes it: four blanks, and nothing but ASCII. */
const toPythonJson = (value: object): string =>
  `${JSON.stringify(value, undefined, 4).replace(
    /[\u007F-\uFFFF]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )}\n`;

/** What a directory's `environment.json` has besides the known variables; a broken file is set aside as `.bad`. */
const readUnknownEntries = (path: string): object => {
  const file = readRegularFile(path, MAX_BYTES);
  if (file.kind === 'missing' || (file.kind === 'read' && file.content.length === 0)) return {};
  const content = file.kind === 'read' ? parseObject(file.content) : undefined;
  if (content) {
    return Object.fromEntries(
      Object.entries(content).filter(([name]) => !DX_VARIABLES.includes(name as DxVariable)),
    );
  }
  try {
    moveFile(path, `${path}.bad`);
  } catch (error) {
    throw new ConfigError(
      `The file ${clean(path)} is broken, and cannot be set aside (${toErrorCode(error)}).`,
      'Move it away, and try again.',
      {cause: error},
    );
  }
  return {};
};

const saveDirectory = (directory: string, values: ReadonlyMap<string, string>): void => {
  ensureDirectory(directory);
  for (const name of SINGLE_VARIABLES) {
    replaceFile(join(directory, name), values.get(name) ?? (name === 'DX_CLI_WD' ? '/' : ''));
  }
  const path = join(directory, 'environment.json');
  const known = DX_VARIABLES.flatMap((name) => {
    const value = values.get(name);
    return value === undefined || value === '' ? [] : [[name, value] as const];
  });
  replaceFile(path, toPythonJson({...readUnknownEntries(path), ...Object.fromEntries(known)}));
};

/** Written once, for people who want to get rid of variables in their shell. */
const saveUnsetScript = (confDirectory: string): void => {
  const path = join(confDirectory, 'unsetenv');
  try {
    createFile(path, CORE_VARIABLES.map((name) => `unset ${name}\n`).join(''), 0o644);
  } catch (error) {
    if (toErrorCode(error) === 'EEXIST') return;
    throw new ConfigError(`The file ${clean(path)} cannot be written (${toErrorCode(error)}).`, '', {
      cause: error,
    });
  }
};

/**
 * Changes variables in the files of the official client, as it does itself: all variables as they count for this shell
 * go into the user's directory, which remembers the latest choice, and into that of the shell session. Each file is
 * written as a whole, entries that nobody knows are kept, and directories are closed to others.
 *
 * Throws: `ConfigError` when something cannot be written.
 * Source: https://github.com/dnanexus/dx-toolkit/blob/master/src/python/dxpy/utils/config.py
 */
export const saveDxVariables = (
  options: DxVariablesOptions,
  changes: Readonly<Partial<Record<DxVariable, string>>>,
): void => {
  const {values, confDirectory, sessionDirectory} = readDxVariables(options);
  const changed = new Map([...values, ...Object.entries(changes)]);
  ensureDirectory(confDirectory);
  const sessions = join(confDirectory, 'sessions');
  ensureDirectory(sessions);
  saveDirectory(confDirectory, changed);
  saveDirectory(sessionDirectory ?? join(sessions, String(options.parentProcessId)), changed);
  saveUnsetScript(confDirectory);
};
