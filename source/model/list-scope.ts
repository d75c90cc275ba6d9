import {isProjectId, type ProjectId} from './project.ts';
import {clean, type SafeText} from './safe-text.ts';

/** A project that the list can be narrowed to. */
export interface ScopeProject {
  readonly id: ProjectId;
  /** Its ID until its name is known. */
  readonly name: SafeText;
}

/** Whose executions are in the list, and from where. */
export interface ListScope {
  /** Those of everybody that the user may see, rather than the user's own. */
  readonly isEveryone: boolean;
  /** Every project when `undefined`. */
  readonly project: ScopeProject | undefined;
}

/** The user's own, from all projects. */
export const OWN_EVERYWHERE: ListScope = {isEveryone: false, project: undefined};

/** What a view says, and the command line in its place; `undefined` where neither says anything. */
export const toFirstScope = (
  ofView: ListScope | undefined,
  flagged: Partial<ListScope> = {},
): ListScope | undefined =>
  ofView || Object.keys(flagged).length > 0 ? {...OWN_EVERYWHERE, ...ofView, ...flagged} : undefined;

/** Whether two scopes have the same executions. */
export const isSameScope = (one: ListScope, other: ListScope): boolean =>
  one.isEveryone === other.isEveryone && one.project?.id === other.project?.id;

/** A scope as a word for keys, such as `self`, or `everyone project-…`. */
export const toScopeKey = ({isEveryone, project}: ListScope): string =>
  `${isEveryone ? 'everyone' : 'self'}${project ? ` ${project.id}` : ''}`;

/** A scope as it was kept; the user's own from everywhere when it is none. */
export const toListScope = (value: unknown): ListScope => {
  if (typeof value !== 'object' || value === null) return OWN_EVERYWHERE;
  const {isEveryone, project} = value as Partial<Record<keyof ListScope, unknown>>;
  return {isEveryone: isEveryone === true, project: toScopeProject(project)};
};

const toScopeProject = (value: unknown): ScopeProject | undefined => {
  if (typeof value !== 'object' || value === null) return undefined;
  const {id, name} = value as Partial<Record<keyof ScopeProject, unknown>>;
  if (typeof id !== 'string' || !isProjectId(id)) return undefined;
  return {id, name: clean(typeof name === 'string' ? name : id, 200)};
};
