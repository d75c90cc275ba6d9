import {formatOutcome} from '../format/outcome.ts';
import {formatSideBySide} from '../format/side-by-side.ts';
import {nameMember} from '../model/cluster.ts';
import type {JobId} from '../model/ids.ts';
import {clean, cleanLines} from '../model/safe-text.ts';
import {toWorkerWay, type WayWishes} from '../services/ssh/worker-way.ts';
import {runOnWorkers, type WorkerEnd, type WorkerOutput} from '../services/ssh/run-on-workers.ts';
import type {CommandContext} from './command-context.ts';
import {EXIT_NO_CONNECTION, readKeyPlainly, tellNoConnection, toPlainOptions} from './connect-plainly.ts';
import {openServices} from './open-services.ts';
import {printLines} from './plain-command.ts';

/** What to run, and where. */
export interface AllWorkersOptions extends WayWishes {
  readonly jobId: JobId;
  readonly command: string;
}

/** What one machine may say where its output waits to be shown beside the others'; the rest is counted. */
const MAX_SHOWN_BYTES = 1024 * 1024;
const MAX_SHOWN_LINES = 100_000;

/**
 * Runs a command on the driver and all workers of a cluster job. On a terminal that is wide enough the outputs stand
 * side by side once all have ended; elsewhere each line comes as it is, behind the name of its machine. Answers the
 * worst exit status: 255 where a machine could not be reached.
 */
export const runOnAllWorkers = async (
  context: CommandContext,
  {jobId, command, ...wishes}: AllWorkersOptions,
): Promise<number> => {
  const services = await openServices(context);
  const way = toWorkerWay(wishes, context.environment, services);
  try {
    const privateKey = await readKeyPlainly(services);
    const options = toPlainOptions(services, {jobId, workerNumber: 0}, way);
    const shown = process.stdout.isTTY ? createBeside(services.userSettings.display.ascii) : createPrefixed();
    const ends = await runOnWorkers(options, {command, privateKey, onOutput: shown.onOutput});
    shown.finish(ends);
    for (const [number, end] of ends.entries()) {
      const trouble = toTrouble(end, nameMember(number));
      if (trouble !== undefined) process.stderr.write(`dxtop: ${trouble}\n`);
    }

    return Math.max(...ends.map(toStatus));
  } catch (error) {
    return tellNoConnection(error, jobId);
  } finally {
    services.close();
  }
};

const toStatus = (end: WorkerEnd): number =>
  end.kind === 'exited' ? (end.status ?? EXIT_NO_CONNECTION) : EXIT_NO_CONNECTION;

const toTrouble = (end: WorkerEnd, name: string): string | undefined => {
  if (end.kind === 'not-connected') return `${name}: ${formatOutcome(name, end.outcome).text}`;
  if (end.kind === 'lost') return `${name}: the connection was lost: ${clean(end.reason)}.`;
  return end.signal === undefined ? undefined : `${name}: ended with signal ${clean(end.signal)}.`;
};

interface Shown {
  readonly onOutput: WorkerOutput;
  /** Shows what is left once all have ended. */
  readonly finish: (ends: readonly WorkerEnd[]) => void;
}

/** Each line behind the name of its machine, as soon as it is whole; bytes as they came, for programs to read. */
const createPrefixed = (): Shown => {
  const rests = new Map<string, Buffer>();
  const writeLine = (number: number, stream: string, line: Uint8Array) => {
    const target = stream === 'output' ? process.stdout : process.stderr;
    target.write(Buffer.concat([Buffer.from(`${nameMember(number)}: `), line]));
  };
  return {
    onOutput: (number, stream, bytes) => {
      const key = `${String(number)} ${stream}`;
      let rest = Buffer.concat([rests.get(key) ?? Buffer.alloc(0), bytes]);
      for (let end = rest.indexOf(0x0a); end >= 0; end = rest.indexOf(0x0a)) {
        writeLine(number, stream, rest.subarray(0, end + 1));
        rest = rest.subarray(end + 1);
      }

      rests.set(key, rest);
    },
    finish: () => {
      for (const [key, rest] of rests) {
        const [number = '', stream = ''] = key.split(' ');
        if (rest.length > 0) writeLine(Number(number), stream, Buffer.concat([rest, Buffer.from('\n')]));
      }
    },
  };
};

/** All outputs in columns at the end, or one below the other where there is no room. */
const createBeside = (isAscii: boolean): Shown => {
  const pieces = new Map<number, Buffer[]>();
  const sizes = new Map<number, number>();
  return {
    onOutput: (number, _stream, bytes) => {
      const size = (sizes.get(number) ?? 0) + bytes.length;
      sizes.set(number, size);
      if (size <= MAX_SHOWN_BYTES) pieces.set(number, [...(pieces.get(number) ?? []), bytes]);
    },
    finish: (ends) => {
      const texts = ends.map((end, number) => {
        const status =
          end.kind === 'exited' && end.status !== undefined ? `status ${String(end.status)}` : 'no status';
        const text = Buffer.concat(pieces.get(number) ?? []).toString('utf8');
        const isCut = (sizes.get(number) ?? 0) > MAX_SHOWN_BYTES;
        return {
          title: `${nameMember(number)} (${status})`,
          lines: [
            ...cleanLines(text, MAX_SHOWN_LINES),
            ...(isCut ? ['(the rest is left out: more than 1 MiB)'] : []),
          ],
        };
      });
      const beside = formatSideBySide(texts, process.stdout.columns, isAscii);
      printLines(beside ?? texts.flatMap(({title, lines}) => [`${title}:`, ...lines]));
    },
  };
};
