import {describeFully} from './describe-execution.ts';
import {describeExecutable} from './executables/describe-executable.ts';
import type {ExecutionRecord} from './execution-record.ts';
import type {Hash} from './input.ts';
import type {PlatformState} from './state.ts';
import {toShellWord} from './workers/worker-folder.ts';

const toText = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;

const toShellValue = (value: unknown): string =>
  typeof value === 'string' ? toShellWord(value) : toShellWord(JSON.stringify(value));

/** Inputs as shell variables, arrays as arrays. Footing: documented, how bash apps find their inputs. */
const toVariables = (input: Hash): string =>
  Object.entries(input)
    .filter(([name]) => /^[A-Za-z_]\w*$/.test(name))
    .map(([name, value]) =>
      Array.isArray(value)
        ? `${name}=(${value.map(toShellValue).join(' ')})\n`
        : `${name}=${toShellValue(value)}\n`,
    )
    .join('');

/** What a worker finds in its home folder, and the command that is its job. */
export interface JobFiles {
  readonly files: Record<string, string>;
  readonly program?: string;
}

/**
 * The files of a job's home folder. Footing: documented names, reference section H.3.
 *
 * A program that decides how its job ends is a bash script there, with the inputs as variables (documented); any
 * other is only something to look at.
 */
export const toJobFiles = (state: PlatformState, record: ExecutionRecord, nowMs: number): JobFiles => {
  const input = record.wire.input ?? record.wire.runInput ?? {};
  const executable = state.executables.get(record.wire.executable ?? '');
  const files = {
    'job_input.json': toText(input),
    'dnanexus-job.json': toText(describeFully(state, record, nowMs)),
    ...(executable && {'dnanexus-executable.json': toText(describeExecutable(state, executable))}),
  };
  const program = record.plan?.program;
  if (program === undefined) return {files};
  if (record.plan?.isDecidedByProgram !== true) return {files, program};
  const codeName = `${record.id}.code.sh`;
  return {
    files: {...files, [codeName]: `${toVariables(input)}${program}`},
    // Footing: observed, the line that a bash app's log begins with.
    program: `echo 'bash running (job ID ${record.id})'; exec bash -e -o pipefail "$HOME/${codeName}"`,
  };
};
