import {collectAssumed, type Assumption} from './collect-assumed.ts';

/** Put in place by the build, because a bundle has no comments; see `docs/emulator.md`. */
declare const EMULATOR_ASSUMPTIONS: readonly Assumption[] | undefined;

/**
 * Every behaviour of the emulator that is marked as assumed: from the bundle, else from the sources themselves.
 *
 * Throws an `Error` in a bundle that was built without the list: an empty one would be a lie.
 */
export const findAssumed = (): readonly Assumption[] => {
  if (typeof EMULATOR_ASSUMPTIONS !== 'undefined') return EMULATOR_ASSUMPTIONS;
  const assumptions = collectAssumed(import.meta.dirname);
  if (assumptions.length === 0) throw new Error('this build does not have the list of what is assumed');
  return assumptions;
};

/** The list as text: one behaviour to a line, with its place, and the count at the end. */
export const formatAssumed = (assumptions: readonly Assumption[]): string =>
  [
    ...assumptions.map(({file, line, text}) => `${file}:${line}: ${text}`),
    `${assumptions.length} behaviours are assumed; all others are documented or observed.`,
    '',
  ].join('\n');
