import {InvalidInput} from '../errors.ts';
import type {ExecutionRecord, Failure} from '../execution-record.ts';
import {isHash, type Hash} from '../input.ts';
import type {Outcome} from '../life-steps.ts';
import type {Life} from '../life.ts';
import type {ProgramEnd} from '../workers/job-program.ts';
import {toFullValues} from './input-spec.ts';

const parseHash = (text: string | undefined): Hash | undefined => {
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isHash(value) ? value : undefined;
  } catch {
    // Answered like a file that says nothing.
    return undefined;
  }
};

/**
 * What a program that did not succeed says about it: `job_error.json`, or else its exit status.
 *
 * Footing: documented (https://documentation.dnanexus.com/developer/apps/error-information), that a status without
 * the file is an AppInternalError, and that messages about memory or storage get a reason of their own; which
 * words those are, and the messages, are assumed.
 */
const toFailure = (end: ProgramEnd): Failure => {
  const error = parseHash(end.error)?.error;
  const {type, message} = isHash(error) ? error : {};
  const how = end.signal === undefined ? `exited with status ${end.code ?? 1}` : `was ended by ${end.signal}`;
  const failureMessage =
    typeof message === 'string' ? message : `The program of the job ${how}; please refer to its log`;
  if (/out of memory|cannot allocate memory|no space left on device/i.test(failureMessage)) {
    return {failureReason: 'AppInsufficientResourceError', failureMessage};
  }
  return {failureReason: type === 'AppError' ? 'AppError' : 'AppInternalError', failureMessage};
};

const toOutput = (record: ExecutionRecord, end: ProgramEnd): {output: Hash} | Failure => {
  const failureReason = 'OutputError';
  const output = end.output === undefined ? {} : parseHash(end.output);
  if (output === undefined) {
    return {failureReason, failureMessage: 'job_output.json does not contain a JSON hash'};
  }
  try {
    return {output: toFullValues(output, record.plan?.outputSpec, 'output')};
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    return {failureReason, failureMessage: error.message};
  }
};

/**
 * The program of a running job has ended: the job is done, failed, started anew, or held.
 *
 * Footing: documented, exit status, files and `/.dx-hold` (reference sections D.4 and H.3); observed, a job that
 * succeeds while it is to be held ends as terminated.
 */
export const endProgram = (life: Life, record: ExecutionRecord, end: ProgramEnd): void => {
  if (record.wire.state !== 'running' || record.plan?.isDecidedByProgram !== true) return;
  const result = end.code === 0 ? toOutput(record, end) : toFailure(end);
  if (end.isHeld) {
    const outcome: Outcome = 'output' in result ? {state: 'terminated'} : {state: 'failed', ...result};
    life.jobs.hold(record, outcome);
  } else if ('output' in result) {
    life.jobs.succeed(record, result.output);
  } else {
    life.jobs.failTry(record, result);
  }
};
