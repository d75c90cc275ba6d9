import type {ListScope, ScopeProject} from '../../model/list-scope.ts';
import {isProjectId} from '../../model/project.ts';
import {clean} from '../../model/safe-text.ts';
import type {KeyMenuItem} from '../executions/key-menu.tsx';

/** What the menu of scopes is about, besides the scope of now. */
export interface ScopePlaces {
  /** The project that is selected with the official client. */
  readonly contextProject: string | undefined;
  /** The project of the selected row. */
  readonly rowProject: string | undefined;
}

/** A scope, or why there is none. */
export type ChosenScope =
  {readonly kind: 'scope'; readonly scope: ListScope} | {readonly kind: 'missing'; readonly reason: string};

/** What can be chosen with the key of scopes: whose, and from where. */
export const toScopeItems = (
  {isEveryone, project}: ListScope,
  {contextProject, rowProject}: ScopePlaces,
): readonly KeyMenuItem[] => {
  const isAt = (id: string | undefined) => id !== undefined && project?.id === id;
  return [
    {key: 'm', label: 'mine', isOn: !isEveryone},
    {key: 'e', label: "everyone's", isOn: isEveryone},
    {key: 'a', label: 'all projects', isOn: project === undefined},
    {
      key: 'p',
      label: contextProject === undefined ? 'the selected project (none)' : 'the selected project',
      isOn: isAt(contextProject),
    },
    ...(rowProject === undefined ? [] : [{key: 'r', label: "this row's project", isOn: isAt(rowProject)}]),
  ];
};

/** What a letter of that menu means: whose, or from where; the other one stays. */
export const chooseScope = (
  key: string,
  scope: ListScope,
  {contextProject, rowProject}: ScopePlaces,
): ChosenScope => {
  if (key === 'm' || key === 'e') return {kind: 'scope', scope: {...scope, isEveryone: key === 'e'}};
  if (key === 'a') return {kind: 'scope', scope: {...scope, project: undefined}};
  const id = key === 'r' ? rowProject : contextProject;
  if (id === undefined)
    return {
      kind: 'missing',
      reason: 'no project is selected. Select one with `dx select` and start dxtop again, or use --project',
    };
  if (!isProjectId(id))
    return {kind: 'missing', reason: `${clean(id, 60)} is no project ID. \`dx select\` selects another one`};
  const project: ScopeProject = scope.project?.id === id ? scope.project : {id, name: clean(id)};
  return {kind: 'scope', scope: {...scope, project}};
};
