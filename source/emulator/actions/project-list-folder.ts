import {ResourceNotFound} from '../errors.ts';
import {readOptionalString, type Hash} from '../input.ts';
import type {Action} from './action.ts';

/** The executables that lie in a folder, as `listFolder` names objects. */
const toObjects = (
  executables: Iterable<{id: string; project?: string; folder?: string}>,
  projectId: string,
  folder: string,
) =>
  [...executables].flatMap((item): Hash[] =>
    item.project === projectId && (item.folder ?? '/') === folder ? [{id: item.id}] : [],
  );

/**
 * `/project-xxxx/listFolder`: the folders and objects directly in a folder.
 *
 * Footing: documented; the only objects of the emulator are its executables (assumed).
 */
export const projectListFolder: Action = ({subject, input, userId, state}) => {
  const project = state.requireProject(subject, userId);
  const folder = (readOptionalString(input, 'folder') ?? '/').replace(/(.)\/$/, '$1');
  const only = readOptionalString(input, 'only') ?? 'all';
  const all = project.wire.folders ?? ['/'];
  if (folder !== '/' && !all.includes(folder))
    throw new ResourceNotFound(`The folder "${folder}" could not be found`);
  const prefix = folder === '/' ? '/' : `${folder}/`;
  const folders = all.filter(
    (path) => path.startsWith(prefix) && path !== '/' && !path.slice(prefix.length).includes('/'),
  );
  return {
    folders: only === 'objects' ? [] : folders,
    objects: only === 'folders' ? [] : toObjects(state.executables.values(), subject, folder),
  };
};
