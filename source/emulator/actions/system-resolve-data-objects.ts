import {listObjects} from '../data-objects.ts';
import {expected, isHash, readOptionalString, readString, type Hash} from '../input.ts';
import type {Action} from './action.ts';

/**
 * `/system/resolveDataObjects`: for each of up to 1000 names, the objects that have it, newest first.
 *
 * Footing: documented in the official client; each request inherits `project` and `folder` of the whole.
 */
export const systemResolveDataObjects: Action = ({input, userId, state}) => {
  const {objects} = input;
  if (!Array.isArray(objects) || objects.length > 1000) {
    throw expected('objects', 'an array of at most 1000 items');
  }
  const all = listObjects(state);
  const results = objects.map((wanted: unknown, index): Hash[] => {
    if (!isHash(wanted)) throw expected(`objects.${index}`, 'a hash');
    const name = readString(wanted, 'name');
    const project = readOptionalString(wanted, 'project') ?? readString(input, 'project');
    const folder = readOptionalString(wanted, 'folder') ?? readOptionalString(input, 'folder') ?? '/';
    state.requireProject(project, userId);
    return all
      .filter((object) => object.project === project && object.folder === folder && object.name === name)
      .map(({id}) => ({project, id}));
  });
  return {results};
};
