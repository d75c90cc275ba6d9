import {readAmount} from '../model/amount.ts';
import {ConfigError, toSentence} from '../model/errors.ts';
import {type ExecutionId, isExecutionId, isJobId, type JobId} from '../model/ids.ts';
import {clean} from '../model/safe-text.ts';

/** Wrong usage, or settings that cannot be used. */
export const EXIT_USAGE = 2;
/** A crash, as in sysexits.h. */
export const EXIT_SOFTWARE = 70;

/** What a command knows of the process that it runs in. */
export interface CommandContext {
  readonly environment: NodeJS.ProcessEnv;
  readonly homeDirectory: string;
  /** How this program is started: the words of a command line, before its arguments. */
  readonly program: readonly string[];
}

/** The result could not be written; as in sysexits.h. */
const EXIT_OUTPUT = 74;

const handleOutputError = ({code = ''}: NodeJS.ErrnoException): void => {
  if (code === 'EPIPE') process.exit(0);
  fail(
    new ConfigError(
      `The output could not be written (${clean(code, 20)}).`,
      'Make room for it, or write it to another place, and run this again.',
    ),
    EXIT_OUTPUT,
  );
};

const isOutputWatched = (): boolean => process.stdout.listeners('error').includes(handleOutputError);

/**
 * From now on the program ends when standard output takes no more: in silence where nobody reads on, as after `| head`;
 * otherwise, as on a full disk, what is there is not the whole result, and that is told. Safe to call twice.
 */
export const watchOutput = (): void => {
  if (!isOutputWatched()) process.stdout.on('error', handleOutputError);
};

/** Writes to standard output, and watches it. */
export const print = (text: string): void => {
  watchOutput();
  process.stdout.write(text);
};

/** Resolves when a watched standard output has taken all that was written; what it refuses ends the program. */
export const flushOutput = async (): Promise<void> => {
  if (isOutputWatched()) await new Promise((resolve) => process.stdout.write('', resolve));
};

/** Says what went wrong and what to do about it, and ends the program. */
export const fail = (error: unknown, code: number): never => {
  process.stderr.write(`dxtop: ${clean(toSentence(error))}\n`);
  process.exit(code);
};

/** Ends the program where no screen can be drawn. */
export const requireTerminal = ({environment}: CommandContext): void => {
  if (!process.stdin.isTTY || !process.stdout.isTTY) {
    fail(
      new ConfigError(
        'This needs a terminal, on standard input and on standard output.',
        'Run it in one, without pipes.',
      ),
      EXIT_USAGE,
    );
  }

  if (environment['TERM'] === 'dumb') {
    fail(
      new ConfigError(
        'The terminal cannot draw a screen (TERM is dumb).',
        'Set TERM to what your terminal is, such as xterm-256color.',
      ),
      EXIT_USAGE,
    );
  }
};

/** The job that an argument names; ends the program where it is none. */
export const toJobId = (text: string): JobId => {
  if (isJobId(text)) return text;
  if (isExecutionId(text))
    return fail(
      new ConfigError(
        `${text} is an analysis, not a job.`,
        '`dxtop describe` and `dx find jobs` show its jobs.',
      ),
      EXIT_USAGE,
    );
  return fail(
    new ConfigError(
      `${clean(text).slice(0, 60)} does not look like a job ID.`,
      'It is job- and 24 letters and digits, as `dx find jobs` shows it.',
    ),
    EXIT_USAGE,
  );
};

/** The job or analysis that an argument names; ends the program where it is none. */
export const toExecutionId = (text: string): ExecutionId => {
  if (isExecutionId(text)) return text;
  return fail(
    new ConfigError(
      `${clean(text).slice(0, 60)} does not look like the ID of a job or an analysis.`,
      'It is job- or analysis- and 24 letters and digits, as `dx find executions` shows it.',
    ),
    EXIT_USAGE,
  );
};

/** An option's number above zero; ends the program where it is none. */
export const toAmount = (text: string): number => {
  const amount = readAmount(text);
  if (amount !== undefined) return amount;
  return fail(
    new ConfigError(`${clean(text).slice(0, 20)} is no amount.`, 'Give a number above zero.'),
    EXIT_USAGE,
  );
};

/** An option's port; ends the program where it is none. */
export const toPort = (text: string): number => {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  return fail(
    new ConfigError(`${clean(text).slice(0, 20)} is no port.`, 'Give a number from 0 to 65535.'),
    EXIT_USAGE,
  );
};
