import type {Command} from 'commander';
import {ConfigError} from '../model/errors.ts';
import {toMilliseconds} from '../model/filter/filter-fields.ts';
import type {HistorySpan} from '../model/history-span.ts';
import type {ListScope} from '../model/list-scope.ts';
import {isProjectId, type ProjectId} from '../model/project.ts';
import {clean} from '../model/safe-text.ts';

/** Which executions a list has, as the command line says it. */
export interface ListFlags {
  readonly allUsers?: true | undefined;
  readonly project?: string | undefined;
  readonly since?: string | undefined;
  readonly view?: string | undefined;
}

/** Adds the options of a list. */
export const addListOptions = (command: Command): Command =>
  command
    .option('--all-users', 'not only your own')
    .option('--project <id>', 'of this project only')
    .option('--since <age>', 'how old those that have ended may be, such as 7d, or all; else 24 hours')
    .option(
      '--view <view>',
      'with the filter, scope and order of a saved view, of the dashboard or the settings',
    );

/** An age of the command line. Throws `ConfigError` where it is none. */
export const toHistorySpan = (text: string): HistorySpan => {
  if (text === 'all') return 'all';
  const span = toMilliseconds(text);
  if (span !== undefined) return span;
  throw new ConfigError(
    `${clean(text).slice(0, 20)} is no age.`,
    'Write it as 90s, 15m, 2h, 3d or 1w, or all.',
  );
};

/** The project that the command line names. Throws `ConfigError` where it is none. */
export const toProjectId = (text: string): ProjectId => {
  if (isProjectId(text)) return text;
  throw new ConfigError(
    `${clean(text, 60)} does not look like a project ID.`,
    'It is project- and 24 letters and digits, as `dx find projects` shows it.',
  );
};

/** Whose executions from which project the list begins with, as far as the command line says it. */
export const toFlaggedScope = ({allUsers, project}: ListFlags): Partial<ListScope> => {
  const id = project === undefined ? undefined : toProjectId(project);
  return {...(allUsers && {isEveryone: true}), ...(id && {project: {id, name: clean(id)}})};
};
