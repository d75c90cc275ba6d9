import type {Place} from './start-dxtop.ts';

const MINUTE_MS = 60_000;

/** Adds jobs with these names in that state, the first one the newest, each a minute older than the one before. */
export const addJobs = async (
  {control}: Place,
  names: readonly string[],
  state: 'running' | 'done',
): Promise<void> => {
  const nowMs = Date.now();
  for (const [index, name] of [...names.entries()].reverse())
    await control.addJob({name, state, created: nowMs - (index + 1) * MINUTE_MS});
};

/** As many names, such as `job 01`. */
export const toNames = (count: number, toName: (number: number) => string): readonly string[] =>
  Array.from({length: count}, (_, index) => toName(index + 1));
