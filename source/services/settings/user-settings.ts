import {clean, type SafeText} from '../../model/safe-text.ts';
import {readRegularFile} from './regular-file.ts';
import type {Setting} from './setting-kinds.ts';
import {isSetting, SETTINGS_TABLE, toTomlName, type UserSettings} from './settings-table.ts';
import {type DirectoryOptions, toSettingsPath} from './state-directory.ts';
import {findTomlLine} from './toml-lines.ts';

export type {UserSettings} from './settings-table.ts';

/** The settings, and what is wrong with their file; nothing of it stops dxtop. */
export interface UserSettingsResult {
  readonly settings: UserSettings;
  readonly notices: readonly SafeText[];
}

/** The commented example, with every line in use, has some four thousand. */
const MAX_BYTES = 256 * 1024;
const MOST_NOTICES = 5;

/**
 * Reads the user's settings, once, at the start (threat-model K-5).
 *
 * Shape: every setting has a value. A file that is missing gives the defaults; one that cannot be read or parsed gives
 * the defaults and a notice; an unknown name, or a value that does not fit, is left out with a notice that names line and
 * key, and never quotes the value, which may be a secret. Never throws.
 */
export const readUserSettings = async (options: DirectoryOptions): Promise<UserSettingsResult> => {
  const path = toSettingsPath(options);
  const file = readRegularFile(path, MAX_BYTES);
  if (file.kind === 'missing') return {settings: readTable({}, () => undefined), notices: []};
  if (file.kind === 'unusable') {
    return {
      settings: readTable({}, () => undefined),
      notices: [clean(`${path} ${file.problem}, so all settings are the default ones.`)],
    };
  }

  return await parseUserSettings(file.content.toString('utf8'), path);
};

/** The settings that a file of this text says; see `readUserSettings`. */
export const parseUserSettings = async (toml: string, path: string): Promise<UserSettingsResult> => {
  // Loaded only where there is a file, because nothing else waits for the first frame.
  const {parse, TomlError} = await import('smol-toml');
  let content: Record<string, unknown>;
  try {
    content = parse(toml.replace(/^\uFEFF/, ''));
  } catch (error) {
    const where =
      error instanceof TomlError ? `line ${error.line}, column ${error.column}` : 'an unknown line';
    const notice = `${path}, ${where}: this is not TOML, so all settings are the default ones.`;
    return {settings: readTable({}, () => undefined), notices: [clean(notice)]};
  }

  const problems: SafeText[] = [];
  const settings = readTable(content, (names, problem) => {
    const line = findTomlLine(toml, names);
    problems.push(
      clean(`${path}${line === undefined ? '' : `, line ${line}`}: ${names.join('.')} ${problem}`),
    );
  });
  const more = problems.length - MOST_NOTICES;
  return {
    settings,
    notices:
      more > 0 ? [...problems.slice(0, MOST_NOTICES), clean(`${path} has ${more} more mistakes.`)] : problems,
  };
};

type OnProblem = (names: readonly string[], problem: string) => void;

const readTable = (content: Record<string, unknown>, onProblem: OnProblem): UserSettings =>
  // The result has the names of the table, and under each what that entry's own reader answers.
  readSection(SETTINGS_TABLE, content, [], onProblem) as unknown as UserSettings;

const readSection = (
  section: object,
  content: Record<string, unknown>,
  above: readonly string[],
  onProblem: OnProblem,
): Record<string, unknown> => {
  const entries = Object.entries(section) as [string, object][];
  const known = new Set(entries.map(([name]) => toTomlName(name)));
  for (const name of Object.keys(content)) {
    if (!known.has(name)) onProblem([...above, name], 'is not a setting, and was left out.');
  }

  return Object.fromEntries(
    entries.map(([name, entry]) => {
      const path = [...above, toTomlName(name)];
      const value = Object.hasOwn(content, toTomlName(name)) ? content[toTomlName(name)] : undefined;
      return [
        name,
        isSetting(entry)
          ? readValue(entry, value, path, onProblem)
          : readNested(entry, value, path, onProblem),
      ];
    }),
  );
};

const readValue = (
  {read, fallback, expected}: Setting<unknown>,
  value: unknown,
  path: readonly string[],
  onProblem: OnProblem,
): unknown => {
  if (value === undefined) return fallback;
  const usable = read(value);
  if (usable === undefined) onProblem(path, `is not ${expected}; the default counts.`);
  return usable ?? fallback;
};

const readNested = (
  section: object,
  value: unknown,
  path: readonly string[],
  onProblem: OnProblem,
): Record<string, unknown> => {
  const isTable = typeof value === 'object' && value !== null && !Array.isArray(value);
  if (value !== undefined && !isTable) onProblem(path, 'is not a table, and was left out.');
  return readSection(section, isTable ? (value as Record<string, unknown>) : {}, path, onProblem);
};
