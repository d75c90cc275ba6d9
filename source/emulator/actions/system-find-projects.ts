import {readDescribeOption, selectFields} from '../describe-fields.ts';
import {InvalidInput} from '../errors.ts';
import {readOptionalBoolean, readOptionalInteger, readOptionalString, type Hash} from '../input.ts';
import {toNameMatcher} from '../patterns.ts';
import {toProjectDescribe} from '../project.ts';
import {isAtLeast} from '../state.ts';
import type {WireLevel} from '../../wire/project.ts';
import type {Action} from './action.ts';

const levels = ['VIEW', 'UPLOAD', 'CONTRIBUTE', 'ADMINISTER'] as const;

const readLevel = (value: string | undefined): WireLevel => {
  const level = levels.find((known) => known === (value ?? 'CONTRIBUTE'));
  if (level) return level;
  throw new InvalidInput(
    'Expected key "level" of input to be one of "VIEW", "UPLOAD", "CONTRIBUTE", "ADMINISTER"',
  );
};

/**
 * `/system/findProjects`: the caller's projects, newest first, in one page.
 *
 * Footing: documented, the filters and the default level CONTRIBUTE; paging is left out because the emulator
 * has few projects: `limit` beyond them always suffices.
 */
export const systemFindProjects: Action = ({input, userId, state}) => {
  const limit = readOptionalInteger(input, 'limit', 1, 1000) ?? 1000;
  const minimum = readLevel(readOptionalString(input, 'level'));
  const isPublic = readOptionalBoolean(input, 'public');
  const isExplicit = readOptionalBoolean(input, 'explicitPermission');
  const region = readOptionalString(input, 'region');
  const billTo = readOptionalString(input, 'billTo');
  const matchesName = input.name === undefined ? () => true : toNameMatcher(input.name);
  const describe = readDescribeOption(input);
  const results: Hash[] = [];
  for (const project of [...state.projects.values()].sort(
    (a, b) => (b.wire.created ?? 0) - (a.wire.created ?? 0),
  )) {
    const own = project.levels.get(userId);
    const level = own ?? (project.wire.public === true ? 'VIEW' : undefined);
    if (level === undefined || !isAtLeast(level, minimum) || !matchesName(project.wire.name)) continue;
    if (isPublic !== undefined && (project.wire.public ?? false) !== isPublic) continue;
    if (isExplicit !== undefined && (own !== undefined) !== isExplicit) continue;
    if (region !== undefined && project.wire.region !== region) continue;
    if (billTo !== undefined && project.wire.billTo !== billTo) continue;
    const permissionSources = own === undefined ? ['PUBLIC'] : [userId];
    results.push({
      id: project.wire.id,
      level,
      permissionSources,
      public: project.wire.public ?? false,
      ...(describe && {describe: selectFields(toProjectDescribe(state, project, userId), describe)}),
    });
  }
  return {results: results.slice(0, limit), next: null};
};
