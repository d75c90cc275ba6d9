import type {Command} from 'commander';
import {formatWaitChange, formatWaitEnd, formatWaitHeld, formatWaitTrouble} from '../format/wait-lines.ts';
import {CancelError, ConfigError} from '../model/errors.ts';
import {type Execution, isTerminal} from '../model/execution.ts';
import {toMilliseconds} from '../model/filter/filter-fields.ts';
import type {ExecutionId} from '../model/ids.ts';
import {clean} from '../model/safe-text.ts';
import {waitForEnds} from '../services/waiting/wait-for-ends.ts';
import {type CommandContext, toExecutionId} from './command-context.ts';
import {openServices} from './open-services.ts';
import {printLines, runPlain, say} from './plain-command.ts';
import {toPrintStyle} from './print-style.ts';

/** One of them failed or was terminated: as with `dx wait`, whose users ask for it. */
const EXIT_NOT_DONE = 3;
/** As `timeout` of the GNU tools has it. */
const EXIT_TIMEOUT = 124;
/** The longest that a timer can be set for: 24.8 days. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** `dxtop wait EXECUTION…`. */
export const addWaitCommand = (program: Command, context: CommandContext): void => {
  program
    .command('wait <execution...>')
    .description('wait until jobs and analyses are over; the exit status says whether all are done')
    .option('--timeout <span>', 'how long to wait at most, such as 90s, 15m, 2h or 3d')
    .action((ids: readonly string[], {timeout}: {timeout?: string}) =>
      runPlain(() => waitFor(context, ids, timeout === undefined ? undefined : toTimeoutMs(timeout))),
    );
};

const toTimeoutMs = (text: string): number => {
  const span = toMilliseconds(text);
  if (span !== undefined && span > 0 && span <= LONGEST_TIMER_MS) return span;
  throw new ConfigError(
    `${clean(text).slice(0, 20)} is no time to wait.`,
    'Write it as 90s, 15m, 2h, 3d or 1w; 3w is the longest.',
  );
};

/** When to give up: with Ctrl-C, or when the time is over. */
interface Stop {
  readonly signal: AbortSignal;
  readonly isLate: () => boolean;
  /** Takes its timer and its ear for Ctrl-C away. */
  readonly close: () => void;
}

const createStop = (timeoutMs: number | undefined): Stop => {
  const controller = new AbortController();
  let isLate = false;
  const interrupt = (): void => {
    controller.abort();
  };
  process.once('SIGINT', interrupt);
  const timer =
    timeoutMs === undefined
      ? undefined
      : setTimeout(() => {
          isLate = true;
          controller.abort();
        }, timeoutMs);
  return {
    signal: controller.signal,
    isLate: () => isLate,
    close: () => {
      clearTimeout(timer);
      process.off('SIGINT', interrupt);
    },
  };
};

const waitFor = async (
  context: CommandContext,
  texts: readonly string[],
  timeoutMs: number | undefined,
): Promise<number> => {
  const ids = [...new Set(texts)].map(toExecutionId);
  const services = await openServices(context);
  const {platform, userSettings} = services;
  const {isTTY} = process.stdout;
  const style = {...toPrintStyle(context), isPlain: !isTTY};
  const known = new Map<ExecutionId, Execution>();
  const stop = createStop(timeoutMs);
  try {
    await waitForEnds({
      platform,
      ids,
      intervalMs: userSettings.platform.refreshSeconds * 1000,
      signal: stop.signal,
      renewLogin: services.renewLogin,
      // Whoever only reads a file of its errors cannot do much about a token.
      isAttended: process.stderr.isTTY,
      onChange: (execution) => {
        known.set(execution.id, execution);
        if (isTTY) printLines([formatWaitChange(execution, Date.now(), style)]);
      },
      onHeld: (held, waited) => {
        say(formatWaitHeld(held, waited));
      },
      onTrouble: (error, answeredMs) => {
        say(formatWaitTrouble(error, answeredMs, Date.now()));
      },
      onAnswer: () => {
        say('The platform answers again.');
      },
    });
  } catch (error) {
    if (!(error instanceof CancelError && stop.isLate())) throw error;
  } finally {
    stop.close();
    services.close();
  }

  const all = ids.flatMap((id) => known.get(id) ?? []);
  printLines(all.map((execution) => formatWaitEnd(execution, style)));
  const overCount = all.filter(isTerminal).length;
  if (overCount < ids.length) {
    say(`The time is up; not over yet: ${String(ids.length - overCount)} of ${String(ids.length)}.`);
    return EXIT_TIMEOUT;
  }

  return all.every(({state}) => state === 'done') ? 0 : EXIT_NOT_DONE;
};
