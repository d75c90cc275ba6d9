import {listObjects, type PlacedObject} from '../data-objects.ts';
import {readDescribeOption, selectFields} from '../describe-fields.ts';
import {
  expected,
  isHash,
  readOptionalHash,
  readOptionalInteger,
  readOptionalOneOrMore,
  readOptionalString,
  readString,
  type Hash,
} from '../input.ts';
import {toNameMatcher, toPropertiesMatcher, toTagsMatcher} from '../patterns.ts';
import type {PlatformState} from '../state.ts';
import type {Action} from './action.ts';

type ObjectFilter = (object: PlacedObject) => boolean;

/** Footing: documented; without a scope, all projects that the user may view. */
const toScopeFilter = (state: PlatformState, userId: string, input: Hash): ObjectFilter => {
  const scope = readOptionalHash(input, 'scope');
  if (scope === undefined) return ({project}) => state.canView(project, userId);
  const project = readString(scope, 'project');
  state.requireProject(project, userId);
  const folder = (readOptionalString(scope, 'folder') ?? '/').replace(/(.)\/$/, '$1');
  // Footing: documented, sub-folders are searched unless `recurse` is false.
  const isDeep = scope.recurse !== false;
  const prefix = folder === '/' ? '/' : `${folder}/`;
  return (object) =>
    object.project === project && (object.folder === folder || (isDeep && object.folder.startsWith(prefix)));
};

const toTimeFilter = (input: Hash, key: 'created' | 'modified'): ObjectFilter => {
  const range = readOptionalHash(input, key) ?? {};
  const {after = Number.NEGATIVE_INFINITY, before = Number.POSITIVE_INFINITY} = range;
  if (typeof after !== 'number' || typeof before !== 'number') {
    throw expected(key, 'a hash of integers "after" and "before"');
  }
  return (object) => object[key] >= after && object[key] <= before;
};

const toFilters = (state: PlatformState, userId: string, input: Hash): ObjectFilter[] => {
  const filters = [
    toScopeFilter(state, userId, input),
    toTimeFilter(input, 'created'),
    toTimeFilter(input, 'modified'),
  ];
  const wantedState = readOptionalString(input, 'state') ?? 'any';
  if (wantedState !== 'any') filters.push((object) => object.state === wantedState);
  // Footing: documented, hidden objects only when asked for.
  const visibility = readOptionalString(input, 'visibility') ?? 'visible';
  if (visibility !== 'either') filters.push(({hidden}) => hidden === (visibility === 'hidden'));
  const classes = readOptionalOneOrMore(input, 'class');
  if (classes) filters.push((object) => classes.includes(object.class));
  const ids = readOptionalOneOrMore(input, 'id');
  if (ids) filters.push(({id}) => ids.includes(id));
  if (input.name !== undefined) {
    const matches = toNameMatcher(input.name);
    filters.push(({name}) => matches(name));
  }
  if (input.tags !== undefined) {
    const matches = toTagsMatcher(input.tags);
    filters.push(({tags}) => matches(tags));
  }
  if (isHash(input.properties)) {
    const matches = toPropertiesMatcher(input.properties);
    filters.push(({properties}) => matches(properties));
  }
  // Footing: assumed, nothing here has a type or links.
  if (input.type !== undefined || input.link !== undefined) filters.push(() => false);
  return filters;
};

/**
 * `/system/findDataObjects`: files, records, applets and workflows, newest first, page by page.
 *
 * Footing: documented (https://documentation.dnanexus.com/developer/api/search); `next` is a hash (observed), of a
 * form of our own.
 */
export const systemFindDataObjects: Action = ({input, userId, state}) => {
  const limit = readOptionalInteger(input, 'limit', 1, 1000) ?? 1000;
  const starting = isHash(input.starting) ? (readOptionalInteger(input.starting, 'offset', 0, 1e9) ?? 0) : 0;
  const describe = readDescribeOption(input);
  const filters = toFilters(state, userId, input);
  const found = listObjects(state).filter((object) => filters.every((matches) => matches(object)));
  const results = found.slice(starting, starting + limit).map((object): Hash => ({
    project: object.project,
    id: object.id,
    ...(describe && {describe: selectFields(object.describe(), describe)}),
  }));
  return {results, next: found.length > starting + limit ? {offset: starting + limit} : null};
};
