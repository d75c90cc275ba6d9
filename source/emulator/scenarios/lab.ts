import type {WireLevel} from '../../wire/project.ts';
import {inputSpecs} from './input-specs.ts';
import type {World} from './scenario.ts';

/** The people and places of every scenario. */
export interface Lab {
  readonly mainProject: string;
  readonly sharedProject: string;
  readonly publicProject: string;
  /** A project in which the account has no permission. */
  readonly hiddenProject: string;
}

/** The account whose token the environment carries. */
export const accountId = 'user-rosalind';

/** A colleague, who launched some of what the account sees. */
export const colleagueId = 'user-barbara';

/** Who pays for all projects. */
const payerId = 'org-sequencing_core';

const addProject = (
  world: World,
  name: string,
  levels: Record<string, WireLevel>,
  isPublic = false,
): string => {
  const id = world.ids('project');
  const created = world.startMs - 400 * 86_400_000;
  const wire = {
    id,
    name,
    region: 'aws:eu-west-2',
    billTo: payerId,
    created,
    modified: created,
    createdBy: {user: accountId},
    folders: ['/', '/cohorts', '/reference', '/results'],
    ...(isPublic && {public: true}),
  };
  world.state.projects.set(id, {wire, levels: new Map(Object.entries(levels))});
  return id;
};

/** Adds the users and projects that every scenario has, and selects the main project. */
export const addLab = (world: World): Lab => {
  const {state} = world;
  state.users.set(accountId, {
    id: accountId,
    handle: 'rosalind',
    first: 'Rosalind',
    middle: '',
    last: 'Franklin',
    email: 'rosalind@example.org',
    billTo: accountId,
  });
  state.users.set(colleagueId, {
    id: colleagueId,
    handle: 'barbara',
    first: 'Barbara',
    middle: '',
    last: 'McClintock',
    email: 'barbara@example.org',
    billTo: colleagueId,
  });
  state.orgs.set(payerId, {
    id: payerId,
    handle: 'sequencing_core',
    name: 'Sequencing core facility',
    estSpendingLimitLeft: null,
  });
  state.accountId = accountId;
  const lab = {
    mainProject: addProject(world, 'Rare disease cohort', {
      [accountId]: 'ADMINISTER',
      [colleagueId]: 'CONTRIBUTE',
    }),
    sharedProject: addProject(world, 'Tumour atlas', {[accountId]: 'VIEW', [colleagueId]: 'ADMINISTER'}),
    publicProject: addProject(world, 'Reference genomes', {[colleagueId]: 'ADMINISTER'}, true),
    hiddenProject: addProject(world, 'Clinical returns', {[colleagueId]: 'ADMINISTER'}),
  };
  state.projectId = lab.mainProject;
  return lab;
};

/** The ID of an executable by name and class, added to the platform when first asked for. */
export const toExecutable = (
  world: World,
  name: string,
  entityClass: 'applet' | 'app' | 'workflow',
): string => {
  const {state} = world;
  for (const known of state.executables.values()) {
    if (known.name === name && known.class === entityClass) return known.id;
  }
  const id = world.ids(entityClass);
  const created = world.startMs - 90 * 86_400_000;
  const inputSpec = Object.hasOwn(inputSpecs, name) ? [...(inputSpecs[name] ?? [])] : undefined;
  state.executables.set(id, {
    id,
    class: entityClass,
    name,
    created,
    modified: created,
    ...(inputSpec && entityClass !== 'workflow' && {inputSpec}),
    ...(entityClass === 'app'
      ? {version: '2.1.0', aliases: ['default']}
      : {project: state.projectId, folder: '/'}),
  });
  return id;
};
