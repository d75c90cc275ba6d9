import {formatJsonOutput} from '../format/json-output.ts';
import {ApiError, CancelError, ConfigError, NetworkError, SshError} from '../model/errors.ts';
import {clean} from '../model/safe-text.ts';
import {EXIT_USAGE, fail, flushOutput, print} from './command-context.ts';

/** A question was answered with no. */
export const EXIT_DECLINED = 1;
/** The platform refused, or there was no answer; as the official client. */
export const EXIT_PLATFORM = 3;
/** As a shell has it for a program that Ctrl-C ended. */
const EXIT_INTERRUPTED = 130;

const toExitCode = (error: unknown): number | undefined => {
  if (error instanceof ConfigError) return EXIT_USAGE;
  if (error instanceof ApiError || error instanceof NetworkError || error instanceof SshError)
    return EXIT_PLATFORM;
  return error instanceof CancelError ? EXIT_INTERRUPTED : undefined;
};

/**
 * Runs a command that draws nothing, and ends the program with its status; what goes wrong is told with its remedy.
 *
 * Throws what is none of our errors, which is a crash.
 */
export const runPlain = async (work: () => Promise<number>): Promise<never> => {
  try {
    process.exitCode = await work();
  } catch (error) {
    const code = toExitCode(error);
    if (code === undefined) throw error;
    return fail(error, code);
  }
  await flushOutput();
  // Sockets that are still closing must not keep the prompt waiting.
  process.exit();
};

/** Prints a result for programs. */
export const printJson = (value: unknown): void => {
  print(formatJsonOutput(value));
};

/** Prints lines for people. */
export const printLines = (lines: readonly string[]): void => {
  print(lines.map((line) => `${line}\n`).join(''));
};

/** Says something to the user that is no result, on standard error. */
export const say = (text: string): void => {
  process.stderr.write(`dxtop: ${clean(text)}\n`);
};
