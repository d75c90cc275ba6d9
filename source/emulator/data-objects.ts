import type {WireDataObject} from '../wire/data-object.ts';
import {describeExecutable} from './executables/describe-executable.ts';
import {entityNotFound} from './errors.ts';
import type {Hash} from './input.ts';
import type {PlatformState} from './state.ts';

/** Anything that lies in a project: files, records, applets and workflows. */
export interface PlacedObject {
  readonly id: string;
  readonly class: string;
  readonly project: string;
  readonly folder: string;
  readonly name: string;
  readonly created: number;
  readonly modified: number;
  readonly state: string;
  readonly tags: readonly string[];
  readonly properties: Readonly<Record<string, string>>;
  readonly hidden: boolean;
  describe(): Hash;
}

/** Every field of a file or record. Footing: documented; defaults assumed. */
export const describeDataObject = (object: WireDataObject): Hash => ({
  folder: '/',
  state: 'closed',
  hidden: false,
  tags: [],
  properties: {},
  types: [],
  links: [],
  details: {},
  sponsored: false,
  archivalState: 'live',
  ...object,
});

const toPlaced = (
  object: Omit<WireDataObject, 'class' | 'createdBy' | 'state'> & {class?: string; state?: string},
  describe: () => Hash,
): PlacedObject | undefined => {
  const {id, project, name = '', folder = '/', created = 0, modified = 0} = object;
  if (project === undefined) return undefined;
  const {state = 'closed', tags = [], properties = {}, hidden = false} = object;
  const entityClass = object.class ?? id.split('-', 1)[0] ?? '';
  return {
    id,
    class: entityClass,
    project,
    folder,
    name,
    created,
    modified,
    state,
    tags,
    properties,
    hidden,
    describe,
  };
};

/** All that lies in projects, newest first. */
export const listObjects = (state: PlatformState): PlacedObject[] => {
  const placed = [
    ...[...state.executables.values()].map((item) => toPlaced(item, () => describeExecutable(state, item))),
    ...[...state.dataObjects.values()].map((item) => toPlaced(item, () => describeDataObject(item))),
  ];
  return placed.filter((item) => item !== undefined).sort((a, b) => b.created - a.created);
};

/** One file or record that the user may view; throws otherwise. */
export const requireDataObject = (state: PlatformState, id: string, userId: string): WireDataObject => {
  const object = state.dataObjects.get(id);
  if (object?.project === undefined) throw entityNotFound(id);
  state.requireProject(object.project, userId);
  return object;
};
