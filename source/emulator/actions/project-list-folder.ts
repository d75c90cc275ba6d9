import {listObjects} from '../data-objects.ts';
import {readDescribeRequest, selectFields} from '../describe-fields.ts';
import {ResourceNotFound} from '../errors.ts';
import {isHash, readOptionalString, type Hash} from '../input.ts';
import type {Action} from './action.ts';

/**
 * `/project-xxxx/listFolder`: the folders and objects directly in a folder.
 *
 * Footing: documented; `describe` adds the describe of each object.
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
  const {describe} = input;
  const request = isHash(describe) ? readDescribeRequest(describe, 'describe.') : {};
  const isDescribed = describe === true || isHash(describe);
  const objects = listObjects(state)
    .filter((object) => object.project === subject && object.folder === folder && !object.hidden)
    .map((object): Hash => ({
      id: object.id,
      ...(isDescribed && {describe: selectFields(object.describe(), request)}),
    }));
  return {folders: only === 'objects' ? [] : folders, objects: only === 'folders' ? [] : objects};
};
