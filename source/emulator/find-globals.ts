import type {Call} from './actions/action.ts';
import {readDescribeOption, selectFields} from './describe-fields.ts';
import {describeExecutable} from './executables/describe-executable.ts';
import {readOptionalBoolean, readOptionalInteger, readOptionalString, type Hash} from './input.ts';
import {toNameMatcher} from './patterns.ts';

/**
 * The apps or global workflows that a request asks for, in one page.
 *
 * Footing: documented, the filters; all are published and installed, and have one version (assumed).
 */
export const findGlobals = ({input, state}: Call, entityClass: 'app' | 'globalworkflow'): Hash => {
  const limit = readOptionalInteger(input, 'limit', 1, 1000) ?? 1000;
  const published = readOptionalBoolean(input, 'published');
  const installed = readOptionalBoolean(input, 'installed');
  readOptionalBoolean(input, 'allVersions');
  const billTo = readOptionalString(input, 'billTo');
  const matchesName = input.name === undefined ? () => true : toNameMatcher(input.name);
  const describe = readDescribeOption(input);
  const results: Hash[] = [];
  if (published === false || installed === false) return {results, next: null};
  for (const executable of state.executables.values()) {
    if (executable.class !== entityClass || !matchesName(executable.name)) continue;
    const full = describeExecutable(state, executable);
    if (billTo !== undefined && full.billTo !== billTo) continue;
    results.push({id: executable.id, ...(describe && {describe: selectFields(full, describe)})});
  }
  return {results: results.slice(0, limit), next: null};
};
