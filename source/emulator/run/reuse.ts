import type {ExecutionRecord} from '../execution-record.ts';
import type {Hash} from '../input.ts';
import type {PlatformState} from '../state.ts';
import {findStages, resolveReferences} from './references.ts';

/** A job that is to be run, as far as an earlier one could stand in for it. */
export interface ReuseRequest {
  readonly executable: string;
  readonly project: string;
  /** With defaults, and with references to jobs as they were given. */
  readonly input: Hash;
}

class NotYetKnown extends Error {}

/** The values that an input comes to; undefined while one of them is still to come. */
const toKnownInput = (state: PlatformState, input: Hash): Hash | undefined => {
  if (findStages(input).length > 0) return undefined;
  try {
    return resolveReferences(
      input,
      (id) => state.executions.get(id)?.wire.output ?? undefined,
      () => new NotYetKnown(),
    );
  } catch (error) {
    if (error instanceof NotYetKnown) return undefined;
    throw error;
  }
};

/** JSON in which the order of keys makes no difference. */
const toCanonical = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([left], [right]) => (left < right ? -1 : 1)))
      : part,
  );

/**
 * The newest job whose output may be taken instead of running the same again; undefined when there is none, or when
 * the account may not reuse jobs.
 *
 * Footing: documented (https://documentation.dnanexus.com/user/running-apps-and-workflows/job-reuse), a licence of the
 * account, the same executable and input, a job that is done; that it must be of the same project is assumed.
 */
export const findReusable = (state: PlatformState, request: ReuseRequest): ExecutionRecord | undefined => {
  if (!state.reusesJobs) return undefined;
  const input = toKnownInput(state, request.input);
  if (input === undefined) return undefined;
  const wanted = toCanonical(input);
  for (const record of state.executions.newestFirst()) {
    const {wire} = record;
    if (record.class !== 'job' || wire.state !== 'done' || wire.executable !== request.executable) continue;
    if (wire.project !== request.project || wire.outputReusedFrom || (wire.function ?? 'main') !== 'main')
      continue;
    if (toCanonical(wire.input ?? {}) === wanted) return record;
  }
  return undefined;
};
