import {ConfigError} from '../model/errors.ts';
import {isProjectId, type Project} from '../model/project.ts';
import {clean} from '../model/safe-text.ts';
import type {PlatformClient} from '../services/platform/platform-client.ts';
import {askLine} from './prompt.ts';

type ProjectFinder = Pick<PlatformClient, 'findProjectsPage'>;

const PAGE_SIZE = 10;

/**
 * The project of an ID or a name, among those that the user may run something in.
 *
 * Throws: `ConfigError` when there is none, or several have the name; `ApiError` and `NetworkError`.
 */
export const findProject = async (platform: ProjectFinder, text: string): Promise<Project> => {
  const isId = isProjectId(text);
  const found: Project[] = [];
  let starting: unknown;
  do {
    const page = await platform.findProjectsPage({starting, limit: 1000, ...(!isId && {name: text})});
    found.push(...page.projects.filter(({id}) => !isId || id === text));
    starting = page.next;
  } while (starting !== undefined && found.length < 2);
  const [project, another] = found;
  if (project && !another) return project;
  throw new ConfigError(
    project
      ? `There is more than one project ${clean(text, 100)}.`
      : `You can run nothing in a project ${clean(text, 100)}, or there is none.`,
    project ? 'Give its ID: `dx find projects` lists them.' : 'See `dx find projects --level CONTRIBUTE`.',
  );
};

/**
 * Lets the user pick a project by its number, ten at a time, as the official client does.
 *
 * Shape: `undefined` when there is none, or the user wants none. Throws `ApiError`, `NetworkError` and `CancelError`.
 */
export const pickProject = async (
  platform: ProjectFinder,
  currentId: string | undefined,
): Promise<Project | undefined> => {
  let starting: unknown;
  let offset = 0;
  for (;;) {
    const {projects, next} = await platform.findProjectsPage({starting, limit: PAGE_SIZE});
    if (projects.length === 0) return undefined;
    process.stderr.write(`\nYour projects (CONTRIBUTE or higher):\n`);
    for (const [index, {id, name, level}] of projects.entries()) {
      const mark = id === currentId ? ', selected now' : '';
      process.stderr.write(`${String(offset + index).padStart(3)}) ${name} (${level}${mark})\n`);
    }
    const answer = await askNumber(projects.length, offset, next !== undefined);
    if (answer === undefined) return undefined;
    if (answer !== 'more') return projects[answer - offset];
    offset += projects.length;
    starting = next;
  }
};

const askNumber = async (
  count: number,
  offset: number,
  hasMore: boolean,
): Promise<number | 'more' | undefined> => {
  for (;;) {
    const more = hasMore ? ', m for more' : '';
    const answer = (await askLine(`Pick a number${more}, or Enter to leave it as it is: `)).trim();
    if (answer === '') return undefined;
    if (answer === 'm' && hasMore) return 'more';
    if (/^\d{1,6}$/.test(answer) && Number(answer) >= offset && Number(answer) < offset + count) {
      return Number(answer);
    }
    process.stderr.write('That is none of them.\n');
  }
};
